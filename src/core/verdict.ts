import type { Evidence } from './evidence.ts';

export type NonEmpty<T> = readonly [T, ...T[]];

/** 问题 — one fault seen in one place, always with evidence. `fault` is the name a policy prices. */
export type Finding<F extends string = string> = {
  fault: F;
  certainty: 'confirmed' | 'suspected';
  /** What the fault is about: a page, a link, a mark on a page. With `fault` it makes the stable id of the finding. */
  target: string;
  /** What was seen, Chinese, one sentence a maintainer can act on. */
  message: string;
  /** What to do, Chinese. */
  remedy: string;
  /** 检查人 whose record confirms it. Absent: the machine alone found it. */
  confirmedBy?: string;
  /** When it was seen first, if the observations tell. UTC. */
  since?: string;
  evidence: NonEmpty<Evidence>;
};

/** 判定依据的范围 — how much was looked at, printed beside every verdict. */
export type Basis = {
  /** How many things were examined. */
  examined: number;
  /** How many could not be. */
  unobserved: number;
  /** What is counted, Chinese: 次访问, 个页面, 个链接. */
  unit: string;
  /** First and last instant looked at, UTC; empty when nothing was. */
  from: string;
  to: string;
};

export type Because = { kind: 'suspect' | 'undeterminable'; note: string };

export type Verdict<F extends string = string> =
  | {
      outcome: 'pass';
      basis: Basis;
      findings: readonly [];
      notes?: readonly string[];
      /** 不适用: a person found that there is nothing here to ask about, and why. The item then neither costs nor earns. Chinese. */
      notApplicable?: string;
    }
  | { outcome: 'fail'; basis: Basis; findings: NonEmpty<Finding<F>>; notes?: readonly string[] }
  /** 疑似 `suspect`: something was found, a person must confirm. 无法判定 `undeterminable`: not enough was seen. */
  | {
      outcome: 'needs-review';
      basis: Basis;
      findings: readonly Finding<F>[];
      because: Because;
      notes?: readonly string[];
    };

/** The same question asked of the best and the worst reading of what was not seen. */
export function decide(worlds: { best: boolean; worst: boolean }): Verdict['outcome'] {
  if (worlds.best === worlds.worst) return worlds.best ? 'pass' : 'fail';
  return 'needs-review';
}

export function nonEmpty<T>(items: readonly T[]): NonEmpty<T> | undefined {
  return items.length > 0 ? (items as NonEmpty<T>) : undefined;
}
