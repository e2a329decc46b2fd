import type { Evidence, PageSnapshot } from '#core/evidence.ts';
import type { ObservationValue, UnobservedReason } from '#core/observation.ts';
import { datedItemsProbe } from '#probes/page/dated-items.ts';
import type { Reading } from '#probes/probe.ts';
import { type FollowedLists, type FollowOptions, followLists } from './follow-lists.ts';
import { mergeLists } from './merge-parts.ts';
import { barrierOf, followed } from './open-page.ts';
import type { SiteScripts } from './scripts.ts';

export type OpenListOptions = FollowOptions & { scripts: SiteScripts };

export type ListRead =
  | {
      ok: true;
      page: PageSnapshot;
      evidence: readonly [Evidence, ...Evidence[]];
      items: Extract<Reading<'page.dated-items'>, { status: 'observed' }>;
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
  if (barrier !== undefined && !bySelf) return { ok: false, ...barrier };
  return {
    ok: true,
    page,
    evidence: [read.evidence, ...lists.evidence],
    items: { status: 'observed', value },
    barrier,
  };
}

/** All lists of the page answered, one of them with rows. */
function speaksForItself(value: ObservationValue<'page.dated-items'>, lists: FollowedLists): boolean {
  const families = value.unreadLists.filter((e) => !e.startsWith('前端模板：'));
  return lists.items.length > 0 && families.length > 0 && families.every((e) => lists.settled.includes(e));
}
