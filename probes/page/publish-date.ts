import type { PageSnapshot } from '#core/evidence.ts';
import type { ObservationValue } from '#core/observation.ts';
import { definePageProbe, type Reading } from '#probes/probe.ts';
import { latestDay } from './dates/calendar-day.ts';
import { flowOf } from './dates/flow.ts';
import { linesOf } from './dates/lines.ts';
import { urlDate } from './dates/url.ts';
import { locate } from './locate.ts';
import { type ArticleShape, articleShape } from './publish-date-article.ts';
import { type Candidate, candidates } from './publish-date-candidates.ts';
import { type MetaDate, metaDates } from './publish-date-meta.ts';
import { scriptedDate, surelyUndated } from './publish-date-scripts.ts';

type Value = ObservationValue<'page.publish-date'>;

/**
 * 发布时间 of an article page. A visible labelled date beats the meta tag (which can be the time the page was regenerated); dates of
 * the address and of lists are kept as evidence and never answer. An article without a date counts as not updated
 * (稿件发布页未注明发布时间的视为不更新), so a date that a script would have written and that could not be read is `needs-browser`, not absence.
 */
export const publishDateProbe = definePageProbe({
  id: 'publish-date',
  version: 1,
  title: '发布时间',
  produces: 'page.publish-date',
  on: ['article', 'other'],
  read(page, today): Reading<'page.publish-date'> {
    const flow = flowOf(page.document);
    const lines = linesOf(flow);
    const shape = articleShape(flow, lines);
    const shown = candidates(flow, lines, shape, today);
    const metas = metaDates(flow, today);
    const chosen = choose(shown, metas, page, shape, today);
    const value: Value = {
      url: page.url,
      title: shape.title,
      date: chosen?.date ?? null,
      time: chosen?.time ?? null,
      source: chosen?.source ?? 'none',
      confidence: chosen?.confidence ?? (surelyUndated(flow, shape, shown) ? 'high' : 'low'),
      candidates: evidence(shown, metas, page),
      isArticle: shape.isArticle,
      ...(chosen?.node === undefined ? {} : { place: locate(page, chosen.node, chosen.text) }),
    };
    // 昨天 in the source of a page that writes it by script is what was there when the page was made.
    if (chosen === null || chosen.relative) {
      const scripted = page.rendered ? null : scriptedDate(flow, shape);
      if (scripted !== null) return { status: 'unobserved', reason: 'needs-browser', detail: scripted };
      if (chosen === null && page.cut !== undefined)
        return { status: 'unobserved', reason: 'unparsed', detail: page.cut };
    }
    return { status: 'observed', value };
  },
});

type Choice = Pick<Value, 'source' | 'confidence' | 'time'> & {
  date: string;
  text: string;
  relative?: true;
  node?: Parameters<typeof locate>[1];
};

function choose(
  shown: readonly Candidate[],
  metas: readonly MetaDate[],
  page: PageSnapshot,
  shape: ArticleShape,
  today: string,
): Choice | null {
  const url = urlDate(page.url);
  const meta = metas[0] ?? null;
  const agreed = (date: string) =>
    metas.some((m) => m.reading.date === date) || (url !== null && url.precision === 'day' && url.date === date);
  const best = pick(shown, shape);
  if (best !== null) {
    const date = best.reading.yearless
      ? withYear(best.reading.date, [url?.date, meta?.reading.date])
      : best.reading.date;
    // A bare date near the title that meta and address contradict together is some other date.
    const contradicted =
      best.tier === 7 &&
      meta !== null &&
      meta.reading.date !== date &&
      url?.precision === 'day' &&
      url.date === meta.reading.date;
    if (!contradicted) {
      const same = shown.filter(
        (c) => c.tier === best.tier && c.reading.date !== best.reading.date && c.label?.rank === best.label?.rank,
      );
      const certain =
        date <= latestDay(today) &&
        !best.reading.relative &&
        !best.reading.damaged &&
        (!best.reading.yearless || agreed(date)) &&
        (best.tier <= 2
          ? same.length === 0 || (shape.titleEnd >= 0 && best.tier === 1)
          : best.tier === 4
            ? same.length === 0 || agreed(date)
            : agreed(date) && same.length === 0);
      return {
        date,
        time: best.reading.time,
        source: best.run.printed ? 'script' : best.tier <= 5 ? 'labelled' : 'unlabelled',
        confidence: certain ? 'high' : 'low',
        text: best.text,
        node: best.run.node,
        ...(best.reading.relative ? { relative: true as const } : {}),
      };
    }
  }
  if (meta === null) return null;
  const certain = url !== null && url.precision === 'day' && url.date === meta.reading.date && meta.rank <= 2;
  return {
    date: meta.reading.date,
    time: meta.reading.time,
    source: 'meta',
    confidence: certain ? 'high' : 'low',
    text: `${meta.name}: ${meta.content}`.slice(0, 120),
  };
}

/** The best tier; within it the most telling label, then the nearest to the title. */
function pick(shown: readonly Candidate[], shape: ArticleShape): Candidate | null {
  const anchor = shape.titleEnd < 0 ? shape.head.end : shape.titleEnd;
  const cost = (c: Candidate) =>
    c.tier * 1e9 +
    (c.label?.rank ?? 5) * 1e8 +
    Math.min(9e7, Math.abs(c.reading.index - anchor) + (c.reading.index < shape.titleStart ? 1e6 : 0));
  let best: Candidate | null = null;
  for (const c of shown) if (c.tier !== 99 && (best === null || cost(c) < cost(best))) best = c;
  return best;
}

/** 07-19 on a page whose address or tag says 2024-07-19. */
function withYear(date: string, others: readonly (string | undefined)[]): string {
  return others.find((o) => o?.slice(4) === date.slice(4)) ?? date;
}

const sourceNames = {
  1: 'labelled',
  2: 'labelled',
  3: 'labelled',
  4: 'labelled',
  5: 'labelled',
  6: 'unlabelled',
  7: 'unlabelled',
};

function evidence(shown: readonly Candidate[], metas: readonly MetaDate[], page: PageSnapshot): Value['candidates'] {
  const kept = [
    ...shown.filter((c) => c.tier !== 99).sort((a, b) => a.tier - b.tier),
    ...shown.filter((c) => c.tier === 99 && (c.label !== null || c.zone !== 'elsewhere')),
  ].slice(0, 16);
  const url = urlDate(page.url);
  return [
    ...kept.map((c) => ({
      date: c.reading.date,
      source: c.tier === 99 ? `排除：${c.why}` : c.run.printed ? 'script' : sourceNames[c.tier],
      text: c.text,
    })),
    ...metas
      .slice(0, 6)
      .map((m) => ({ date: m.reading.date, source: `meta:${m.name}`, text: m.content.slice(0, 120) })),
    ...(url?.precision === 'day' ? [{ date: url.date, source: 'url', text: page.url.slice(-120) }] : []),
  ];
}
