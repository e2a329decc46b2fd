import type { Observation } from '#core/observation.ts';
import { drawOrder, tagPages, tagsObservation } from '../crawl/sample-tags.ts';
import type { Articles } from './articles.ts';
import type { TagsSeen } from './round.ts';

/** 页面标签抽查 where there was no crawl: of the column and article pages that the round read, five of each. */
export async function roundTags(o: {
  siteId: string;
  slot: string;
  columns: readonly TagsSeen[];
  articles: Articles;
}): Promise<Observation[]> {
  const contents: TagsSeen[] = [];
  for (const [url, seen] of o.articles.opened()) {
    const { date, tags, evidence } = await seen;
    const plain = date.status === 'observed' && date.value.isArticle && date.value.date !== null;
    if (plain && tags !== null && evidence !== null) contents.push({ url, tags, evidence });
  }
  const draw = (all: readonly TagsSeen[]) =>
    all
      .map((t) => ({ t, order: drawOrder(o.siteId, t.url) }))
      .sort((a, b) => (a.order < b.order ? -1 : 1))
      .slice(0, tagPages)
      .map(({ t }) => tagsObservation(o, t));
  return [...draw(o.columns), ...draw(contents)];
}
