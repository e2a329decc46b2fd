import type { Evidence } from '#core/evidence.ts';
import type { ObservationValue } from '#core/observation.ts';
import { publishDateProbe } from '#probes/page/publish-date.ts';
import { pageTagsProbe } from '#probes/page/tags.ts';
import type { Reading } from '#probes/probe.ts';
import { type OpenPageOptions, openPage } from '../open-page.ts';
import type { PageRead } from '../page-reader.ts';

/** What an article page said of itself. */
export type ArticleSeen = {
  date: Reading<'page.publish-date'>;
  evidence: Evidence | null;
  /** 页面标签 of it; null where it was not seen. */
  tags: ObservationValue<'page.tags'> | null;
};

/** 稿件 of one round by address: a page that several lists name is opened once. */
export type Articles = {
  read(url: string): Promise<ArticleSeen>;
  /** One that was opened elsewhere in the round. */
  remember(url: string, read: PageRead): void;
  opened(): ReadonlyMap<string, Promise<ArticleSeen>>;
};

export function openArticles(o: OpenPageOptions & { today: string }): Articles {
  const known = new Map<string, Promise<ArticleSeen>>();
  return {
    opened: () => known,
    remember(url, read) {
      if (!known.has(url)) known.set(url, Promise.resolve(seenOf(read, o.today)));
    },
    read(url) {
      let article = known.get(url);
      if (article === undefined) {
        article = openPage(url, 'article', o).then((read) => seenOf(read, o.today));
        known.set(url, article);
      }
      return article;
    },
  };
}

function seenOf(read: PageRead, today: string): ArticleSeen {
  if (!read.ok)
    return { date: { status: 'unobserved', reason: read.reason, detail: read.detail }, evidence: null, tags: null };
  const tags = pageTagsProbe.read(read.page, today);
  return {
    date: publishDateProbe.read(read.page, today),
    evidence: read.evidence,
    tags: tags.status === 'observed' ? tags.value : null,
  };
}
