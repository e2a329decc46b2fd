import { describe, expect, test } from 'vitest';
import type { z } from 'zod';
import type { Indicator, JudgeInput, SubjectOf, SubjectType } from '#core/indicator.ts';
import type { Observation, ObservationKind } from '#core/observation.ts';
import type { RegisterView } from '#core/register-view.ts';
import type { Account, Organization, Site } from '#core/registry.ts';
import type { Verdict } from '#core/verdict.ts';

type Records = { organization: Organization; site: Site; account: Account };
type Observations<K extends ObservationKind> = JudgeInput<SubjectType, K, unknown>['observations'];

export type Case<T extends SubjectType, K extends ObservationKind, P> = {
  name: string;
  observations: Observations<K>;
  /** Fields of the register entry that differ from the table's subject. */
  record?: Partial<Records[T]>;
  /** Params that differ from the table's. */
  params?: Partial<P>;
  /** Checked against the verdict with toMatchObject. */
  expect?: object;
  /** Why losing one observation of this case may rightly turn it into a fail: its sources contradict each other. */
  contradictory?: string;
  /** Must stand in what the verdict says: messages, remedies, notes. */
  says?: readonly (string | RegExp)[];
  /** Parts of the register that differ from the table's. */
  register?: Partial<RegisterView>;
};
type Cases<T extends SubjectType, K extends ObservationKind, P> = readonly [Case<T, K, P>, ...Case<T, K, P>[]];

export type Table<T extends SubjectType, K extends ObservationKind, F extends string, P> = {
  params: P;
  asOf: string;
  record: Records[T];
  /** What the register says about the unit; where nothing is seen, the register is taken away as well. */
  register?: RegisterView;
  pass: Cases<T, K, P>;
  /** `never`: only a person may fail this one. */
  fail: Cases<T, K, P> | 'never';
  needsReview: Cases<T, K, P>;
  /** Faults that no case of this table can show, with the reason. Empty for almost every indicator. */
  unshown?: Partial<Record<F, string>>;
};

/**
 * One table an indicator: it cannot be written without a case for each outcome. Beside the cases it checks what holds for all of them: nothing
 * seen is never pass nor fail, one observation lost never turns a pass into a fail, input stays untouched, every fault shows up somewhere.
 */
export function testIndicator<
  const T extends SubjectType,
  const K extends ObservationKind,
  const F extends string,
  S extends z.ZodType,
>(indicator: Indicator<T, K, F, S>, table: Table<T, K, F, z.input<S>>): void {
  const asOf = new Date(table.asOf);
  const judge = (
    c: Pick<Case<T, K, z.input<S>>, 'observations' | 'record' | 'params' | 'register'> & { blind?: true },
  ): Verdict<F> => {
    const params = indicator.params.parse({ ...(table.params as object), ...(c.params as object | undefined) });
    const record = { ...table.record, ...c.record };
    const subject = deepFreeze({
      id: record.id,
      type: indicator.subject,
      name: record.name,
      record,
    }) as unknown as SubjectOf<T>;
    const view = table.register === undefined || c.blind ? undefined : { ...table.register, ...c.register };
    const register = view === undefined ? {} : { register: deepFreeze(view) };
    return indicator.judge({ subject, asOf, params, observations: deepFreeze(ordered(c.observations)), ...register });
  };
  const fails = table.fail === 'never' ? [] : table.fail;
  const groups = { pass: table.pass, fail: fails, 'needs-review': table.needsReview } as const;
  const everyCase = [...table.pass, ...fails, ...table.needsReview];

  describe(`${indicator.id} ${indicator.title}`, () => {
    for (const [outcome, cases] of Object.entries(groups)) {
      for (const c of cases) {
        test(`${outcome}: ${c.name}`, () => {
          const verdict = judge(c);
          expect(verdict).toMatchObject({ outcome, ...c.expect });
          soundVerdict(verdict, indicator.faults, asOf);
          for (const s of c.says ?? []) expect(wordsOf(verdict)).toMatch(s);
          expect(judge(c), 'the same question twice').toEqual(verdict);
        });
      }
    }

    test('nothing looked for, nothing seen: never a pass, never a fail', () => {
      const none = Object.fromEntries(indicator.needs.map((k) => [k, []])) as unknown as Observations<K>;
      expect(judge({ observations: none, blind: true })).toMatchObject({
        outcome: 'needs-review',
        findings: [],
        because: { kind: 'undeterminable' },
      });
      for (const c of everyCase) {
        const blind = mapped(c.observations, lost);
        const verdict = judge({ observations: blind, blind: true });
        expect(verdict, c.name).toMatchObject({
          outcome: 'needs-review',
          findings: [],
          because: { kind: 'undeterminable' },
        });
      }
    });

    test('one observation lost never turns a pass into a fail', () => {
      for (const c of table.pass) {
        if (c.contradictory !== undefined) continue;
        const n = lists(c.observations).flatMap(([, l]) => l).length;
        for (let at = 0; at < n; at += Math.max(1, Math.floor(n / 40))) {
          let i = 0;
          const without = mapped(c.observations, (o) => (i++ === at ? lost(o) : o));
          expect(judge({ ...c, observations: without }).outcome, `${c.name}, without no. ${at}`).not.toBe('fail');
        }
      }
    });

    test('every declared fault shows up in some case', () => {
      const shown = new Set(everyCase.flatMap((c) => judge(c).findings.map((f) => f.fault)));
      const expected = Object.keys(indicator.faults).filter((f) => !(table.unshown && f in table.unshown));
      expect([...shown].sort()).toEqual(expected.sort());
    });

    if (indicator.machine.decides !== undefined) {
      test('as it says of itself: without a record of a person it never fails, and where it only hands on records, never passes', () => {
        for (const c of everyCase) {
          const alone = mapped(c.observations, (o) => (o.kind === 'manual.record' ? lost(o) : o));
          const { outcome } = judge({ ...c, observations: alone });
          if (indicator.machine.decides === 'N') expect(outcome, c.name).toBe('needs-review');
          else expect(outcome, c.name).not.toBe('fail');
        }
      });
    }

    if (table.fail === 'never') {
      test('can never fail by itself', () => {
        for (const c of everyCase) expect(judge(c).outcome, c.name).not.toBe('fail');
      });
    }
  });
}

