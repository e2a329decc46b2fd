import { addDays, shanghaiDay } from '#core/calendar.ts';
import type { Observation, ObservationValue, Observed } from '#core/observation.ts';
import type { Draft } from '../common.ts';
import { withPlace } from './marks.ts';

type List = Observed<'page.dated-items'> & Observation<'page.dated-items'>;
type Item = ObservationValue<'page.dated-items'>['items'][number];

/** Rows of one list that make it odd: one may have been moved there from another list. */
const leastRows = 3;

/**
 * 补发倒填线索: rows that a list shows for the first time although their date is more than `days` before the last look, and that look went further
 * back than their date. Only lists read whole both times are compared, and only rows under the same element.
 */
export function backfilledRows(observations: readonly Observation<'page.dated-items'>[], days: number) {
  const byTarget = Map.groupBy(
    observations.filter((o): o is List => o.status === 'observed'),
    (o) => o.target,
  );
  const drafts: Draft<'falsification'>[] = [];
  for (const [target, rounds] of byTarget) {
    const [now, before] = rounds.toSorted((a, b) => (a.slot < b.slot ? 1 : -1));
    if (now === undefined || before === undefined || !whole(now) || !whole(before)) continue;
    const late = lateRows(now, before, days);
    for (const rows of late) drafts.push(draftOf(target, now, before, rows));
  }
  // One finding a page: several of its lists are one thing to look at.
  return [...Map.groupBy(drafts, (d) => d.target).values()].map(
    (all): Draft<'falsification'> => ({
      ...(all[0] as Draft<'falsification'>),
      message: all.map((d) => d.message).join('；'),
      evidence: all.flatMap((d) => d.evidence),
    }),
  );
}

const whole = (o: List) => o.value.unreadLists.length === 0;

function lateRows(now: List, before: List, days: number): Item[][] {
  const known = new Set(before.value.items.flatMap((i) => [i.url, i.title]));
  const lastLook = shanghaiDay(new Date(before.observedAt));
  const old = Map.groupBy(before.value.items.filter(dated), listOf);
  const out: Item[][] = [];
  for (const [list, rows] of Map.groupBy(now.value.items.filter(dated), listOf)) {
    const oldest = (old.get(list) ?? []).map((i) => i.date as string).sort()[0];
    if (list === '' || oldest === undefined) continue;
    const late = rows.filter((i) => {
      const date = i.date as string;
      return !known.has(i.url) && !known.has(i.title) && date > oldest && addDays(date, days) < lastLook;
    });
    if (late.length >= leastRows) out.push(late);
  }
  return out;
}

const dated = (i: Item) => i.source === 'row' && i.date !== null && i.url !== '';
/** Element around the rows: the path of a row without the steps that tell one row from the next. */
function listOf(i: Item): string {
  const steps = (i.place.selector ?? '').split(' > ');
  const row = steps.findLastIndex((s) => /^(?:li|tr|dd|dt)(?![\w-])/.test(s));
  const own = row >= 0 ? row : steps.findLastIndex((s) => s.includes(':nth-'));
  return own <= 0 ? '' : steps.slice(0, own).join(' > ');
}

function draftOf(target: string, now: List, before: List, rows: readonly Item[]): Draft<'falsification'> {
  const look = shanghaiDay(new Date(before.observedAt));
  const shown = rows.slice(0, 3).map((i) => `“${i.title.slice(0, 30)}”${i.date}`);
  return {
    fault: 'falsification',
    certainty: 'suspected',
    target,
    message: `列表里有 ${rows.length} 条信息标注的日期在上次查看（${look}）之前，上次却没有：${shown.join('、')}${rows.length > 3 ? ' 等' : ''}`,
    remedy: '须由人判断：是从别处移来、延后公开，还是事后补发并倒填日期。',
    evidence: [...rows.slice(0, 5).flatMap((i) => withPlace(now.evidence, i.place)), ...before.evidence.slice(0, 2)],
  };
}
