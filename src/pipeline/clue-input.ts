import type { PageSnapshot } from '#core/evidence.ts';
import type { Organization, Site } from '#core/registry.ts';
import { bookOf, type ClueBook } from '#probes/page/clues/book.ts';
import { type Leader, leadersOf, mergeLeaders } from '#probes/page/clues/leaders.ts';
import { type ClueInput, clueSigns } from '#probes/page/clues.ts';
import { type OpenPageOptions, openPage } from './open-page.ts';

/** No word lists: what needs none is still looked for. */
export const noLists: ClueBook = bookOf([]);

/** Leader pages of one site that are read. */
const maxLeaderPages = 3;
/** Signatures remembered in one crawl; beyond them every page counts as new. */
const maxSigns = 100_000;

/** 登记名称 to compare a home title with: those of the site and its unit. A site entered by its address alone has none. */
export function siteNames(site: Pick<Site, 'name' | 'home'>, unit: Organization | undefined): string[] {
  const names = [site.name, ...(unit === undefined ? [] : [unit.name, ...(unit.aliases ?? [])])];
  const host = new URL(site.home).host;
  // A name in Latin letters is an address or a code, not what the title says.
  return [...new Set(names)].filter((n) => n !== host && /[\u4e00-\u9fff]/.test(n));
}

/** 领导名录 from the registered leader pages (领导信息). What does not open gives nothing, and then nothing is compared. */
export async function readLeaders(site: Pick<Site, 'channels'>, reader: OpenPageOptions): Promise<Leader[]> {
  const tables: Leader[][] = [];
  for (const c of site.channels.filter((c) => c.type === 'leaders').slice(0, maxLeaderPages)) {
    const read = await openPage(c.url, 'list', reader);
    if (read.ok) tables.push(leadersOf(read.page));
  }
  return mergeLeaders(tables);
}

/** 预检 for one crawl: whether a page holds a clue that no page before it held. What stands in every footer is told of one page. */
export function clueFlag(input: ClueInput): (page: PageSnapshot) => boolean {
  const met = new Set<string>();
  return (page) => {
    let fresh = false;
    for (const sign of clueSigns(page, input)) {
      if (met.has(sign)) continue;
      if (met.size < maxSigns) met.add(sign);
      fresh = true;
    }
    return fresh;
  };
}
