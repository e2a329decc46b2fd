import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isObserved, type Observation, observationValues } from '#core/observation.ts';
import type { PolicyItem } from '#core/policy.ts';
import type { Finding, Verdict } from '#core/verdict.ts';
import { type RecordContext, recordedVerdict, withRecords } from '#indicators/recorded.ts';
import { whereReached } from '#indicators/thresholds.ts';
import { costOf } from '#scoring/score.ts';
import { wordsOf } from '../harness/indicator.ts';
import { asOf, evidence, found, record, unseen } from './build.ts';

type Fault = 'blank' | 'stale';
const faults = { blank: '空白', stale: '没有更新' } as const;
const at = (n: string) => `https://www.shili.gov.cn/${n}/`;
const context = (...records: Observation<'manual.record'>[]): RecordContext<Fault> => ({
  indicator: 'rows',
  faults,
  records,
  recordDays: 92,
  asOf: new Date(asOf),
});
/** Seen by the machine on a day. */
const seenOn = (fault: Fault, n: string, certainty: Finding['certainty'], day = '2026-11-18'): Finding<Fault> => ({
  fault,
  certainty,
  target: at(n),
  message: `栏目 ${n} 有问题`,
  remedy: '改正',
  evidence: [evidence(at(n), `${day}T03:00:00.000Z`)],
});
const basis = (day = '2026-11-18') => ({
  examined: 4,
  unobserved: 0,
  unit: '个栏目',
  from: `${day}T03:00:00.000Z`,
  to: `${day}T03:00:00.000Z`,
});
const passed = (day?: string): Verdict<Fault> => ({ outcome: 'pass', basis: basis(day), findings: [] });
const failed = (...f: [Finding<Fault>, ...Finding<Fault>[]]): Verdict<Fault> => ({
  outcome: 'fail',
  basis: basis(),
  findings: f,
});
const suspected = (...f: Finding<Fault>[]): Verdict<Fault> => ({
  outcome: 'needs-review',
  basis: basis(),
  findings: f,
  because: { kind: 'suspect', note: '须人工确认' },
});
const unknown: Verdict<Fault> = {
  outcome: 'needs-review',
  basis: { ...basis(), examined: 0, unobserved: 3 },
  findings: [],
  because: { kind: 'undeterminable', note: '被防护拦截' },
};
const of = (v: Verdict<Fault>) => v.findings.map((f) => [f.fault, f.target.replace(/^.*gov\.cn/, ''), f.certainty]);

