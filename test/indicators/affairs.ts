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
