import type { Evidence } from '#core/evidence.ts';
import { type ClueKind, clueNames } from '#core/lexicon.ts';
import type { Observation, ObservationValue, Observed } from '#core/observation.ts';
import { type Draft, listed } from '../common.ts';
import { withPlace } from './marks.ts';

export type Clue = ObservationValue<'page.clues'>['clues'][number];
type PageClues = Observed<'page.clues'> & Observation<'page.clues'>;

/** What a person must decide about clues of a kind. Chinese, after 须由人判断. */
export const questions: Readonly<Record<ClueKind, string>> = {
  expression: '对照权威发布，是否确有错误，是否属于严重表述错误',
  leader: '对照任免信息，是姓名职务写错，还是职务已变动而领导信息栏目没有更新',
  typo: '是否确为错别字',
  secrecy: '文件是否涉密或不应公开',
  'personal-data': '是否应当公开，是否须作去标识处理',
  spam: '是否被篡改、挂了暗链，还是正常的宣传报道',
  tampering: '是否被篡改，是否已及时有效处置',
  date: '发布日期是否属实，是否为应付检查补发或改动',
  advert: '是否属于商业广告',
  'follow-first': '是否确实以关注、下载、点赞为办事前提',
};

/** One finding a page and fault: clues of the page that point to the same fault are looked at together. */
export function clueDrafts<F extends string>(
  pages: readonly PageClues[],
  faultOf: (clue: Clue) => F | undefined,
  home: string,
): Draft<F>[] {
  const drafts: Draft<F>[] = [];
  for (const o of pages) {
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
    remedy: `须由人打开页面判断：${kinds.map((k) => questions[k]).join('；')}。属实的立即处置并留存记录。`,
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
