import { z } from 'zod';
import { addDays, endOfDay, shanghaiDay } from '#core/calendar.ts';
import type { Observation, Observed } from '#core/observation.ts';
import type { RegisterView } from '#core/register-view.ts';
import type { Verdict } from '#core/verdict.ts';
import { basisOf, type Draft, partition, undeterminable, unseenText, verdictOf } from '../common.ts';
import { besideRecords, recordParams } from '../recorded.ts';
import { withoutRegister } from '../register.ts';

const params = z.strictObject({
  /** 每月几日前（含当日）; a shorter month ends it on its last day. */
  day: z.number().int().min(1).max(31).default(25),
  /** How many months whose day has passed are looked at. */
  months: z.number().int().positive().max(12).default(1),
  /** Words that all stand in the title, besides the name of the unit. */
  words: z.array(z.string().trim().min(1).max(40)).min(1).max(10).default(['新媒体', '自查']),
  ...recordParams,
});
type Params = z.output<typeof params>;
const faults = { missing: '没有公开自查情况', late: '公开晚于规定日期' } as const;
type Fault = keyof typeof faults;

/** 自查情况公开 */
export const selfCheckReport = besideRecords({
  id: 'self-check-report',
  version: 1,
  title: '自查情况公开',
  description:
    '看单位有没有在每月规定日期前，在门户网站通知公告类栏目公开政务新媒体自查情况：标题里有单位名称（或别名）和规定的字样，按列表日期或稿件页发布时间归入月份。',
  subject: 'organization',
  needs: ['page.dated-items', 'page.publish-date', 'manual.record'],
  of: ['portals'],
  faults,
  params,
  lookbackDays: (p) => 31 * (p.months + 1),
  machine: {
    alone: '在规定日期前看到标题相符的公告，判定这个月已公开。',
    person: '没有看到的，可能在没有看到的栏目或页次；只在规定日期之后看到的，可能还有更早的，都交人工核对。',
  },
  judge({ observations, params: p, asOf, register }) {
    const machine =
      register === undefined
        ? withoutRegister('个月')
        : judged(register, observations['page.dated-items'], observations['page.publish-date'], p, asOf);
    return machine;
  },
});

type Notice = { title: string; date: string; url: string; evidence: Draft<string>['evidence'] };

function judged(
  view: RegisterView,
  lists: readonly Observation<'page.dated-items'>[],
  articles: readonly Observation<'page.publish-date'>[],
  p: Params,
  asOf: Date,
): Verdict<Fault> {
  const listed = partition(lists);
  const read = partition(articles);
  const months = dueMonths(shanghaiDay(asOf), p);
  const notices = noticesOf(listed.seen, read.seen).filter((n) => matches(n.title, view, p.words));
  const states = months.map((m) => {
    const own = notices.filter((n) => n.date >= m.first && n.date <= m.last).sort((a, b) => (a.date < b.date ? -1 : 1));
    const looks = listed.seen.filter((o) => Date.parse(o.observedAt) > endOfDay(m.deadline).getTime());
    return { ...m, notice: own[0], looks };
  });
  const unknown = states.filter((s) => s.notice === undefined && s.looks.length === 0);
  const basis = basisOf([...listed.seen, ...read.seen], {
    examined: states.length - unknown.length,
    unobserved: unknown.length,
    unit: '个月',
  });
  if (view.portals.length === 0) return undeterminable(basis, '台账里没有门户网站，不知该看哪里');
  const drafts = states.flatMap((s): Draft<Fault>[] => {
    const head = {
      certainty: 'suspected' as const,
      target: `${s.first.slice(0, 7)} 自查情况`,
      since: endOfDay(s.deadline).toISOString(),
    };
    const remedy = '每月按规定日期在门户网站通知公告类栏目公开自查情况，标题写明单位名称。';
    if (s.notice !== undefined)
      return s.notice.date <= s.deadline
        ? []
        : [
            {
              ...head,
              fault: 'late',
              message: `《${s.notice.title.slice(0, 60)}》${s.notice.date} 才公开，规定不晚于 ${s.deadline}；之前有没有公开，须人工核对`,
              remedy,
              evidence: s.notice.evidence,
            },
          ];
    if (s.looks.length === 0) return [];
    return [
      {
        ...head,
        fault: 'missing',
        message: `门户网站上没有看到${view.organization.name} ${s.first.slice(0, 7)} 的自查情况（规定不晚于 ${s.deadline}），可能在没有看到的栏目或页次，须人工核对`,
        remedy,
        evidence: s.looks.flatMap((o) => o.evidence).slice(-5),
      },
    ];
  });
  const missed = listed.unseen.length > 0 ? `（${unseenText(listed.unseen, '次')}）` : '';
  const open =
    unknown.length > 0
      ? `${unknown.map((s) => s.first.slice(0, 7)).join('、')} 的规定日期之后没有看过门户网站的列表${missed}`
      : undefined;
  const found = states.flatMap((s) => (s.notice ? [`${s.notice.date}《${s.notice.title.slice(0, 60)}》`] : []));
  return verdictOf({
    basis,
    drafts,
    notes: found.length > 0 ? [`已看到：${found.join('、')}`] : [],
    undeterminable: open,
  });
}

/** Months whose day is over, newest first. */
function dueMonths(today: string, p: Params): { first: string; last: string; deadline: string }[] {
  const out: { first: string; last: string; deadline: string }[] = [];
  let first = `${today.slice(0, 7)}-01`;
  while (out.length < p.months) {
    const last = addDays(`${addDays(first, 31).slice(0, 7)}-01`, -1);
    const wanted = addDays(first, p.day - 1);
    const [deadline = last] = [wanted, last].sort();
    if (deadline < today) out.push({ first, last, deadline });
    first = `${addDays(first, -1).slice(0, 7)}-01`;
  }
  return out;
}

/** Dated titles of the portal; the date of the article page stands before that of its row. */
function noticesOf(
  lists: readonly Observed<'page.dated-items'>[],
  articles: readonly Observed<'page.publish-date'>[],
): Notice[] {
  const byUrl = new Map<string, Notice>();
  for (const o of lists)
    for (const row of o.value.items)
      if (row.date !== null)
        byUrl.set(row.url, { title: row.title, date: row.date, url: row.url, evidence: o.evidence });
  for (const o of articles)
    if (o.value.date !== null) {
      const title = o.value.title === '' ? (byUrl.get(o.value.url)?.title ?? '') : o.value.title;
      byUrl.set(o.value.url, { title, date: o.value.date, url: o.value.url, evidence: o.evidence });
    }
  return [...byUrl.values()];
}

function matches(title: string, view: RegisterView, words: readonly string[]): boolean {
  const plain = (text: string) => text.normalize('NFKC').replace(/\s/g, '');
  const text = plain(title);
  if (!words.every((w) => text.includes(plain(w)))) return false;
  return [view.organization.name, ...(view.organization.aliases ?? [])].some((n) => text.includes(plain(n)));
}
