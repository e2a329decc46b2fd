import { channelKey, foldersOf, isFurtherPage } from './address.ts';
import { decideType } from './decide.ts';
import { cleanName, isChannelName } from './names.ts';
import type { ChannelGuess, ChannelSigns, MentionPlace } from './types.ts';

/** Channels of one site. */
const MAX_CHANNELS = 2_000;

type Place = MentionPlace | 'trail';

/** What is known of one address. */
type Card = {
  key: string;
  url: string;
  /** Name → how often, by weight of the place. */
  names: Map<string, number>;
  places: Map<Place, number>;
  /** Position in trails (1 = first) → how often. */
  trailLevels: Map<number, number>;
  /** Depth in menus of the navigation → how often. */
  menuDepths: Map<number, number>;
  /** Key of what stands above → weight. */
  parents: Map<string, number>;
  /** Its own page. */
  own: { columnName: string; columnType: string; columnKeywords: string; article: boolean } | null;
  /** ColumnType of articles that say they stand in it. */
  articleTypes: Map<string, number>;
  /** Named by the home page. */
  onHome: boolean;
};

const weights: Readonly<Record<Place, number>> = { trail: 4, navigation: 3, side: 3, heading: 2, more: 2, content: 1 };

export type MergeOptions = {
  /** Addresses of which nothing is kept: they did not open, or led to another site. By key. */
  gone?: (key: string) => boolean;
  /** 跳转: where an address leads on to when its page does nothing else. By key, to a key. */
  leadsTo?: (key: string) => string | null;
  /** Titles on the channel's own page, where they are known. By key. */
  titles?: (key: string) => readonly string[];
};

/** 合并 of the signs of many pages, one at a time: what it keeps grows with the channels of the site and not with its pages. */
export function openChannelMerge(): { add(signs: ChannelSigns): void; done(o?: MergeOptions): ChannelGuess[] } {
  const cards = new Map<string, Card>();
  const homes = new Set<string>();
  const card = (url: string): Card | null => {
    const key = channelKey(url);
    if (key === null) return null;
    let known = cards.get(key);
    if (known === undefined) {
      if (cards.size >= 4 * MAX_CHANNELS) return null;
      known = {
        key,
        url,
        names: new Map(),
        places: new Map(),
        trailLevels: new Map(),
        menuDepths: new Map(),
        parents: new Map(),
        own: null,
        articleTypes: new Map(),
        onHome: false,
      };
      cards.set(key, known);
    }
    return known;
  };
  const named = (c: Card, name: string, place: Place) => {
    bump(c.names, name, weights[place]);
    bump(c.places, place, 1);
  };

  const add = (s: ChannelSigns) => {
    const ownKey = channelKey(s.url);
    const askedKey = channelKey(s.requestedUrl);
    if (s.home) for (const k of [ownKey, askedKey]) if (k !== null) homes.add(k);
    const steps = s.trail.map((step, i) => {
      // The last step of a channel's own page is often no link, or a link to nothing.
      const last = i === s.trail.length - 1;
      return { ...step, url: step.url ?? (last && !s.article && !s.home ? s.url : null) };
    });
    let above: string | null = null;
    for (const [i, { name, url }] of steps.entries()) {
      const c = url === null ? null : card(url);
      if (c === null || (s.article && c.key === ownKey)) {
        above = null;
        continue;
      }
      named(c, name, 'trail');
      bump(c.trailLevels, i + 1, 1);
      if (above !== null && above !== c.key) bump(c.parents, above, weights.trail);
      above = c.key;
    }
    if (s.article && s.columnType !== '' && above !== null) {
      const c = cards.get(above);
      if (c !== undefined) bump(c.articleTypes, s.columnType, 1);
    }
    for (const m of s.mentions) {
      const c = card(m.url);
      if (c === null) continue;
      named(c, m.name, m.place);
      c.onHome ||= s.home;
      if (m.place === 'navigation') bump(c.menuDepths, Math.min(m.depth, 3), 1);
      const under = m.under === null ? null : channelKey(m.under);
      if (under !== null && under !== c.key) bump(c.parents, under, weights.navigation);
    }
    if (s.home || ownKey === null || isFurtherPage(s.url)) return;
    if (s.article && !cards.has(ownKey)) return;
    const self = s.columnName !== '' && !s.article ? card(s.url) : (cards.get(ownKey) ?? null);
    if (self === null) return;
    self.own ??= {
      columnName: s.article ? '' : s.columnName,
      columnType: s.article ? '' : s.columnType,
      columnKeywords: s.article ? '' : s.columnKeywords,
      article: s.article,
    };
    if (!s.article && isChannelName(s.columnName)) bump(self.names, s.columnName, 3);
    const piece = titlePiece(s.title, self.names);
    if (piece !== null) bump(self.names, piece, 2);
  };

  return { add, done: (o = {}) => finish(cards, homes, o) };
}

