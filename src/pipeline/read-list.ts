import type { UnobservedReason } from '#core/observation.ts';
import { readInline, readListAnswer } from '#probes/page/script-lists/answer.ts';
import { keepColumn } from '#probes/page/script-lists/column.ts';
import { firstLook, listRequest } from '#probes/page/script-lists/sources.ts';
import type { ListItem, ListSource } from '#probes/page/script-lists/types.ts';
import type { Asking } from './ask-list.ts';

/** What one list came to. `items` may hold rows also where the list was not read whole. */
export type ListRead =
  | { read: true; items: readonly ListItem[]; total: number | null }
  | { read: false; items: readonly ListItem[]; reason: UnobservedReason; detail: string };

/** Pages of one list asked for beyond the first look. */
const maxFurther = 2;

/**
 * Asks one list page by page until its rows say enough, it has no more, or it was asked often enough. `carried`: rows of the page itself, which
 * come first where the page carries some.
 */
export async function readWhole(
  source: ListSource,
  o: { asking: Asking; today: string; until: (rows: readonly ListItem[]) => boolean },
  carried: readonly ListItem[],
): Promise<ListRead> {
  if (source.inline !== undefined) {
    const read = readInline(source, o.today);
    // What is written as base64 was read to its end; it may be no more than a pager.
    return { read: true, items: read.status === 'rows' ? read.rows : [], total: null };
  }
  if (source.url === null) return missed('unparsed', source.why ?? '页面没有写明列表接口的参数');
  const items: ListItem[] = [];
  const known = new Set(source.carried > 0 ? carried.map((i) => i.url) : []);
  const before = source.carried > 0 ? carried : [];
  const look = firstLook(source);
  let first: readonly ListItem[] | null = null;
  let total: number | null = null;
  let empties = 0;
  let foreign = 0;
  let failure: { reason: UnobservedReason; detail: string } | null = null;
  const whole = () => total !== null && before.length + items.length + foreign >= total;
  for (let n = 1; n <= look + maxFurther; n++) {
    const request = listRequest(source, n);
    if (request === null) break;
    const asked = await o.asking.ask(request);
    const answer = asked.ok
      ? readListAnswer(source, asked.response, o.today)
      : ({ status: 'unreadable', reason: asked.reason, detail: asked.detail } as const);
    if (answer.status === 'unreadable') {
      failure ??= { reason: answer.reason, detail: answer.detail };
      if (n >= look) break;
      continue;
    }
    if (answer.status === 'empty') {
      empties++;
      if (n >= look) break;
      continue;
    }
    total ??= answer.total;
    foreign += answer.dropped;
    const kept = first === null ? answer.rows : keepColumn(first, answer.rows).kept;
    if (first === null && answer.rows.length > 0) first = answer.rows;
    const fresh = kept.filter((i) => !known.has(i.url === '' ? i.title : i.url));
    for (const i of fresh) known.add(i.url === '' ? i.title : i.url);
    items.push(...fresh);
    if (n < look) continue;
    // The same rows again: the service does not page, or it has come to its end. Rows of the page itself come again on the first.
    const repeated = fresh.length === 0 && answer.rows.length > 0 && (n > 1 || before.length === 0);
    if (repeated || whole() || (items.length > 0 && o.until([...before, ...items]))) break;
  }
  if (items.length > 0) {
    const enough = o.until([...before, ...items]) || whole();
    if (enough) return { read: true, items, total };
    return {
      read: false,
      items,
      ...(failure ?? { reason: 'unparsed', detail: '条目从旧到新排列，没有翻到最新的一页' }),
    };
  }
  if (failure !== null) return { read: false, items, ...failure };
  if (empties >= look) return { read: true, items, total: 0 };
  if (foreign > 0) return missed('unparsed', `列表接口给出的 ${foreign} 条都不属于本栏目`);
  if (before.length > 0) return { read: true, items, total };
  return missed('unparsed', '列表接口没有给出条目');
}

function missed(reason: UnobservedReason, detail: string): ListRead {
  return { read: false, items: [], reason, detail };
}
