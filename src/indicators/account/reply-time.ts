import { z } from 'zod';
import { addWorkdays, dayMs, endOfDay, isWorkday, shanghaiDay } from '#core/calendar.ts';
import type { Observation, ObservationValue, Observed } from '#core/observation.ts';
import type { Verdict } from '#core/verdict.ts';
import { basisOf, type Draft, partition, timeText, undeterminable, unseenText, verdictOf } from '../common.ts';
import { besideRecords, recordParams } from '../recorded.ts';

const params = z.strictObject({
  /** 时限, hours; for messages that come in on a day that is no working day, `restHours`. Null: counted in working days. */
  hours: z.number().positive().max(8760).nullable().default(24),
  restHours: z.number().positive().max(8760).default(48),
  /** 时限, working days, the day of receipt not counted; used where `hours` is null. */
  workdays: z.number().int().positive().max(250).default(5),
  /** Only messages that a person marked as 具体明确的政策咨询; those nobody marked are then for a person. */
  concreteOnly: z.boolean().default(false),
  /** How many days before the instant are looked at. */
  days: z.number().int().positive().max(366).default(92),
  ...recordParams,
});
type Params = z.output<typeof params>;
const faults = { late: '答复超过时限', unanswered: '超过时限没有答复' } as const;
type Fault = keyof typeof faults;
type Message = ObservationValue<'account.replies'>['messages'][number];

/** 留言答复时限 */
export const replyTime = besideRecords({
  id: 'reply-time',
  version: 1,
  title: '留言答复时限',
  description:
    '看公众留言有没有在规定时限内答复：按小时计（非工作日收到的另有时限），或按工作日计（收到当日不算）。记录由单位导出、有人签认后导入；没有记录的不判。',
  subject: 'account',
  needs: ['account.replies', 'manual.record'],
  faults,
  params,
  lookbackDays: (p) => p.days + 31,
  machine: {
    alone: '签认的完整记录里每条留言都按时答复，判定通过；超过时限答复，或到记录截止时仍没有答复的，判定不通过。',
    person: '没有记录、记录不完整、没有签认人、时间只到日期而跨过时限、没有放假安排数据的，交人工核对。',
  },
  judge({ subject, observations, params: p, asOf }) {
    return machine(subject.name, observations['account.replies'], p, asOf);
  },
});

type Told = { message: Message; source: Observed<'account.replies'>; signed: boolean };

function machine(
  name: string,
  observations: readonly Observation<'account.replies'>[],
  p: Params,
  asOf: Date,
): Verdict<Fault> {
  const { seen, unseen } = partition(observations);
  const since = asOf.getTime() - p.days * dayMs;
  const messages = messagesOf(seen, since, asOf.getTime());
  const unmarked = p.concreteOnly ? messages.filter((m) => m.message.concrete === null) : [];
  const asked = p.concreteOnly ? messages.filter((m) => m.message.concrete === true) : messages;
  const basis = basisOf(seen, {
    examined: asked.length,
    unobserved: unseen.length + unmarked.length,
    unit: '条留言',
  });
  if (seen.length === 0) {
    const why = unseen.length > 0 ? `答复记录没有采集到：${unseenText(unseen, '次')}` : `没有“${name}”的留言与答复记录`;
    return undeterminable(basis, `${why}，请导入单位导出的记录，或由人检查后记录`);
  }
  const states = asked.map((m) => ({ ...m, ...stateOf(m, p, asOf.getTime()) }));
  const drafts = states.flatMap((s): Draft<Fault>[] =>
    s.fault === null
      ? []
      : [
          {
            fault: s.fault,
            certainty: s.sure && s.signed ? 'confirmed' : 'suspected',
            target: `留言 ${s.message.id}`,
            message: `${textOf(s.message)}${timeText(s.message.asked.from)} 收到，${s.fault === 'late' ? `${timeText(s.message.replied?.from ?? '')} 才答复` : '没有答复'}，应不晚于 ${timeText(new Date(s.limit).toISOString())}${s.sure ? '' : '；时间不够确切，须人工核对'}${s.signed ? '' : '；记录没有签认人，须人工核对'}`,
            remedy: '安排专人每天查看留言，按规定时限答复；一时答不清的先告知办理情况。',
            since: new Date(s.limit).toISOString(),
            evidence: s.source.evidence,
          },
        ],
  );
  const whole = seen.some((o) => o.value.coverage === 'complete' && (o.value.attestedBy ?? '') !== '');
  const open = !whole
    ? '记录不完整或没有签认人，没有写到的留言不得而知'
    : unmarked.length > 0
      ? `有 ${unmarked.length} 条留言没有标明是不是具体明确的咨询，由人逐条判断`
      : undefined;
  const windows = seen.map((o) => `${o.value.window.from} 至 ${o.value.window.to}`);
  const notes = [`记录覆盖 ${[...new Set(windows)].slice(0, 4).join('、')}，其中留言 ${asked.length} 条`];
  return verdictOf({ basis, drafts, notes, undeterminable: open });
}

/** Every message once: the newest record of it counts, since it knows of the reply. */
function messagesOf(seen: readonly Observed<'account.replies'>[], since: number, now: number): Told[] {
  const out = new Map<string, Told>();
  for (const source of seen) {
    const signed = (source.value.attestedBy ?? '').trim() !== '';
    for (const message of source.value.messages) {
      const at = Date.parse(message.asked.to);
      if (at >= since && Date.parse(message.asked.from) <= now) out.set(message.id, { message, source, signed });
    }
  }
  return [...out.values()];
}

function stateOf(
  { message, source }: Told,
  p: Params,
  now: number,
): { fault: Fault | null; sure: boolean; limit: number } {
  const first = limitOf(Date.parse(message.asked.from), p);
  const last = limitOf(Date.parse(message.asked.to), p);
  const limit = Math.max(first.at, last.at);
  const least = Math.min(first.at, last.at);
  const verified = first.verified && last.verified;
  if (message.replied === null) {
    // Nothing is known of replies after the record was made.
    const until = Math.min(now, Date.parse(source.slot));
    return until > limit ? { fault: 'unanswered', sure: verified, limit } : { fault: null, sure: true, limit };
  }
  if (Date.parse(message.replied.from) > limit) return { fault: 'late', sure: verified, limit };
  if (Date.parse(message.replied.to) > least) return { fault: 'late', sure: false, limit };
  return { fault: null, sure: true, limit };
}

/** Last instant at which a message that came in at `at` is answered in time. */
function limitOf(at: number, p: Params): { at: number; verified: boolean } {
  const day = shanghaiDay(new Date(at));
  if (p.hours === null) {
    const end = addWorkdays(day, p.workdays);
    return { at: endOfDay(end.day).getTime(), verified: end.verified };
  }
  const { workday, verified } = isWorkday(day);
  return { at: at + (workday ? p.hours : p.restHours) * 3_600_000, verified };
}

function textOf(m: Message): string {
  const text = m.text.trim();
  return text === '' ? '留言' : `留言“${text.slice(0, 30)}${text.length > 30 ? '…' : ''}”`;
}
