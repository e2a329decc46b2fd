import type { PageSnapshot } from '#core/evidence.ts';
import type { ObservationValue } from '#core/observation.ts';
import { flowOf } from '../dates/flow.ts';
import { type Blank, blankOf } from './blank.ts';
import { type ChannelRows, pickRows, type RowBlocks, rowBlocksOf } from './rows.ts';

type Items = ObservationValue<'page.dated-items'>;
type Update = ObservationValue<'channel.update'>;

/** 栏目页看到的 of one channel page, before it is told which of its blocks is the channel's list. */
export type ChannelPage = Blank & Pick<Update, 'total' | 'unread'> & { blocks: RowBlocks };

/** What `channel.update` needs of a channel page, before any article was opened. */
export type ChannelList = Blank &
  Pick<Update, 'rowsBy' | 'besides' | 'future' | 'total' | 'unread' | 'order' | 'pinned' | 'oneDay'> & {
    rows: ChannelRows['rows'];
  };

/**
 * 栏目页 as it was read. `value`: the page's rows with those of the lists behind scripts; `given`: those of them that the lists gave. Small:
 * nothing of the page itself is held. `further`: those of its further static pages. Pure.
 */
export function channelPageOf(
  page: PageSnapshot,
  value: Items,
  o: {
    given?: readonly Items['items'][number][] | undefined;
    further?: readonly Items['items'][number][] | undefined;
    barrier?: { detail: string } | undefined;
    /** Whether the texts of the site's scripts stand beside the page. Default: they do, as far as it has any. */
    scriptsRead?: boolean | undefined;
  } = {},
): ChannelPage {
  return {
    ...blankOf(page, value, o),
    total: totalOf(page, value),
    unread: value.unreadLists.map((l) => l.slice(0, 200)).slice(0, 40),
    blocks: rowBlocksOf(page, value.items, o),
  };
}

/** 栏目列表: the rows of the channel, their order, pinned rows. `shared`: rows that stand on most channel pages of the site. Pure. */
export function channelListOf(page: ChannelPage, today: string, shared?: ReadonlySet<string>): ChannelList {
  const { blocks, blank, why, total, unread } = page;
  const { rows, besides, by } = pickRows(blocks, shared);
  const days = rows.flatMap((r) => (r.date === null || r.date > today ? [] : [r.date]));
  const { order, pinned } = orderOf(days);
  return {
    rows,
    rowsBy: by,
    besides: newest(besides.flatMap((r) => (r.date === null || r.date > today ? [] : [r.date]))),
    future: rows.filter((r) => r.date !== null && r.date > today).length,
    total,
    unread,
    ...(rows.length === 0 && besides.length > 0
      ? { blank: 'unknown' as const, why: '只有各栏目页共有的条目，看不出本栏目有没有信息' }
      : { blank, why }),
    order,
    pinned,
    oneDay: rows.length >= 5 && days.length === rows.length && new Set(days).size === 1 ? days[0]! : null,
  };
}

export function newest(days: readonly string[]): string | null {
  let best: string | null = null;
  for (const d of days) if (best === null || d > best) best = d;
  return best;
}

/** Most first rows that may be pinned above a list in order. */
const MAX_PINNED = 5;

/** 排序 and 置顶: rows above that are older than the first of the ordered rest. */
export function orderOf(days: readonly string[]): Pick<Update, 'order' | 'pinned'> {
  if (days.length < 2) return { order: 'unknown', pinned: 0 };
  const falls = (from: number) => days.every((d, i) => i <= from || days[i - 1]! >= d);
  const rises = days.every((d, i) => i === 0 || days[i - 1]! <= d);
  if (falls(0)) return { order: 'newest-first', pinned: 0 };
  if (rises) return { order: 'oldest-first', pinned: 0 };
  for (let n = 1; n <= Math.min(MAX_PINNED, days.length - 2); n++)
    if (falls(n) && days[n - 1]! < days[n]!) return { order: 'newest-first', pinned: n };
  return { order: 'mixed', pinned: 0 };
}

const totals =
  /(?:共有?|总共|合计|总计)\s{0,3}[:：]?\s{0,3}(\d{1,7})\s{0,3}(?:条|篇|个(?:文件|记录)|件)|(?:总记录数?|记录总?数|信息总?数|总条数|总数)\s{0,3}[:：]?\s{0,3}(\d{1,7})/;

/** 总条数 that the page prints near its pager, or that its list service told. Null: not told. */
function totalOf(page: PageSnapshot, value: Items): number | null {
  const told = (value.readLists ?? []).flatMap((l) => (l.total === null ? [] : [l.total]));
  if (told.length > 0) return Math.max(...told);
  const m = totals.exec(flowOf(page.document).text);
  const n = m === null ? Number.NaN : Number(m[1] ?? m[2]);
  return Number.isInteger(n) ? n : null;
}