describe('the machine and one person', () => {
  test('without a record the verdict is the machine’s own, unchanged', () => {
    for (const v of [passed(), unknown, failed(seenOn('blank', 'a', 'confirmed'))]) {
      expect(withRecords(v, context())).toBe(v);
      expect(withRecords(v, context(record('other', { findings: [found('blank')] })))).toBe(v);
      expect(withRecords(v, context(unseen('manual.record', 'rows@李某')))).toBe(v);
    }
  });

  test('what the machine confirmed stands, whatever a person recorded later', () => {
    const v = withRecords(failed(seenOn('blank', 'a', 'confirmed')), context(record('rows')));
    expect(v.outcome).toBe('fail');
    expect(of(v)).toEqual([['blank', '/a/', 'confirmed']]);
  });

  test('a suspicion that the record names is confirmed, with the evidence of both; one it does not name is cleared', () => {
    const machine = suspected(seenOn('blank', 'a', 'suspected'), seenOn('blank', 'b', 'suspected'));
    const v = withRecords(machine, context(record('rows', { findings: [found('blank', ` ${at('a')}#top`)] })));
    expect(v.outcome).toBe('fail');
    expect(of(v)).toEqual([['blank', '/a/', 'confirmed']]);
    expect(v.findings[0]?.evidence.map((e) => e.kind)).toEqual(['html', 'import']);
    expect(wordsOf(v)).toContain('程序发现的 1 处疑似问题，人工记录没有认定');
    expect(withRecords(machine, context(record('rows')))).toMatchObject({ outcome: 'pass', findings: [] });
  });

  test('a suspicion that came after the record stays: the person cannot have seen it', () => {
    const v = withRecords(suspected(seenOn('blank', 'a', 'suspected', '2026-11-21')), context(record('rows')));
    expect(v).toMatchObject({ outcome: 'needs-review', because: { kind: 'suspect' } });
    expect(of(v)).toEqual([['blank', '/a/', 'suspected']]);
  });

  test('what the machine could not see is settled either way, and the reader is told', () => {
    const pass = withRecords(unknown, context(record('rows', { note: '用浏览器逐栏打开' })));
    expect(pass).toMatchObject({ outcome: 'pass', basis: { examined: 1, unobserved: 0, unit: '份人工记录' } });
    expect(wordsOf(pass)).toMatch(/用浏览器逐栏打开/);
    expect(wordsOf(pass)).toMatch(/程序没有看到：被防护拦截/);
    expect(withRecords(unknown, context(record('rows', { findings: [found('stale', at('a'))] })))).toMatchObject({
      outcome: 'fail',
      findings: [{ fault: 'stale', certainty: 'confirmed' }],
    });
  });

  test('a fault recorded before the machine looked and found nothing is only suspected: it may be mended', () => {
    const old = record('rows', { findings: [found('blank', at('a'))], day: '2026-10-01' });
    const v = withRecords(passed('2026-11-18'), context(old));
    expect(v).toMatchObject({ outcome: 'needs-review', because: { kind: 'suspect' } });
    expect(wordsOf(v)).toMatch(/其后程序检查没有发现，须确认是否已整改/);
    const later = record('rows', { findings: [found('blank', at('a'))], day: '2026-11-20' });
    expect(withRecords(passed('2026-11-18'), context(later)).outcome).toBe('fail');
  });

  test('nothing to ask about: the item does not apply, unless something was found or the machine looked later', () => {
    const none = record('rows', { outcome: 'not-applicable', note: '没有这类栏目' });
    expect(withRecords(unknown, context(none))).toMatchObject({
      outcome: 'pass',
      notApplicable: '李某 2026-11-20 记录不适用：没有这类栏目',
    });
    expect(withRecords(failed(seenOn('blank', 'a', 'confirmed')), context(none)).outcome).toBe('fail');
    expect(withRecords(passed('2026-11-21'), context(none))).not.toHaveProperty('notApplicable');
  });

  test('the last day of a record counts, the next does not', () => {
    const made = (days: number, more = 0) => {
      const slot = new Date(Date.parse(asOf) - days * 86_400_000 - more).toISOString();
      return record('rows', { day: slot.slice(0, 10) }, { slot });
    };
    expect(recordedVerdict(context(made(92))).outcome).toBe('pass');
    const gone = recordedVerdict(context(made(92, 1)));
    expect(gone).toMatchObject({ outcome: 'needs-review', basis: { examined: 0, unobserved: 0 } });
    expect(wordsOf(gone)).toMatch(/已超过 92 天，不再作数/);
    expect(recordedVerdict({ ...context(made(92, 1)), recordDays: 93 }).outcome).toBe('pass');
  });

  test('a count is as many findings, with ids of their own', () => {
    const v = recordedVerdict(
      context(record('rows', { findings: [found('blank', at('a'), 3), found('stale', at('a'))] })),
    );
    expect(v.findings.map((f) => f.target)).toEqual([
      at('a'),
      `${at('a')}（第 2 处）`,
      `${at('a')}（第 3 处）`,
      at('a'),
    ]);
    expect(v.findings[1]?.message).toContain('（第 2 处，共 3 处）');
  });

  test('a fault that the indicator does not know settles nothing and says so', () => {
    const v = recordedVerdict(context(record('rows', { findings: [found('blnak', at('a'))] })));
    expect(v).toMatchObject({ outcome: 'needs-review', because: { kind: 'undeterminable' }, findings: [] });
    expect(wordsOf(v)).toMatch(/本指标没有的问题“blnak”/);
  });
});

