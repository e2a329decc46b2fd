import type { z } from 'zod';
import type { Observation, ObservationKind } from './observation.ts';
import type { RegisterView } from './register-view.ts';
import type { Account, Organization, Site } from './registry.ts';
import type { Verdict } from './verdict.ts';

export type SubjectType = 'organization' | 'site' | 'account';

/** 检查对象 with its record in the 台账. */
export type Subject =
  | { id: string; type: 'organization'; name: string; record: Organization }
  | { id: string; type: 'site'; name: string; record: Site }
  | { id: string; type: 'account'; name: string; record: Account };
export type SubjectOf<T extends SubjectType> = Extract<Subject, { type: T }>;

export type JudgeInput<T extends SubjectType, K extends ObservationKind, P> = {
  subject: SubjectOf<T>;
  /** 监测时间点 — the only clock an indicator may know. */
  asOf: Date;
  params: P;
  /** Observations of the declared kinds for this subject, in order of slot then key, none later than `asOf`. */
  observations: { readonly [Kind in K]: readonly Observation<Kind>[] };
  /** What the register says about the unit that answers for the subject. Absent: judged without a register. */
  register?: RegisterView | undefined;
};

/** Whose observations an indicator may be given besides those of its subject: the unit's accounts, its sites, the portals of the register. */
export type Holding = 'accounts' | 'sites' | 'portals';

export type Indicator<
  T extends SubjectType = SubjectType,
  K extends ObservationKind = ObservationKind,
  F extends string = string,
  S extends z.ZodType = z.ZodType,
> = {
  id: string;
  /** Raised whenever the same observations could give another verdict. */
  version: number;
  /** 官方名称 */
  title: string;
  /** What it decides and how, Chinese, two or three sentences. */
  description: string;
  subject: T;
  needs: readonly K[];
  /**
   * Set where the subject's own observations are not enough: those of the declared kinds of its unit's accounts (closed ones too) or sites,
   * or of all portals (门户网站) of the register come with them, told apart by `subjectId`.
   */
  of?: readonly Holding[];
  /** 尚无指标体系采用: no policy uses it yet. */
  draft?: true;
  /** Every fault this indicator can report, with its Chinese name: what a policy may put a price on. */
  faults: { readonly [Fault in F]: string };
  params: S;
  /** How many days before `asOf` it looks back, given its params: what assess loads. */
  lookbackDays(params: z.output<S>): number;
  /** Set when its findings are about links (`target` is the address), which 忽略规则 of people may take out of the count. */
  ignorable?: true;
  /**
   * What the machine may decide alone, and what goes to a person. Chinese. `decides`: `P` = without a person's record it never fails a subject,
   * `N` = without one it decides nothing. Absent: it decides.
   */
  machine: { alone: string; person: string; decides?: 'P' | 'N' };
  judge(input: JudgeInput<T, K, z.output<S>>): Verdict<F>;
};

/** Days beyond their own life that records of people are still loaded, so that a verdict can say that one has run out. */
const expiredRecordDays = 366;

/**
 * 回看天数 of one kind: `lookbackDays`, but for the records of people their own life (`recordDays`) and a year more, so that an indicator
 * whose records hold for a quarter does not have to read a quarter of page observations.
 */
export function lookbackOf(indicator: AnyIndicator, params: unknown, kind: ObservationKind): number {
  const { recordDays } = params as { recordDays?: unknown };
  if (kind === 'manual.record' && typeof recordDays === 'number') return recordDays + expiredRecordDays;
  return indicator.lookbackDays(params);
}

export function defineIndicator<
  const T extends SubjectType,
  const K extends ObservationKind,
  const F extends string,
  S extends z.ZodType,
>(i: Indicator<T, K, F, S>): Indicator<T, K, F, S> {
  return i;
}

/** An indicator whose type parameters are forgotten, for lists. */
// biome-ignore lint/suspicious/noExplicitAny: the list mixes indicators of all subjects, kinds and params
export type AnyIndicator = Indicator<any, any, string, any>;
