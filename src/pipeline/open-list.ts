import type { Evidence, PageSnapshot } from '#core/evidence.ts';
import type { ObservationValue, UnobservedReason } from '#core/observation.ts';
import { datedItemsProbe } from '#probes/page/dated-items.ts';
import type { Reading } from '#probes/probe.ts';
import { type FollowedLists, type FollowOptions, followLists } from './follow-lists.ts';
import { mergeLists } from './merge-parts.ts';
import { barrierOf, followed, unshown } from './open-page.ts';
import type { SiteScripts } from './scripts.ts';
import type { Shower, Shown } from './show-page.ts';

export type OpenListOptions = FollowOptions & { scripts: SiteScripts; show: Shower };

export type ListRead =
  | {
      ok: true;
      page: PageSnapshot;
      evidence: readonly [Evidence, ...Evidence[]];
      items: Extract<Reading<'page.dated-items'>, { status: 'observed' }>;
      /** What the services, frames and further pages behind its lists gave. */
      lists: FollowedLists;
      /** Why nothing but the rows of its lists is known of the page; undefined: it was seen whole. */
      barrier: { reason: UnobservedReason; detail: string } | undefined;
    }
  | { ok: false; reason: UnobservedReason; detail: string };

/** Requests for the lists of one column page. */
const maxRequestsOfColumn = 6;

/**
 * 栏目页 — a column page with the rows of its script lists. A page that is built by scripts altogether is still read where the service of its list
 * answered: then its rows are known and nothing else of it.
 */
export async function openList(url: string, o: OpenListOptions): Promise<ListRead> {
  const read = await followed(url, 'list', o);
  if (!read.ok) return read;
  const page = await o.scripts(read.page);
  const reading = datedItemsProbe.read(page, o.today);
  if (reading.status !== 'observed') return { ok: false, reason: reading.reason, detail: reading.detail };
  const lists = await followLists(page, reading.value, { ...o, maxRequests: o.maxRequests ?? maxRequestsOfColumn });
  const barrier = barrierOf(page);
  const value = mergeLists(reading.value, lists);
  const bySelf = barrier?.reason === 'needs-browser' && speaksForItself(reading.value, lists);
  // Only now a browser: the services behind the lists cost the site and us far less.
  if (barrier?.reason === 'needs-browser' ? !bySelf : barrier === undefined && value.unreadLists.length > 0) {
    const shown = await o.show({ ...read, page });
    const seen = shownList(shown, lists, o.today);
    if (seen !== null) return seen;
    if (barrier !== undefined && shown !== null && 'failed' in shown)
      return { ok: false, ...unshown(barrier.detail, shown.failed) };
  }
  if (barrier !== undefined && !bySelf) return { ok: false, ...barrier };
  return {
    ok: true,
    page,
    evidence: [read.evidence, ...lists.evidence],
    items: { status: 'observed', value },
    lists,
    barrier,
  };
}

/** The page as a browser shows it; null when that shows no more than the bytes. */
function shownList(shown: Shown, lists: FollowedLists, today: string): ListRead | null {
  if (shown === null || 'failed' in shown || barrierOf(shown.page) !== undefined) return null;
  const { page, evidence } = shown;
  const reading = datedItemsProbe.read(page, today);
  if (reading.status !== 'observed') return null;
  const value = mergeLists(reading.value, lists, true);
  return {
    ok: true,
    page,
    evidence: [evidence, ...lists.evidence],
    items: { status: 'observed', value },
    lists,
    barrier: undefined,
  };
}

/** All lists of the page answered, one of them with rows. */
function speaksForItself(value: ObservationValue<'page.dated-items'>, lists: FollowedLists): boolean {
  const families = value.unreadLists.filter((e) => !e.startsWith('前端模板：'));
  return lists.items.length > 0 && families.length > 0 && families.every((e) => lists.settled.includes(e));
}
