import type { ObservationValue } from '#core/observation.ts';
import { type GuideElement, guideElements } from '#core/page-values.ts';
import { home, place, seen } from './build.ts';

type Guide = ObservationValue<'page.service-guide'>;
/** A guide that shows all it must, but for the elements given. */
export function guide(
  n: string,
  states: Partial<Record<GuideElement, Guide['elements'][number]['state']>> = {},
  over: Partial<Guide> = {},
) {
  return seen('page.service-guide', {
    url: `${home}bsfw/${n}.html`,
    title: `示例事项${n}`,
    guide: 'sure',
    why: '有 10 类要素',
    elements: guideElements.map((element) => ({ element, state: states[element] ?? 'shown', place })),
    complete: true,
    materialForm: 'stated',
    formless: [],
    vague: [],
    bareDocuments: [],
    missingForms: [],
    asksForm: false,
    phones: [],
    siteArea: null,
    unread: [],
    ...over,
  });
}
/** Something seen at a place. */
export const shown = (text: string) => ({ text, place });

type Letters = ObservationValue<'page.letters'>;
type Letter = Letters['letters'][number];
/** A letter that was answered in time, on its own page. */
export const letter = (n: string, over: Partial<Letter> = {}): Letter => ({
  title: `咨询示例事项${n}`,
  url: `${home}hdjl/${n}.html`,
  asked: '2026-11-02',
  replied: '2026-11-06',
  office: '示例县民政局',
  content: true,
  state: 'answered',
  place,
  ...over,
});
export function letters(kind: 'list' | 'letter', list: readonly Letter[], over: Partial<Letters> = {}) {
  const days = list.flatMap((l) => [l.asked, l.replied]).filter((d) => d !== null);
  return seen('page.letters', {
    url: kind === 'list' ? `${home}hdjl/` : (list[0]?.url ?? home),
    title: '县长信箱',
    kind,
    excluded: null,
    letters: [...list],
    statistics: place,
    newest: days.sort().at(-1) ?? null,
    unread: [],
    ...over,
  });
}

type Paper = ObservationValue<'page.interpretation'>;
/** An interpretation or document without links. */
export const paper = (n: string, kind: Paper['kind'], over: Partial<Paper> = {}) =>
  seen('page.interpretation', {
    url: `${home}zc/${n}.html`,
    title: `示例办法${n}`,
    kind,
    number: null,
    links: [],
    forms: [],
    unread: [],
    ...over,
  });
export const linkTo = (n: string): Paper['links'][number] => ({
  url: `${home}zc/${n}.html`,
  text: '相关',
  by: 'words',
  place,
});
