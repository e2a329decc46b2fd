import type { Observation, ObservationValue, UnobservedReason } from '#core/observation.ts';
import { type Channel, Channel as ChannelSchema } from '#core/registry.ts';
import { evidence, home, roundSlot, seen, site, unseen } from './build.ts';

type Update = ObservationValue<'channel.update'>;
type Given = { slot?: string };

/** A registered channel of the invented site. */
export function channel(id: string, type: Channel['type'], over: Partial<Channel> = {}): Channel {
  return ChannelSchema.parse({ id, name: `栏目${id}`, url: `${home}${id}/`, level: 1, type, ...over });
}

/** So many of one type. */
export const channels = (n: number, type: Channel['type'], over: Partial<Channel> = {}, prefix: string = type) =>
  Array.from({ length: n }, (_, i) => channel(`${prefix}-${i + 1}`, type, over));

export const siteWith = (...all: readonly (Channel | readonly Channel[])[]) => ({ ...site, channels: all.flat() });

/** What a round saw of a channel: one list of five rows, its newest article opened and dated `day`. */
export function updated(
  c: Channel,
  day: string,
  over: Partial<Update> = {},
  given: Given = {},
): Observation<'channel.update'> {
  const article = { title: `${c.name}的稿件`, url: `${c.url}1.html`, date: day };
  const value: Update = {
    url: c.url,
    channel: { id: c.id, name: c.name, level: c.level, type: c.type, confidence: 'registered' },
    rows: 5,
    undated: 0,
    rowsBy: 'page',
    newestRow: article,
    newestArticle: article,
    articles: [{ ...article, row: day, state: 'dated', sure: true }],
    unopened: { newest: day < '2020-01-01' ? null : '2020-01-01', undated: 0, external: null },
    besides: null,
    future: 0,
    total: null,
    unread: [],
    blank: 'no',
    blankWhy: '有 5 条信息',
    order: 'newest-first',
    pinned: 0,
    oneDay: null,
    ...over,
  };
  return seen('channel.update', value, { target: c.url, ...given });
}

/** Nothing in it, by the strict rule. */
export const blankOne = (c: Channel, given: Given = {}) =>
  updated(
    c,
    '2026-01-01',
    {
      rows: 0,
      newestRow: null,
      newestArticle: null,
      articles: [],
      unopened: { newest: null, undated: 0, external: null },
      blank: 'yes',
      blankWhy: '列表是空的，页面、脚本、框架里都没有条目',
      order: 'unknown',
    },
    given,
  );

/** A list behind scripts that nobody could read. */
export const behindScripts = (c: Channel) =>
  updated(c, '2026-01-01', {
    rows: 0,
    newestRow: null,
    newestArticle: null,
    articles: [],
    unopened: { newest: null, undated: 0, external: null },
    unread: ['脚本填充的列表：#list'],
    blank: 'unknown',
    blankWhy: '有列表没有读到：脚本填充的列表：#list',
    order: 'unknown',
  });

export const notOpened = (c: Channel, reason: UnobservedReason = 'blocked', given: Given = {}) =>
  unseen('channel.update', c.url, reason, given);

/** A channel that only the crawl knows, with its newest row. */
export function guess(
  id: string,
  type: Channel['type'],
  row: string,
  over: Partial<Update> = {},
): Observation<'channel.update'> {
  const c = channel(id, type);
  return updated(c, row, {
    channel: { id: null, name: c.name, level: 1, type, confidence: 'high' },
    newestArticle: null,
    articles: [],
    unopened: { newest: row, undated: 0, external: null },
    ...over,
  });
}

type Found = ObservationValue<'site.channels'>['channels'][number];
/** What the crawl found. */
export function crawled(
  found: readonly Partial<Found>[] = [],
  over: Partial<ObservationValue<'site.channels'>> = {},
): Observation<'site.channels'> {
  const all = found.map(
    (f, i): Found => ({
      url: `${home}found-${i}/`,
      name: `发现${i}`,
      level: 1,
      parent: null,
      type: 'other',
      confidence: 'high',
      reasons: ['导航 3 处'],
      registered: null,
      list: null,
      ...f,
    }),
  );
  return seen(
    'site.channels',
    { home, pages: 120, whole: true, channels: all, count: all.length, ...over },
    { target: home, evidence: [evidence(home, roundSlot)] },
  );
}

type All = {
  'channel.update': readonly Observation<'channel.update'>[];
  'site.channels': readonly Observation<'site.channels'>[];
  'manual.record': readonly Observation<'manual.record'>[];
};
/** The three kinds together; a whole crawl that found nothing more unless told otherwise. */
export const saw = (
  updates: All['channel.update'],
  crawl: All['site.channels'] = [crawled()],
  records: All['manual.record'] = [],
): All => ({ 'channel.update': updates, 'site.channels': crawl, 'manual.record': records });
