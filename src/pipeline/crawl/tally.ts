import type { CrawlLedger } from '#core/crawl.ts';

/** 引用统计: how many pages point to each target, the first that does, and whether a home page does. By number of the target. */
export type Tally = {
  parents: Int32Array;
  /** Number of the first page, -1: none (met in a sitemap only). */
  first: Int32Array;
  onHome: Uint8Array;
};

export function tallyOf(ledger: Pick<CrawlLedger, 'targets' | 'pages' | 'links'>): Tally {
  const n = ledger.targets.length;
  const tally: Tally = { parents: new Int32Array(n), first: new Int32Array(n).fill(-1), onHome: new Uint8Array(n) };
  const count = (id: number, page: number, home: boolean) => {
    tally.parents[id] = (tally.parents[id] ?? 0) + 1;
    if (tally.first[id] === -1) tally.first[id] = page;
    if (home) tally.onHome[id] = 1;
  };
  for (const { page, links } of ledger.links()) {
    const home = isHome(ledger, page);
    for (const id of links) {
      count(id, page, home);
      for (const onward of jumpsFrom(ledger, id)) if (!links.includes(onward)) count(onward, page, home);
    }
  }
  return tally;
}

/** Stub pages followed one behind the other. */
const maxJumps = 3;

/** 跳转桩页: where a visitor who follows a link to this target is sent on to: a dead end there is a dead link here. */
export function jumpsFrom(ledger: Pick<CrawlLedger, 'pages'>, id: number): readonly number[] {
  const jumps: number[] = [];
  for (
    let at = ledger.pages.get(id)?.jump;
    at !== undefined && jumps.length < maxJumps;
    at = ledger.pages.get(at)?.jump
  )
    if (at === id || jumps.includes(at)) break;
    else jumps.push(at);
  return jumps;
}

/** The home page, or a page that stands in a frame of it: a visitor sees them as one. */
export function isHome(ledger: Pick<CrawlLedger, 'targets'>, page: number): boolean {
  const t = ledger.targets[page];
  return t !== undefined && (t.depth === 0 || (t.depth === 1 && t.kind === 'frame'));
}