/** 栏目 of a site from the signs of its pages. */
export function channelsOf(pages: Iterable<ChannelSigns>, o: MergeOptions = {}): ChannelGuess[] {
  const merge = openChannelMerge();
  for (const signs of pages) merge.add(signs);
  return merge.done(o);
}

function finish(cards: ReadonlyMap<string, Card>, homes: ReadonlySet<string>, o: MergeOptions): ChannelGuess[] {
  const kept = new Map<string, Card>();
  for (const c of cards.values()) {
    if (homes.has(c.key) || o.gone?.(c.key) === true || !isChannel(c)) continue;
    if (kept.size >= MAX_CHANNELS) break;
    kept.set(c.key, c);
  }
  const parents = new Map([...kept.values()].map((c) => [c.key, parentOf(c, kept)] as const));
  const levels = new Map<string, { level: 1 | 2 | 3; sure: boolean; why: string }>();
  for (const c of kept.values()) levels.set(c.key, levelOf(c, parents, kept));
  const types = new Map<string, ReturnType<typeof decideType>>();
  const guesses: ChannelGuess[] = [];
  for (const c of [...kept.values()].sort((a, b) => levels.get(a.key)!.level - levels.get(b.key)!.level)) {
    const name = top(c.names) ?? '';
    const parent = parents.get(c.key) ?? null;
    const above = parent === null ? null : (types.get(parent)?.type ?? null);
    const type = decideType({
      name,
      url: c.url,
      columnType: c.own?.columnType || (top(c.articleTypes) ?? ''),
      columnKeywords: c.own?.columnKeywords ?? '',
      titles: o.titles?.(c.key) ?? [],
      above,
    });
    types.set(c.key, type);
    const level = levels.get(c.key)!;
    guesses.push({
      url: c.url,
      key: c.key,
      name,
      level: level.level,
      parent: parent === null ? null : { key: parent, url: kept.get(parent)!.url },
      type: type.type,
      confidence: type.sure && level.sure ? 'high' : 'low',
      reasons: [...placesText(c), level.why, ...type.reasons].slice(0, 12),
      seen: [...c.places.values()].reduce((sum, n) => sum + n, 0),
    });
  }
  return guesses.sort((a, b) => a.level - b.level || (a.key < b.key ? -1 : 1));
}

/** Named in a trail or a menu, or by its own tag, or by several places: one link among the content may lead anywhere. */
function isChannel(c: Card): boolean {
  if (top(c.names) === null) return false;
  const has = (p: Place) => (c.places.get(p) ?? 0) > 0;
  if (c.own?.article === true) return has('navigation') || has('side') || (c.places.get('trail') ?? 0) >= 2;
  if (has('trail') || has('navigation') || has('side') || has('more')) return true;
  if (c.own !== null && c.own.columnName !== '') return true;
  // A heading that leads to a page nobody read is taken for what it says.
  return has('heading') || (has('content') && c.own !== null && (c.places.get('content') ?? 0) >= 2);
}

