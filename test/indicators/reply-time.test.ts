import type { Observation, ObservationValue } from '#core/observation.ts';
import { replyTime } from '#indicators/account/reply-time.ts';
import { testIndicator } from '../harness/indicator.ts';
import { account, asOf, seen, type unseen } from './build.ts';
import { record } from './local.ts';

type Message = ObservationValue<'account.replies'>['messages'][number];
/** Asked and answered in Beijing time: `2026-11-10 09:00`, or a day alone. */
const instants = (text: string) => {
  const day = text.length === 10;
  const at = (t: string) => new Date(`${t}+08:00`).toISOString();
  return day
    ? { from: at(`${text}T00:00:00`), to: at(`${text}T23:59:59.999`) }
    : { from: at(text.replace(' ', 'T')), to: at(text.replace(' ', 'T')) };
};
const message = (id: string, asked: string, replied: string | null, concrete: boolean | null = true): Message => ({
  id,
  text: '请问入学要带哪些材料',
  asked: instants(asked),
  replied: replied === null ? null : instants(replied),
  concrete,
});
type Value = ObservationValue<'account.replies'>;
const told = (messages: Message[], over: Partial<Value> = {}, slot = asOf): Observation<'account.replies'> =>
  seen(
    'account.replies',
    { coverage: 'complete', window: { from: '2026-09-01', to: '2026-11-22' }, attestedBy: '李某', messages, ...over },
    { target: `导入${slot}`, slot },
  );
const given = (...list: (Observation<'account.replies'> | ReturnType<typeof unseen<'account.replies'>>)[]) => ({
  'account.replies': list,
  'manual.record': [],
});

// 2026-11-10 is a Tuesday, 11-14 a Saturday.
testIndicator(replyTime, {
  params: {},
  asOf,
  record: account,
  pass: [
    {
      name: 'exactly 24 hours',
      observations: given(told([message('a', '2026-11-10 09:00:00', '2026-11-11 09:00:00')])),
      expect: { basis: { examined: 1, unit: '条留言' } },
    },
    {
      name: '48 hours on a Saturday',
      observations: given(told([message('a', '2026-11-14 09:00:00', '2026-11-16 09:00:00')])),
    },
    {
      name: 'a Saturday that makes up for a holiday is a working day',
      observations: given(told([message('a', '2026-10-10 09:00:00', '2026-10-11 08:00:00')])),
    },
    {
      name: 'five working days, the day of receipt not counted',
      params: { hours: null },
      observations: given(told([message('a', '2026-11-10 09:00:00', '2026-11-17 23:00:00')])),
    },
    { name: 'not yet due', observations: given(told([message('a', '2026-11-22 08:00:00', null)])) },
    { name: 'nobody wrote', observations: given(told([])) },
    {
      name: 'what is not concrete is not asked about',
      params: { concreteOnly: true },
      observations: given(told([message('a', '2026-11-10 09:00:00', null, false)])),
      expect: { basis: { examined: 0 } },
    },
    {
      name: 'a later record knows of the reply',
      observations: given(
        told(
          [message('a', '2026-11-10 09:00:00', null)],
          { window: { from: '2026-11-01', to: '2026-11-10' } },
          '2026-11-10T15:59:59.999Z',
        ),
        told([message('a', '2026-11-10 09:00:00', '2026-11-10 20:00:00')]),
      ),
    },
    {
      name: 'before the days looked at',
      params: { days: 7 },
      observations: given(told([message('a', '2026-11-10 09:00:00', null)])),
    },
  ],
  fail: [
    {
      name: 'a second late',
      observations: given(told([message('a', '2026-11-10 09:00:00', '2026-11-11 09:00:01')])),
      expect: {
        findings: [{ fault: 'late', certainty: 'confirmed', target: '留言 a', since: '2026-11-11T01:00:00.000Z' }],
      },
      says: [/2026-11-10 09:00 收到，2026-11-11 09:00 才答复，应不晚于 2026-11-11 09:00/],
    },
    {
      name: 'not answered',
      observations: given(told([message('a', '2026-11-10 09:00:00', null)])),
      expect: { findings: [{ fault: 'unanswered', certainty: 'confirmed' }] },
    },
    {
      name: 'the sixth working day',
      params: { hours: null },
      observations: given(told([message('a', '2026-11-10 09:00:00', '2026-11-18 00:30:00')])),
    },
    {
      name: 'found by a person',
      observations: {
        ...given(),
        'manual.record': [
          record('reply-time', 'fail', [{ fault: 'unanswered', target: '留言三', note: '半个月没有答复' }]),
        ],
      },
    },
  ],
  needsReview: [
    { name: 'no record', observations: given(), says: [/请导入单位导出的记录/] },
    {
      name: 'nobody signed',
      observations: given(told([message('a', '2026-11-10 09:00:00', null)], { attestedBy: null })),
      says: [/没有签认人/],
    },
    {
      name: 'only part',
      observations: given(told([message('a', '2026-11-10 09:00:00', '2026-11-10 10:00:00')], { coverage: 'partial' })),
      expect: { because: { kind: 'undeterminable' } },
    },
    {
      name: 'only the day is known, and it may be too late',
      observations: given(told([message('a', '2026-11-10 09:00:00', '2026-11-11')])),
      expect: { because: { kind: 'suspect' } },
      says: [/时间不够确切/],
    },
    {
      name: 'nobody said what is concrete',
      params: { concreteOnly: true },
      observations: given(told([message('a', '2026-11-10 09:00:00', null, null)])),
      expect: { because: { kind: 'undeterminable' } },
    },
  ],
});
