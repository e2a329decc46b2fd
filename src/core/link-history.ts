import { shanghaiDay } from './calendar.ts';
import type { Observation, ObservationValue, Observed } from './observation.ts';

type LinkValue = ObservationValue<'link.status'>;
type CrawlValue = ObservationValue<'site.crawl'>;

/** 一轮链接检查 of one site: everything written under one slot. */
export type LinkRound = {
  slot: string;
  /** Set when the round was a crawl of the whole site: links that opened are then only counted in it. */
  crawl?: Observation<'site.crawl'>;
  links: readonly Observation<'link.status'>[];
};

/** 检查轮次 of one site, oldest first. Pure; order of the input does not matter. */
export function linkRounds(
  links: readonly Observation<'link.status'>[],
  crawls: readonly Observation<'site.crawl'>[],
): LinkRound[] {
  const rounds = new Map<
    string,
    { slot: string; crawl?: Observation<'site.crawl'>; links: Observation<'link.status'>[] }
  >();
  const at = (slot: string) => {
    let round = rounds.get(slot);
    if (!round) {
      round = { slot, links: [] };
      rounds.set(slot, round);
    }
    return round;
  };
  for (const o of links) at(o.slot).links.push(o);
  for (const o of crawls) {
    const round = at(o.slot);
    // Two crawls under one slot (a site moved in between): what was seen speaks, not what was not.
    if (round.crawl?.status !== 'observed') round.crawl = o;
  }
  return [...rounds.values()].sort((a, b) => (a.slot < b.slot ? -1 : a.slot > b.slot ? 1 : 0));
}

/** 全站抓取是否完整: only then does a link that is not among its results count as one that opened or is gone from the pages. */
export function isWhole(v: CrawlValue): boolean {
  return v.limits.length === 0 && v.unjudgedCount === 0 && v.pages.blocked === 0;
}

/** 现状: what is known of a site's links now. */
export type CurrentLinks = {
  /** Slot the picture begins with: that of the newest crawl, or of the newest round where there was none. Empty: nothing was looked at. */
  slot: string;
  /** The newest crawl; undefined: only links of pages drawn as a sample were looked at. */
  crawl: Observation<'site.crawl'> | undefined;
  /** The newest observation of each target since then. */
  links: readonly Observation<'link.status'>[];
  /** Seen broken since then, but the newest look could not tell: neither a fault that stands nor one that is mended. */
  doubtful: readonly Observed<'link.status'>[];
};

/**
 * The newest crawl with what later, smaller rounds (a second look the next day) found; without a crawl the newest round alone, since what an
 * older sample saw may be mended by now.
 */
export function currentLinks(rounds: readonly LinkRound[]): CurrentLinks {
  const base = rounds.findLast((r) => r.crawl !== undefined) ?? rounds.at(-1);
  if (base === undefined) return { slot: '', crawl: undefined, links: [], doubtful: [] };
  const newest = new Map<string, Observation<'link.status'>>();
  const broken = new Map<string, Observed<'link.status'>>();
  for (const round of rounds) {
    if (round.slot < base.slot) continue;
    for (const o of round.links) {
      newest.set(o.target, o);
      if (o.status !== 'observed') continue;
      if (o.value.status === 'broken') broken.set(o.target, o as Observed<'link.status'>);
      else if (opens(o.value)) broken.delete(o.target);
    }
  }
  const doubtful = [...broken.values()].filter((o) => newest.get(o.target) !== o);
  return { slot: base.slot, crawl: base.crawl, links: [...newest.values()], doubtful };
}

const opens = (v: LinkValue) => v.status === 'ok' || v.status === 'caution';

/** 一个链接打不开的经过, from the first of an unbroken chain of sights. */
export type BrokenPast = {
  /** Slot of the first round of the chain. */
  since: string;
  /** Rounds of the chain that saw it broken. */
  rounds: number;
  /** Rounds in between that did not see it at all or could not tell. */
  gaps: number;
  /** Asia/Shanghai days on which it was seen broken, ascending. */
  days: readonly string[];
  last: Observed<'link.status'>;
};

type Chain = {
  since: string;
  rounds: number;
  gaps: number;
  open: number;
  days: Set<string>;
  last: Observed<'link.status'>;
};

/**
 * 持续打不开的链接 by target. A chain ends where the link was seen to open, or where a whole crawl no longer lists it. A round that did not see it,
 * could not tell, or was cut short proves nothing: the chain goes on.
 */
export function brokenPast(rounds: readonly LinkRound[]): ReadonlyMap<string, BrokenPast> {
  const chains = new Map<string, Chain>();
  for (const round of rounds) {
    const met = new Set<string>();
    for (const o of round.links) {
      met.add(o.target);
      if (o.status !== 'observed') continue;
      if (opens(o.value)) chains.delete(o.target);
      else if (o.value.status === 'broken') extend(chains, o as Observed<'link.status'>);
    }
    const whole = round.crawl?.status === 'observed' && isWhole(round.crawl.value);
    const ownOnly = round.crawl?.status === 'observed' && round.crawl.value.ownOnly === true;
    for (const [target, chain] of chains) {
      // A crawl that left foreign links alone says nothing of them.
      if (whole && !met.has(target) && !(ownOnly && chain.last.value.external)) chains.delete(target);
      else if (chain.last.slot !== round.slot) chain.open += 1;
    }
  }
  return new Map(
    [...chains].map(([target, { open: _, days, ...chain }]) => [target, { ...chain, days: [...days].sort() }]),
  );
}

function extend(chains: Map<string, Chain>, o: Observed<'link.status'>): void {
  const chain = chains.get(o.target) ?? {
    since: o.slot,
    rounds: 0,
    gaps: 0,
    open: 0,
    days: new Set<string>(),
    last: o,
  };
  chain.rounds += 1;
  // Rounds that missed it count as gaps only once it is seen again behind them.
  chain.gaps += chain.open;
  chain.open = 0;
  chain.last = o;
  chain.days.add(shanghaiDay(new Date(o.observedAt)));
  chains.set(o.target, chain);
}

/** How an attempt failed, coarse enough that two ways of not answering are one. */
function wayOf(a: LinkValue['attempts'][number]): string {
  if (a.status === undefined) return 'network';
  return a.status >= 500 ? '5xx' : String(a.status);
}

/** 两次以上一致: whether the failure was met at least twice in the same way. An address that cannot be one needs no second look. */
export function agreeing(v: Pick<LinkValue, 'reason' | 'attempts'>): boolean {
  if (v.reason === 'URL_INVALID') return true;
  const ways = v.attempts.map(wayOf);
  const last = ways.at(-1);
  return last !== undefined && ways.filter((w) => w === last).length >= 2;
}
