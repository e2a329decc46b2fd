import type { Evidence, Locator } from '#core/evidence.ts';
import type { Observation, ObservationValue, Observed } from '#core/observation.ts';
import type { Basis } from '#core/verdict.ts';
import { basisOf, latestRound, partition, unseenText } from '../common.ts';

export type LetterPage = Observed<'page.letters'>;
type Letter = ObservationValue<'page.letters'>['letters'][number];
/** A letter with the evidence of the page it was read on; `own`: on its own page. */
export type SeenLetter = { letter: Letter; target: string; own: boolean; evidence: Evidence[] };

/** 咨询建言类栏目的留言 of the newest round; channels of 信访, 举报, 访谈, 征集 are left out. */
export function letterPages(all: readonly Observation<'page.letters'>[]): {
  pages: LetterPage[];
  letters: SeenLetter[];
  basis: Basis;
  none: string | undefined;
} {
  const { seen, unseen } = partition(latestRound(all));
  const pages = seen.filter((o) => o.value.kind !== 'none' && o.value.excluded === null);
  const byUrl = new Map<string, SeenLetter>();
  // What a letter's own page says counts before its row in a list.
  for (const page of [...pages].sort((a, b) => Number(a.value.kind === 'list') - Number(b.value.kind === 'list')))
    for (const letter of page.value.letters) {
      const target = letter.url ?? `${page.value.url}（${letter.title || letter.asked || '未写标题'}）`;
      if (byUrl.has(target)) continue;
      const evidence = page.evidence.map((e) => ({ ...e, locator: letter.place satisfies Locator }));
      byUrl.set(target, { letter, target, own: page.value.kind === 'letter', evidence });
    }
  const letters = [...byUrl.values()];
  const basis = basisOf(pages, { examined: letters.length, unobserved: unseen.length, unit: '条公开的留言' });
  if (letters.length > 0) return { pages, letters, basis, none: undefined };
  const none =
    unseen.length > 0
      ? `留言页面没有看成：${unseenText(unseen, '个')}`
      : '抓取的页面中没有认出咨询建言类栏目公开的留言';
  return { pages, letters, basis, none };
}

export const titled = (l: Letter) => (l.title === '' ? '一条留言' : `留言“${l.title.slice(0, 60)}”`);

/** The day so many calendar months before another; the last day of the month where that one is shorter. */
export function monthsBefore(day: string, months: number): string {
  const [y, m, d] = day.split('-').map(Number) as [number, number, number];
  const first = new Date(Date.UTC(y, m - 1 - months, 1));
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  return `${first.toISOString().slice(0, 8)}${String(Math.min(d, last)).padStart(2, '0')}`;
}
