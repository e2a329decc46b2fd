import { findingId, type Review } from './assessment.ts';
import { sha256Text } from './hash.ts';
import type { Finding, Verdict } from './verdict.ts';

/** Begins with a letter, so that no spreadsheet takes it for a number. */
const short = (letter: string, text: string): string => `${letter}${sha256Text(text).slice(0, 20)}`;

/** 问题编号 as worksheets and commands carry it: the stable id of a finding holds an address of any length. */
export function findingKey(indicatorId: string, subjectId: string, f: Pick<Finding, 'fault' | 'target'>): string {
  return short('q', findingId(indicatorId, subjectId, f));
}

/**
 * 佐证摘要 of one finding: what a person had before them when they decided. The bytes that were seen count, with the places in them that the
 * finding points to; pictures only where there is nothing else, since no two pictures of one page are the same.
 */
export function findingDigest(f: Finding): string {
  const seen = f.evidence.filter((e) => e.kind !== 'screenshot');
  const pieces = new Set((seen.length > 0 ? seen : f.evidence).map((e) => `${e.kind} ${e.sha256}`));
  return short('d', JSON.stringify([f.fault, f.target, [...pieces].sort()]));
}

/** 佐证摘要 of a whole verdict: all of its findings, and the last look it rests on. */
export function verdictDigest(v: Verdict): string {
  return short('v', JSON.stringify([v.basis.to, v.findings.map(findingDigest).sort()]));
}

/** What a decision does: holds that there is a fault, clears, or (an appeal) only asks. */
export function directionOf(r: Pick<Review, 'decision'>): 'upholds' | 'clears' | 'asks' {
  if (r.decision === 'appeal') return 'asks';
  return r.decision === 'confirm' || r.decision === 'fail' ? 'upholds' : 'clears';
}

/** Earlier first; what was written at one instant, by id. */
export function byTime(a: Review, b: Review): number {
  return Date.parse(a.at) - Date.parse(b.at) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}

/** Of the same finding, or one of them of the whole item. */
export function overlap(
  a: Pick<Review, 'subjectId' | 'itemId' | 'findingId'>,
  b: Pick<Review, 'subjectId' | 'itemId' | 'findingId'>,
): boolean {
  if (a.subjectId !== b.subjectId || a.itemId !== b.itemId) return false;
  return a.findingId === undefined || b.findingId === undefined || a.findingId === b.findingId;
}

/** 申诉的答复: the first decision in force after it on the same matter; undefined: nobody has answered yet. */
export function answerTo(appeal: Review, inForce: readonly Review[]): Review | undefined {
  return [...inForce]
    .sort(byTime)
    .find((r) => directionOf(r) !== 'asks' && byTime(r, appeal) > 0 && overlap(r, appeal));
}