describe('several persons', () => {
  const wang = (over: Parameters<typeof record>[1] = {}) => record('rows', { person: '王某', ...over });

  test('who records again replaces the own earlier record', () => {
    const first = record('rows', { findings: [found('blank', at('a'))], day: '2026-11-10' });
    expect(recordedVerdict(context(first, record('rows'))).outcome).toBe('pass');
  });

  test('a later look at other days replaces what another person recorded before', () => {
    const before = wang({ findings: [found('blank', at('a'))], day: '2026-11-10' });
    expect(recordedVerdict(context(before, record('rows'))).outcome).toBe('pass');
  });

  test('for the same days only what both hold is sure', () => {
    const both = context(
      record('rows', { findings: [found('blank', at('a')), found('blank', at('b'))] }),
      wang({ findings: [found('blank', at('b')), found('stale', at('c'))] }),
    );
    const v = recordedVerdict(both);
    expect(v.outcome).toBe('fail');
    expect(of(v)).toEqual([
      ['blank', '/b/', 'confirmed'],
      ['blank', '/a/', 'suspected'],
      ['stale', '/c/', 'suspected'],
    ]);
    expect(wordsOf(v)).toMatch(/王某记为存在问题（2 处），李某记为存在问题（2 处），记录不一致，须核定/);
  });

  test('one found something, one found nothing: nothing is sure, and no suspicion of the machine is cleared', () => {
    const machine = suspected(seenOn('stale', 'z', 'suspected'));
    const v = withRecords(machine, context(record('rows'), wang({ findings: [found('blank', at('a'))] })));
    expect(v).toMatchObject({ outcome: 'needs-review', because: { kind: 'suspect' } });
    expect(of(v)).toEqual([
      ['stale', '/z/', 'suspected'],
      ['blank', '/a/', 'suspected'],
    ]);
  });

  test('one answers, one says there is nothing to ask about: open, for a bonus as well', () => {
    const v = recordedVerdict(context(record('rows'), wang({ outcome: 'not-applicable', note: '没有' })));
    expect(v).toMatchObject({ outcome: 'needs-review', because: { kind: 'undeterminable' } });
    expect(wordsOf(v)).toMatch(/王某记为不适用/);
  });
});

describe('a number that must be reached', () => {
  const limits = { blank: 2 };
  const two = failed(seenOn('blank', 'a', 'confirmed'), seenOn('blank', 'b', 'suspected'));

  test('confirmed and suspected together reach it: a person decides', () =>
    expect(whereReached(two, faults, limits)).toMatchObject({
      outcome: 'needs-review',
      because: { kind: 'suspect' },
      findings: [{ certainty: 'suspected' }, { certainty: 'suspected' }],
    }));
  test('places that could not be judged may make up the number', () => {
    const one = failed(seenOn('blank', 'a', 'confirmed'));
    expect(whereReached(one, faults, limits, { blank: 1 })).toMatchObject({
      outcome: 'needs-review',
      because: { kind: 'undeterminable', note: '已知 1 处，另有 1 处没有看成，合起来可能达到 2 处' },
    });
    expect(whereReached(one, faults, { blank: 3 }, { blank: 1 }).outcome).toBe('pass');
    expect(whereReached(passed(), faults, limits, { blank: 2 }).outcome).toBe('needs-review');
  });
  test('what was not seen stays open whatever the number', () =>
    expect(whereReached(unknown, faults, limits)).toMatchObject({
      because: unknown.outcome === 'needs-review' ? unknown.because : {},
    }));
});

