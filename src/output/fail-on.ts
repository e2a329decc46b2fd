import type { Assessment, SubjectAssessment } from '#core/assessment.ts';
import { InputError } from '#core/errors.ts';

export type FailOn =
  | { kind: 'conclusion'; conclusion: 'unqualified' | 'undetermined' }
  /** Score in hundredths. */
  | { kind: 'score'; below: number }
  | { kind: 'dead-links'; above: number };

/** `--fail-on`: what turns a finished run into exit code 2. Throws InputError. */
export function parseFailOn(texts: readonly string[]): FailOn[] {
  return texts.map((text) => {
    const t = text.replaceAll(/\s/g, '');
    if (t === 'unqualified' || t === 'undetermined') return { kind: 'conclusion', conclusion: t };
    const score = /^score<(\d{1,3}(?:\.\d{1,2})?)$/.exec(t);
    if (score) return { kind: 'score', below: Math.round(Number(score[1]) * 100) };
    const links = /^dead-links>(\d{1,6})$/.exec(t);
    if (links) return { kind: 'dead-links', above: Number(links[1]) };
    throw new InputError({
      file: '--fail-on',
      place: text,
      message: '看不懂的条件',
      hint: '写 unqualified、undetermined、score<60 或 dead-links>10',
    });
  });
}

type Answer = 'yes' | 'no' | 'unknown';

/** 2 when a condition surely holds, 4 when it might (too much is open), 0 when none does. Pure. */
export function exitCodeOf(conditions: readonly FailOn[], assessment: Pick<Assessment, 'subjects'>): 0 | 2 | 4 {
  const answers = conditions.flatMap((c) => assessment.subjects.map((s) => answer(c, s)));
  if (answers.includes('yes')) return 2;
  return answers.includes('unknown') ? 4 : 0;
}

function answer(c: FailOn, s: SubjectAssessment): Answer {
  switch (c.kind) {
    case 'conclusion':
      if (s.conclusion === c.conclusion) return 'yes';
      return c.conclusion === 'unqualified' && s.conclusion === 'undetermined' ? 'unknown' : 'no';
    case 'score':
      // Vetoed subjects have no score: they are below any line.
      if (s.subject.type !== 'site') return 'no';
      if (s.score === null) return 'yes';
      return s.score.upper < c.below ? 'yes' : s.score.lower < c.below ? 'unknown' : 'no';
    case 'dead-links': {
      const item = s.items.find((i) => i.indicator.id === 'dead-links');
      if (!item?.applicable) return 'no';
      const sure = item.verdict.findings.filter((f) => f.certainty === 'confirmed').length;
      const all = item.verdict.findings.length + item.verdict.basis.unobserved;
      if (sure > c.above) return 'yes';
      return all > c.above ? 'unknown' : 'no';
    }
  }
}
