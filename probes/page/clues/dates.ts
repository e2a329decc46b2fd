import { addDays } from '#core/calendar.ts';
import type { ObservationValue } from '#core/observation.ts';
import { type ClueHit, ruleSource } from './hit.ts';

/** Days by which the shown date must be later than the tag or the address before it is odd. */
const maxDaysLater = 30;
/** Rows of a list that make 同一天 odd. */
const leastRows = 5;

/**
 * 稿件日期线索: a date after the day of the look; a shown date much later than the date that the page itself gives to machines, in its tags or
 * address. The other way round is no clue: tags of a page that was made again are later than the article.
 */
export function articleDateClues(v: ObservationValue<'page.publish-date'>, today: string): ClueHit[] {
  if (v.date === null || v.source === 'meta' || v.source === 'none' || !v.isArticle) return [];
  const place = () => v.place ?? {};
  // A day's grace: what is published just after midnight is still yesterday elsewhere.
  if (v.date > addDays(today, 1))
    return [
      {
        kind: 'date',
        text: v.date,
        why: `稿件注明的发布日期 ${v.date} 晚于查看的日期 ${today}`,
        source: ruleSource('rule-future-date'),
        // Mostly a slip of the year: told, but no reason to doubt the whole site.
        confidence: 'low',
        place,
      },
    ];
  const tag = v.candidates.find((c) => c.source.startsWith('meta:'));
  const url = v.candidates.find((c) => c.source === 'url');
  const earlier = [tag, url].flatMap((c) =>
    c !== undefined && addDays(c.date, maxDaysLater) < (v.date as string) ? [c] : [],
  );
  const [first] = earlier;
  if (first === undefined || v.source !== 'labelled') return [];
  const names = earlier
    .map((c) => `${c.source === 'url' ? '网址' : `标签 ${c.source.slice(5)}`}里是 ${c.date}`)
    .join('，');
  // Tag and address that agree against what is shown: the page was there before the day it names.
  const both =
    earlier.length === 2 &&
    addDays(earlier[0]!.date, 3) >= earlier[1]!.date &&
    addDays(earlier[1]!.date, 3) >= earlier[0]!.date;
  return [
    {
      kind: 'date',
      text: v.date,
      why: `页面上的发布日期 ${v.date} 比页面自带的日期晚 ${maxDaysLater} 天以上（${names}）`,
      source: ruleSource('rule-date-tags'),
      confidence: both && v.confidence === 'high' ? 'high' : 'low',
      place,
    },
  ];
}

/** 列表日期线索: every row of a list of its own bears one and the same day (突击更新). */
export function listDateClues(v: ObservationValue<'page.dated-items'>): ClueHit[] {
  if (v.role !== 'list' || v.unreadLists.length > 0) return [];
  const rows = v.items.filter((i) => i.source === 'row' && i.date !== null);
  const [first] = rows;
  if (first === undefined || rows.length < leastRows || rows.length < v.items.length * 0.8) return [];
  if (rows.some((r) => r.date !== first.date)) return [];
  return [
    {
      kind: 'date',
      text: first.date as string,
      why: `列表的 ${rows.length} 条信息全部是同一天（${first.date}），须核实是否为应付检查集中补发`,
      source: ruleSource('rule-one-day'),
      confidence: 'low',
      place: () => first.place,
    },
  ];
}
