import type { Clock } from '#core/context.ts';
import type { Evidence } from '#core/evidence.ts';
import type { Observation, ObservationValue, UnobservedReason } from '#core/observation.ts';
import { type Channel, type Site, siteHosts } from '#core/registry.ts';
import { type ChannelPage, channelListOf, channelPageOf } from '#probes/page/channels/list.ts';
import { sharedRows } from '#probes/page/channels/rows.ts';
import { pageTagsProbe } from '#probes/page/tags.ts';
import { type ListRead, type OpenListOptions, openList } from '../open-list.ts';
import { observed, unobserved } from '../write.ts';
import type { Articles } from './articles.ts';
import { proveArticles, updateOf } from './update.ts';

export const channelProbe = { id: 'channel-update', version: 1 } as const;

/** Channels of one site opened in one round at most; a register with more is told so. */
const maxChannels = 300;
/** Types whose pages hold standing information: there are no articles to prove. */
const standing: ReadonlySet<Channel['type']> = new Set(['overview', 'functions', 'leaders']);

type Opened = {
  channel: Channel;
  page: ChannelPage;
  url: string;
  evidence: readonly Evidence[];
  at: string;
};

/** 页面标签 of a page that the round read. */
export type TagsSeen = { url: string; tags: ObservationValue<'page.tags'>; evidence: Evidence };

/**
 * 栏目巡查: every registered channel is opened, its lists followed, and its newest articles opened as far as their dates need proof. Channels are
 * a person's word: what is wrong with one is a fact, not a guess.
 */
export async function readChannels(
  site: Site,
  o: OpenListOptions & { slot: string; clock: Clock; articles: Articles },
): Promise<{ observations: Observation[]; tags: TagsSeen[] }> {
  const out: Observation[] = [];
  const tags: TagsSeen[] = [];
  const head = (target: string, observedAt: string) =>
    ({ kind: 'channel.update', subjectId: site.id, target, slot: o.slot, observedAt, probe: channelProbe }) as const;
  const missed = (channel: Channel, reason: UnobservedReason, detail: string) =>
    out.push(unobserved(head(channel.url, o.clock.now().toISOString()), reason, `栏目“${channel.name}”：${detail}`));

  const opened: Opened[] = [];
  for (const [i, channel] of uniqueChannels(site).entries()) {
    if (i >= maxChannels) {
      missed(channel, 'not-collected', `一轮最多打开 ${maxChannels} 个栏目，没有轮到`);
      continue;
    }
    const list = await openList(channel.url, o);
    if (!list.ok) {
      missed(channel, list.reason, list.detail);
      continue;
    }
    opened.push(holdOf(channel, list, o.clock));
    const read = list.barrier === undefined ? pageTagsProbe.read(list.page, o.today) : null;
    if (read?.status === 'observed') tags.push({ url: channel.url, tags: read.value, evidence: list.evidence[0] });
  }
  // Only now is it known which rows stand on all of them.
  const shared = sharedRows(opened.map((c) => c.page.blocks));
  const hosts = siteHosts(site);
  for (const { channel, page, url, evidence, at } of opened) {
    const list = channelListOf(page, o.today, shared);
    const proof = needsProof(channel)
      ? await proveArticles(list, { articles: o.articles, today: o.today, hosts })
      : { articles: [], evidence: [] };
    const { id, name, level, type } = channel;
    const value = updateOf({ id, name, level, type, confidence: 'registered' }, url, list, {
      articles: proof.articles,
      today: o.today,
      hosts,
    });
    out.push(observed(head(channel.url, at), value, [...evidence.slice(0, 8), ...proof.evidence].slice(0, 20)));
  }
  return { observations: out, tags };
}

/** What is held of a channel page until all were opened: the page itself is let go. */
function holdOf(channel: Channel, list: Extract<ListRead, { ok: true }>, clock: Clock): Opened {
  const { value } = list.items;
  const paged = new Set(list.lists.paged.map((i) => i.url));
  const given = new Set(list.lists.items.map((i) => keyOf(i)));
  const behind = value.items.filter((i) => given.has(keyOf(i)));
  const page = channelPageOf(list.page, value, {
    given: behind.filter((i) => !paged.has(i.url)),
    further: behind.filter((i) => paged.has(i.url)),
    barrier: list.barrier,
  });
  return { channel, page, url: list.page.url, evidence: list.evidence, at: clock.now().toISOString() };
}

const keyOf = (i: { url: string; title: string }) => (i.url === '' ? i.title : i.url);

const needsProof = (c: Channel) => c.updateDays !== null && !(standing.has(c.type) && c.updateDays === undefined);

/** One observation an address: two channels of the register that share one page are looked at once, under the first. */
function uniqueChannels(site: Site): Channel[] {
  const seen = new Set<string>();
  return site.channels.filter((c) => !seen.has(c.url) && seen.add(c.url));
}
