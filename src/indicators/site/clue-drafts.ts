import type { Evidence } from '#core/evidence.ts';
import { clueNames, clueQuestions } from '#core/lexicon.ts';
import type { Observation, ObservationValue, Observed } from '#core/observation.ts';
import { type Draft, listed } from '../common.ts';
import { withPlace } from './marks.ts';

export type Clue = ObservationValue<'page.clues'>['clues'][number];
type PageClues = Observed<'page.clues'> & Observation<'page.clues'>;

/** One finding a page and fault, the home page first: clues of the page that point to the same fault are looked at together. */
export function clueDrafts<F extends string>(
  pages: readonly PageClues[],
  faultOf: (clue: Clue) => F | undefined,
  home: string,
): Draft<F>[] {
  const drafts: Draft<F>[] = [];
  const homeFirst = pages.toSorted((a, b) => Number(b.target === home) - Number(a.target === home));
  for (const o of homeFirst) {
    const groups = Map.groupBy(o.value.clues, faultOf);
    for (const [fault, clues] of groups) if (fault !== undefined) drafts.push(draftOf(o, fault, clues, home));
  }
  return drafts;
}

function draftOf<F extends string>(o: PageClues, fault: F, clues: readonly Clue[], home: string): Draft<F> {
  const kinds = [...new Set(clues.map((c) => c.kind))];
  const shown = clues.map((c) => `${c.why}（“${c.text.slice(0, 40)}”，依据${c.source.title}，${c.source.date}）`);
  return {
    fault,
    certainty: 'suspected',
    target: o.target,
    message: `${o.target === home ? '首页' : `页面 ${o.value.url} `}疑似${kinds.map((k) => clueNames[k]).join('、')}：${listed(shown, '处')}`,
    remedy: `须由人打开页面判断：${kinds.map((k) => clueQuestions[k]).join('；')}。属实的立即处置并留存记录。`,
    evidence: clues.slice(0, 10).flatMap((c) => clueEvidence(o.evidence, c)),
  };
}

/** The page with the place of a clue, and the picture taken of that place. */
function clueEvidence(evidence: readonly Evidence[], clue: Clue): Evidence[] {
  const { selector, line, column } = clue.place;
  const here = (e: Evidence) =>
    e.locator?.selector === selector && e.locator?.line === line && e.locator?.column === column;
  return withPlace(
    evidence.filter((e) => e.kind !== 'screenshot' || here(e)),
    clue.place,
  );
}
