import type { CrawlLedger, CrawlTarget } from '#core/crawl.ts';
import { canonicalUrl } from './canonical.ts';
import type { Frontier } from './frontier.ts';
import { hostIn } from './host.ts';
import { priorityOf } from './priority.ts';
import { harmlessTraps, openTraps } from './traps.ts';
import type { CrawlCaps, FoundTarget } from './types.ts';

/** 地址簿: which addresses are known, by number, and what is to be done with each. */
export type Book = {
  /** The home page, if the ledger is new; what an earlier process left unread. */
  begin(): void;
  /**
   * Numbers of what a page holds, and those met for the first time. `page` null: from a sitemap. `onward` false: new addresses are only
   * checked, not read.
   */
  meet(
    found: readonly FoundTarget[],
    page: number | null,
    onward: boolean,
  ): { links: readonly number[]; added: readonly CrawlTarget[] };
  /** Number of an address that was met. */
  number(url: string): number | undefined;
  /** Puts into the queue what is to be read, once the ledger has it. */
  queue(added: readonly CrawlTarget[]): void;
  /** How many addresses of pages were left unread by their plan. */
  plans(): { depth: number; trap: number };
  /** More addresses were met than are remembered. */
  full(): boolean;
};

export function openBook(o: {
  ledger: CrawlLedger;
  hosts: readonly string[];
  home: string;
  caps: CrawlCaps;
  frontier: Frontier;
}): Book {
  const { ledger } = o;
  const own = new Set(o.hosts);
  const traps = openTraps();
  /** Addresses as met, and as one page is named, to numbers: most links of a page were met on the page before, letter by letter. */
  const byUrl = new Map<string, number>();
  const counts = { depth: 0, trap: 0 };
  let overflow = false;

  const count = (t: CrawlTarget) => {
    if (t.plan === 'depth' || t.plan === 'trap') counts[t.plan] += 1;
  };

  const planOf = (f: FoundTarget, external: boolean, depth: number, page: number | null, onward: boolean) => {
    if (external || f.problem || !f.follow || (f.kind !== 'page' && f.kind !== 'frame')) return 'check';
    if (depth > o.caps.depth) return 'depth';
    if (!onward) return 'trap';
    const from = page === null ? undefined : ledger.targets[page];
    // The address as one page is named: a session in it would hide what it is.
    const admitted = traps.admit(keyOf(f.url), { url: from?.url ?? o.home, depth: depth - 1 });
    return admitted.ok ? 'read' : harmlessTraps.has(admitted.why) ? 'check' : 'trap';
  };

  return {
    begin() {
      if (ledger.targets.length === 0)
        ledger.add({
          targets: [{ url: o.home, kind: 'page', depth: 0, external: false, plan: 'read', priority: 0 }],
        });
      let id = 0;
      for (const t of ledger.targets) {
        byUrl.set(t.url, id);
        const key = keyOf(t.url);
        if (!byUrl.has(key)) byUrl.set(key, id);
        count(t);
        if (t.plan === 'read') {
          // What was admitted before is admitted again: so the guards know what an earlier process had seen.
          if (id > 0) traps.admit(key, { url: o.home, depth: t.depth - 1 });
          if (!ledger.pages.has(id)) o.frontier.push(id, hostIn(t.url), t.priority);
        }
        id += 1;
      }
    },

    meet(found, page, onward) {
      const links: number[] = [];
      const added: CrawlTarget[] = [];
      const depth = page === null ? 1 : (ledger.targets[page]?.depth ?? 0) + 1;
      for (const f of found) {
        let id = byUrl.get(f.url);
        if (id === undefined) {
          const key = f.problem ? f.url : keyOf(f.url);
          id = byUrl.get(key);
          if (id === undefined) {
            if (byUrl.size >= o.caps.targets * 2) {
              overflow = true;
              continue;
            }
            id = ledger.targets.length + added.length;
            const external = !f.problem && !own.has(hostIn(f.url));
            const plan = planOf(f, external, depth, page, onward);
            const from = page === null ? 'sitemap' : f.place;
            const priority = plan === 'read' ? priorityOf({ url: f.url, depth, from }) : 0;
            const target: CrawlTarget = { url: f.url, kind: f.kind, depth, external, plan, priority };
            added.push(target);
            count(target);
            byUrl.set(key, id);
          }
          if (f.url !== key) byUrl.set(f.url, id);
        }
        links.push(id);
      }
      const url = page === null ? undefined : ledger.targets[page]?.url;
      if (url !== undefined) traps.saw(url, found);
      // Two spellings of one address on one page are one link.
      return { links: links.length === found.length ? [...new Set(links)] : links, added };
    },

    number: (url) => byUrl.get(url) ?? byUrl.get(keyOf(url)),

    queue(added) {
      if (added.length === 0) return;
      let id = ledger.targets.length - added.length;
      for (const t of added) {
        if (t.plan === 'read') o.frontier.push(id, hostIn(t.url), t.priority);
        id += 1;
      }
    },

    plans: () => counts,
    full: () => overflow,
  };
}

function keyOf(url: string): string {
  return url.startsWith('http') ? canonicalUrl(url) : url;
}