/** What every verdict must be, whatever was judged. */
function soundVerdict(v: Verdict, faults: Readonly<Record<string, string>>, asOf: Date): void {
  expect(JSON.parse(JSON.stringify(v))).toEqual(v);
  expect(v.basis.examined).toBeGreaterThanOrEqual(0);
  expect(v.basis.unobserved).toBeGreaterThanOrEqual(0);
  if (v.basis.to !== '') expect(Date.parse(v.basis.to)).toBeGreaterThanOrEqual(Date.parse(v.basis.from));
  if (v.basis.from !== '') expect(Date.parse(v.basis.from)).toBeLessThanOrEqual(asOf.getTime());
  if (v.outcome === 'fail') expect(v.findings.some((f) => f.certainty === 'confirmed')).toBe(true);
  if (v.outcome === 'needs-review') expect(v.findings.every((f) => f.certainty === 'suspected')).toBe(true);
  const ids = v.findings.map((f) => `${f.fault}|${f.target}`);
  expect(new Set(ids).size, 'finding ids are unique').toBe(ids.length);
  for (const f of v.findings) {
    expect(Object.keys(faults)).toContain(f.fault);
    expect(f.evidence.length).toBeGreaterThan(0);
    expect(f.target).not.toBe('');
    expect(f.remedy).toMatch(/[\u4e00-\u9fff]/);
  }
  expect(wordsOf(v)).not.toMatch(/undefined|NaN|null|Infinity|\[object|： *；|，，|；；|。；/);
}

/** Everything a verdict says to a person. */
export function wordsOf(v: Verdict): string {
  const because = v.outcome === 'needs-review' ? [v.because.note] : [];
  return [...v.findings.flatMap((f) => [f.message, f.remedy]), ...because, ...(v.notes ?? [])].join('\n');
}

/** The same question, not answered: we could not look. */
export function lost<O extends Observation>(o: O): O {
  const { kind, key, subjectId, target, slot, observedAt, probe } = o;
  const head = { kind, key, subjectId, target, slot, observedAt, probe };
  return { ...head, status: 'unobserved', reason: 'blocked', detail: '访问被防护拦截', evidence: [] } as unknown as O;
}

function mapped<K extends ObservationKind>(all: Observations<K>, f: (o: Observation) => Observation): Observations<K> {
  const entries = lists(all).map(([k, list]) => [k, list.map(f)]);
  return Object.fromEntries(entries) as Observations<K>;
}

function lists<K extends ObservationKind>(all: Observations<K>): [string, readonly Observation[]][] {
  return Object.entries(all as unknown as Record<string, readonly Observation[]>);
}

/** As assess hands them over: by slot, then key. */
function ordered<K extends ObservationKind>(all: Observations<K>): Observations<K> {
  const entries = lists(all).map(([k, list]) => [
    k,
    [...list].sort((a, b) => (a.slot === b.slot ? (a.key < b.key ? -1 : 1) : a.slot < b.slot ? -1 : 1)),
  ]);
  return Object.fromEntries(entries) as Observations<K>;
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const v of Object.values(value)) deepFreeze(v);
  }
  return value;
}
