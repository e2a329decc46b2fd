import type { ObservationValue } from '#core/observation.ts';

type Item = ObservationValue<'page.dated-items'>['items'][number];

/** An article this young settles every update rule there is: undated rows need not be read any more. */
const freshDays = 3;
/** Dated rows read one after the other until the list and the article pages agree. */
const maxDated = 8;

export type ArticleRead = { url: string; date: string | null };

/**
 * Which article page to read next so that the newest publication date of a list is proved with few requests. Pure; null = enough.
 * Rows are read newest first until a verified date is not older than any row left; rows without a date only while they could
 * still matter. Rows dated after `today` are read too (a forged or scheduled date is a finding), but never stop the search.
 */
export function nextArticle(
  items: readonly Item[],
  read: readonly ArticleRead[],
  options: {
    today: string;
    hosts: readonly string[];
    max: number;
    /** Addresses outside any list that may be items: read last, and only while nothing fresh was found. */
    unlisted?: readonly string[];
  },
): string | null {
  if (read.length >= options.max) return null;
  const done = new Set(read.map((r) => r.url));
  const unread = items.filter((i) => !done.has(i.url) && ownHost(i.url, options.hosts));
  const verified = read.flatMap((r) => (r.date !== null && r.date <= options.today ? [r.date] : [])).sort();
  const newest = verified.at(-1) ?? '';

  const dated = unread
    .filter((i): i is Item & { date: string } => i.date !== null)
    .sort((a, b) => (a.date < b.date ? 1 : a.date > b.date ? -1 : 0));
  const datedUrls = new Set(items.flatMap((i) => (i.date === null ? [] : [i.url])));
  const datedRead = read.filter((r) => datedUrls.has(r.url)).length;
  const candidate = dated.find((i) => i.date > newest);
  if (candidate && datedRead < maxDated) return candidate.url;

  if (newest >= dayBefore(options.today, freshDays)) return null;
  const undated = unread.find((i) => i.date === null)?.url;
  return undated ?? options.unlisted?.find((url) => !done.has(url) && ownHost(url, options.hosts)) ?? null;
}

function ownHost(url: string, hosts: readonly string[]): boolean {
  try {
    return hosts.includes(new URL(url).host.toLowerCase());
  } catch {
    return false;
  }
}

function dayBefore(day: string, n: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) - n * 86_400_000).toISOString().slice(0, 10);
}