describe('properties', () => {
  const item = {
    part: 'deduction',
    points: 400,
    deduct: { blank: { each: 200, once: false }, stale: { each: 100, once: false } },
    notTwiceWith: [],
  } as unknown as PolicyItem;
  const range = (verdict: Verdict) => costOf({ item, verdict });

  const day = fc.constantFrom('2026-08-01', '2026-10-01', '2026-11-10', '2026-11-17', '2026-11-20', '2026-11-22');
  const place = fc.constantFrom('a', 'b', 'c', 'd');
  const fault = fc.constantFrom<Fault>('blank', 'stale');
  const unique = <T extends { fault: Fault; n: string }>(list: T[]) => [
    ...new Map(list.map((f) => [`${f.fault}|${f.n}`, f])).values(),
  ];
  const person = fc.constantFrom('李某', '王某', '赵某');
  const someRecord = (outcomes: readonly ('pass' | 'fail' | 'not-applicable')[]) =>
    fc
      .record({
        outcome: fc.constantFrom(...outcomes),
        person,
        day,
        findings: fc.array(
          fc.record({ fault, n: place, count: fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined }) }),
          {
            minLength: 1,
            maxLength: 4,
          },
        ),
      })
      .map(({ outcome, person: p, day: d, findings }) =>
        record('rows', {
          outcome,
          person: p,
          day: d,
          note: '说明',
          findings: outcome === 'fail' ? unique(findings).map((f) => found(f.fault, at(f.n), f.count)) : [],
        }),
      );
  const findings = (min: number) =>
    fc
      .array(fc.record({ fault, n: place, sure: fc.boolean(), day }), { minLength: min, maxLength: 5 })
      .map((l) => unique(l));
  const someVerdict: fc.Arbitrary<Verdict<Fault>> = fc.oneof(
    fc.constant(passed()),
    fc.constant(unknown),
    findings(1).map((l) => suspected(...l.map((f) => seenOn(f.fault, f.n, 'suspected', f.day)))),
    findings(1).map((l) => {
      const all = l.map((f, i) => seenOn(f.fault, f.n, i === 0 || f.sure ? 'confirmed' : 'suspected', f.day));
      return failed(...(all as [Finding<Fault>, ...Finding<Fault>[]]));
    }),
  );
  const inside = (a: { lower: number; upper: number }, b: { lower: number; upper: number }) =>
    a.lower >= b.lower && a.upper <= b.upper;

  test('every record made here is one that could be stored', () =>
    fc.assert(
      fc.property(someRecord(['pass', 'fail', 'not-applicable']), (r) => {
        if (isObserved(r)) observationValues['manual.record'].parse(r.value);
      }),
    ));

  test('where the machine could not see, records only narrow the range', () =>
    fc.assert(
      fc.property(fc.array(someRecord(['pass', 'fail', 'not-applicable']), { maxLength: 4 }), (records) => {
        expect(inside(range(withRecords(unknown, context(...records))), range(unknown))).toBe(true);
      }),
      { numRuns: 500 },
    ));

  test('records that find nothing only narrow the range, whatever the machine found', () =>
    fc.assert(
      fc.property(someVerdict, fc.array(someRecord(['pass', 'not-applicable']), { maxLength: 3 }), (v, records) => {
        const outcomes = new Set(records.map((r) => (isObserved(r) ? r.value.outcome : '')));
        // Persons who differ on whether there is anything to ask about open a question of their own.
        if (outcomes.size > 1) return;
        expect(inside(range(withRecords(v, context(...records))), range(v))).toBe(true);
      }),
      { numRuns: 1000 },
    ));

  test('one person never leaves more open than the machine did, but for a fault that the machine no longer finds', () =>
    fc.assert(
      fc.property(someVerdict, someRecord(['pass', 'fail', 'not-applicable']), (v, r) => {
        const after = withRecords(v, context(r));
        if (wordsOf(after).includes('须确认是否已整改')) return;
        const [a, b] = [range(after), range(v)];
        expect(a.upper - a.lower).toBeLessThanOrEqual(b.upper - b.lower);
      }),
      { numRuns: 1000 },
    ));

  test('confirmed findings of the machine are never lost, and the order of records does not matter', () =>
    fc.assert(
      fc.property(
        someVerdict,
        fc.array(someRecord(['pass', 'fail', 'not-applicable']), { maxLength: 3 }),
        (v, drawn) => {
          // The store holds one of a key.
          const records = [...new Map(drawn.map((r) => [r.key, r])).values()];
          const after = withRecords(v, context(...records));
          for (const f of v.findings)
            if (v.outcome === 'fail' && f.certainty === 'confirmed')
              expect(after.findings).toContainEqual(
                expect.objectContaining({ fault: f.fault, target: f.target, certainty: 'confirmed' }),
              );
          expect(withRecords(v, context(...[...records].reverse()))).toEqual(after);
        },
      ),
      { numRuns: 500 },
    ));
});
