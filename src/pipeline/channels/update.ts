import type { Evidence } from '#core/evidence.ts';
import type { ObservationValue } from '#core/observation.ts';
import type { ChannelList } from '#probes/page/channels/list.ts';
import type { ChannelGuess } from '#probes/page/channels/types.ts';
import { type ArticleRead, nextArticle } from '../pick-articles.ts';
import type { Articles } from './articles.ts';

export type Update = ObservationValue<'channel.update'>;
type Article = Update['articles'][number];

/** Articles of one channel opened at most in one round. */
const maxArticles = 6;

/**
 * 核对稿件日期 — opens the articles of a channel, newest row first, until its newest publication date is proved or enough were opened. What a list
 * says is only a clue; what an article page says counts.
 */
export async function proveArticles(
  list: ChannelList,
  o: { articles: Articles; today: string; hosts: readonly string[] },
): Promise<{ articles: Article[]; evidence: Evidence[] }> {
  const read: ArticleRead[] = [];
  const articles: Article[] = [];
  const evidence: Evidence[] = [];
  for (;;) {
    const url = nextArticle(list.rows, read, { today: o.today, hosts: o.hosts, max: maxArticles });
    if (url === null) break;
    const row = list.rows.find((r) => r.url === url);
    const seen = await o.articles.read(url);
    const article = articleOf(url, row?.title ?? '', row?.date ?? null, seen.date);
    articles.push(article);
    if (seen.evidence !== null && article.state !== 'other') evidence.push(seen.evidence);
    read.push({ url, date: article.date });
  }
  return { articles, evidence };
}

function articleOf(
  url: string,
  title: string,
  row: string | null,
  reading: Awaited<ReturnType<Articles['read']>>['date'],
): Article {
  const head = { title: title.slice(0, 300), url, row };
  if (reading.status !== 'observed')
    return { ...head, date: null, state: 'unread', sure: false, why: reading.detail.slice(0, 200) };
  const { date, confidence, isArticle } = reading.value;
  if (date !== null) return { ...head, date, state: 'dated', sure: confidence === 'high' || date === row };
  return { ...head, date: null, state: isArticle ? 'undated' : 'other', sure: confidence === 'high' };
}

/** `channel.update` of a list and of what its articles said. Pure. */
export function updateOf(
  channel: Update['channel'],
  url: string,
  list: ChannelList,
  o: { articles: readonly Article[]; today: string; hosts: readonly string[] },
): Update {
  const opened = new Set(o.articles.map((a) => a.url));
  const left = list.rows.filter((r) => !opened.has(r.url));
  const own = left.filter((r) => ownHost(r.url, o.hosts));
  const foreign = left.filter((r) => !ownHost(r.url, o.hosts));
  const past = (date: string | null): date is string => date !== null && date <= o.today;
  const newestOf = <T extends { date: string | null }>(items: readonly T[]) =>
    items.reduce<(T & { date: string }) | null>(
      (best, i) => (past(i.date) && (best === null || i.date > best.date) ? { ...i, date: i.date } : best),
      null,
    );
  const row = newestOf(list.rows);
  const article = newestOf(o.articles.filter((a) => a.state === 'dated' && a.sure));
  return {
    url,
    channel,
    rows: list.rows.length,
    undated: list.rows.filter((r) => r.date === null).length,
    rowsBy: list.rowsBy,
    newestRow: row === null ? null : { title: row.title.slice(0, 300), url: row.url, date: row.date },
    newestArticle: article === null ? null : { title: article.title, url: article.url, date: article.date },
    articles: [...o.articles].slice(0, 40),
    unopened: {
      newest: newestOf(own)?.date ?? null,
      undated: own.filter((r) => r.date === null).length,
      external: newestOf(foreign)?.date ?? null,
    },
    besides: list.besides,
    future: list.future,
    total: list.total,
    unread: [...list.unread],
    blank: list.blank,
    blankWhy: list.why.slice(0, 200),
    order: list.order,
    pinned: list.pinned,
    oneDay: list.oneDay,
  };
}

/** A channel that the program found, as `channel.update` names it. */
export function guessed(g: ChannelGuess): Update['channel'] {
  return { id: null, name: g.name, level: g.level, type: g.type, confidence: g.confidence };
}

function ownHost(url: string, hosts: readonly string[]): boolean {
  const host = URL.parse(url)?.host.toLowerCase();
  return host !== undefined && hosts.includes(host);
}
