import type { ObservationValue } from '#core/observation.ts';
import type { Reading } from '#probes/probe.ts';
import type { FollowedLists } from './follow-lists.ts';

type Merged = 'page.dated-items' | 'page.footer-marks' | 'page.suspect-links' | 'page.clues';

/**
 * One reading of a page that is shown in several documents (框架页). What any of them shows is there; what none shows is absent only if
 * every one was read: `unread` and parts that could not be told are kept as what may hold it.
 */
export function mergeReadings<K extends Merged>(
  kind: K,
  readings: readonly Reading<K>[],
  at: { url: string; unread: readonly string[] },
): Reading<K> {
  const seen = readings.flatMap((r) => (r.status === 'observed' ? [r.value] : []));
  const missed = readings.find((r) => r.status === 'unobserved');
  if (seen.length === 0)
    return missed ?? { status: 'unobserved', reason: 'unparsed', detail: '框架里的页面都没有看成' };
  const unread = [...at.unread, ...readings.flatMap((r) => (r.status === 'unobserved' ? [r.detail] : []))];
  return { status: 'observed', value: mergers[kind](seen, at.url, unread) };
}

type Items = ObservationValue<'page.dated-items'>;

/** Rows kept of one page, with those of its lists. */
const maxItems = 1_000;

/**
 * 页面条目加上脚本列表的条目 — the rows of a page with those of the lists that were read. A list that was read is no longer unread, also where it
 * has no rows; one that was not keeps its entry, with the reason. `rendered`: the value is of the page as a browser shows it, whose own lists
 * the browser has filled.
 */
export function mergeLists(value: Items, lists: FollowedLists | null, rendered = false): Items {
  if (lists === null) return value;
  const items = new Map(value.items.map((i) => [`${i.url === '' ? i.title : i.url} ${i.date ?? ''}`, i]));
  for (const i of lists.items) {
    const key = `${i.url === '' ? i.title : i.url} ${i.date ?? ''}`;
    if (!items.has(key) && items.size < maxItems) items.set(key, i);
  }
  const listed = new Set([...items.values()].map((i) => i.url));
  const settled = new Set(lists.settled);
  const why = (entry: string) => lists.unread.find((u) => u.entry === entry)?.detail;
  const left = value.unreadLists
    .filter((e) => !settled.has(e))
    .map((e) => (why(e) === undefined ? e : `${e}（${why(e)}）`));
  const more = rendered
    ? []
    : [...lists.unread.flatMap((u) => (u.entry === null ? [`${u.list}（${u.detail}）`] : [])), ...lists.further];
  const { unlisted, ...rest } = value;
  const still = unlisted?.filter((u) => !listed.has(u.url)) ?? [];
  const read = lists.read.map(({ list, rows, total }) => ({ list: list.slice(0, 200), rows, total })).slice(0, 60);
  return {
    ...rest,
    items: [...items.values()],
    ...(still.length > 0 ? { unlisted: still } : {}),
    unreadLists: [...left, ...more],
    ...(read.length > 0 ? { readLists: read } : {}),
  };
}

type Mergers = {
  [K in Merged]: (seen: readonly ObservationValue<K>[], url: string, unread: readonly string[]) => ObservationValue<K>;
};

const mergers: Mergers = {
  'page.dated-items': (seen, url, unread) => ({
    url,
    role: 'home',
    items: seen.flatMap((v) => v.items),
    unlisted: seen.flatMap((v) => v.unlisted ?? []),
    unreadLists: [...seen.flatMap((v) => v.unreadLists), ...unread.map((u) => `框架页：${u}`)],
    ...(seen.some((v) => v.readLists) ? { readLists: seen.flatMap((v) => v.readLists ?? []).slice(0, 60) } : {}),
    navigationOnly:
      unread.length === 0 &&
      seen.some((v) => v.navigationOnly) &&
      seen.every((v) => v.items.length === 0 && v.unreadLists.length === 0),
  }),
  'page.footer-marks': (seen, url, unread) => {
    const last = <N extends MarkName>(name: N) => {
      const marks = seen.flatMap((v) => (v[name] === null ? [] : [v[name]]));
      return marks.find((m) => m.doubts.length === 0) ?? marks[0] ?? null;
    };
    const marks = Object.fromEntries(markNames.map((n) => [n, last(n)])) as Record<MarkName, ReturnType<typeof last>>;
    return {
      url,
      role: 'home',
      ...marks,
      inert: seen.flatMap((v) => v.inert).filter((i) => marks[i.mark] === null),
      siteIdCode: seen.map((v) => v.siteIdCode).find((c) => c !== null) ?? null,
      unreadScripts: [...new Set([...seen.flatMap((v) => v.unreadScripts), ...unread])],
    };
  },
  'page.suspect-links': (seen, url) => ({
    url,
    clues: seen.flatMap((v) => v.clues),
    examined: seen.reduce((n, v) => n + v.examined, 0),
  }),
  'page.clues': (seen, url) => ({
    url,
    role: 'home',
    title: seen.map((v) => v.title).find((t) => t !== '') ?? '',
    clues: seen
      .flatMap((v) => v.clues)
      .sort((a, b) => Number(b.confidence === 'high') - Number(a.confidence === 'high'))
      .slice(0, 50),
    found: seen.reduce((n, v) => n + v.found, 0),
    lists: [...new Set(seen.flatMap((v) => v.lists))].slice(0, 200),
  }),
};

const markNames = ['conac', 'siteCode', 'icp', 'publicSecurity', 'sponsor', 'contact', 'errorReport'] as const;
type MarkName = (typeof markNames)[number];
