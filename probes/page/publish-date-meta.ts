import type { Flow } from './dates/flow.ts';
import { parseDate } from './dates/parse.ts';
import type { DateReading } from './dates/reading.ts';

/** A date that stands in the head of the page for machines. */
export type MetaDate = { reading: DateReading; name: string; content: string; rank: number };

/**
 * Names in order of trust. `PubDate` is the tag that 《政府网站发展指引》 asks for; the rest are its relatives in the wild. Maketime, lastmodified
 * and revised are when the page was made or changed, never when the article was published.
 */
const names: readonly [number, RegExp][] = [
  [1, /^pub-?date$/i],
  [
    2,
    /^(?:first-?published-?time|publish-?date|publish-?time|pub-?time|article:published_time|datepublished|publicationdate|publish_?date|apub:time)$/i,
  ],
  [
    3,
    /^(?:og:time|og:published_time|og:release_date|weibo:\s?article:create_at|dc(?:terms)?\.(?:date|issued|date\.issued)|release_?date|date_?published|fbsj|fbrq|createdate|news_date)$/i,
  ],
];

/** 发布日期标签 of a page, most trusted first. Empty and unreadable ones are left out. */
export function metaDates(flow: Flow, today: string): MetaDate[] {
  const found: MetaDate[] = [];
  for (const m of flow.metas) {
    const name = m.name.trim();
    const rank = names.find(([, pattern]) => pattern.test(name))?.[0];
    if (rank === undefined || m.content.length > 200) continue;
    const reading = parseDate(m.content, today);
    if (reading !== null && !reading.yearless && !reading.relative && reading.precision === 'day')
      found.push({ reading, name, content: m.content, rank });
  }
  return found.sort((a, b) => a.rank - b.rank);
}