function parentOf(c: Card, kept: ReadonlyMap<string, Card>): string | null {
  const named = top(new Map([...c.parents].filter(([key]) => kept.has(key) && key !== c.key)));
  if (named !== null) return named;
  // The folder above is the channel above; a folder of the whole site says nothing.
  return foldersOf(c.key).find((folder) => folder !== c.key && kept.has(folder)) ?? null;
}

function levelOf(
  c: Card,
  parents: ReadonlyMap<string, string | null>,
  kept: ReadonlyMap<string, Card>,
): { level: 1 | 2 | 3; sure: boolean; why: string } {
  const trail = top(c.trailLevels);
  const menu = leastOf(c.menuDepths);
  const chain = chainOf(c.key, parents);
  const depth = clamp(chain.length + 1);
  if (trail !== null) {
    const level = clamp(trail);
    if (depth <= level) return { level, sure: true, why: `当前位置第 ${trail} 级` };
    // Many trails leave out what stands between: what the channel lies under is then the better sign, and neither is sure.
    return { level: depth, sure: false, why: `当前位置第 ${trail} 级，而网址在上级栏目之下` };
  }
  if (chain.length > 0) {
    const names = chain.map((key) => top(kept.get(key)?.names ?? new Map<string, number>()) ?? '').reverse();
    const fromMenu = menu !== null && clamp(menu) === depth;
    return { level: depth, sure: fromMenu || c.parents.size > 0, why: `在“${names.join('/').slice(0, 40)}”之下` };
  }
  if (menu !== null) return { level: clamp(menu), sure: menu === 1, why: `导航第 ${menu} 级` };
  return { level: c.onHome ? 1 : 2, sure: false, why: c.onHome ? '首页直接列出，看不出上级' : '看不出上级' };
}

function chainOf(key: string, parents: ReadonlyMap<string, string | null>): string[] {
  const chain: string[] = [];
  for (let at = parents.get(key) ?? null; at !== null && chain.length < 6; at = parents.get(at) ?? null) {
    if (at === key || chain.includes(at)) break;
    chain.push(at);
  }
  return chain;
}

const clamp = (n: number): 1 | 2 | 3 => (n <= 1 ? 1 : n === 2 ? 2 : 3);

const placeNames: Readonly<Record<Place, string>> = {
  trail: '当前位置',
  navigation: '导航',
  side: '侧栏菜单',
  heading: '栏目标题',
  more: '“更多”链接',
  content: '页面链接',
};

function placesText(c: Card): string[] {
  const places = (Object.keys(placeNames) as Place[]).flatMap((p) => {
    const n = c.places.get(p) ?? 0;
    return n === 0 ? [] : [`${placeNames[p]} ${n} 处`];
  });
  return places.length === 0 ? ['页面标签 ColumnName'] : [places.join('、')];
}

/** The piece of the head title that is the channel's name: one that links call it, else a short first or last piece. */
function titlePiece(title: string, names: ReadonlyMap<string, number>): string | null {
  const pieces = title
    .split(/[_|｜>＞»\-–—]+/)
    .map(cleanName)
    .filter((p) => isChannelName(p));
  return pieces.find((p) => names.has(p)) ?? null;
}

function bump<K>(map: Map<K, number>, key: K, n: number): void {
  if (map.size < 60 || map.has(key)) map.set(key, (map.get(key) ?? 0) + n);
}

/** The heaviest; of equals the first met. */
function top<K>(map: ReadonlyMap<K, number>): K | null {
  let best: K | null = null;
  let most = 0;
  for (const [key, n] of map)
    if (n > most) {
      best = key;
      most = n;
    }
  return best;
}

function leastOf(depths: ReadonlyMap<number, number>): number | null {
  return depths.size === 0 ? null : Math.min(...depths.keys());
}
