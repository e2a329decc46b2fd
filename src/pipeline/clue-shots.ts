import type { Clock } from '#core/context.ts';
import type { Evidence, Locator } from '#core/evidence.ts';
import type { Observation } from '#core/observation.ts';
import { decodeHtml } from '#crawlers/page/charset.ts';
import type { Photographed } from '#crawlers/site/render-pages.ts';
import type { EvidenceStore } from '../store/ports.ts';

/** Takes a picture of a kept page with one element framed; never throws. */
export type PageShooter = (
  page: { url: string; html: string },
  mark: string,
  hosts: readonly string[],
) => Promise<Photographed>;

export type ClueShotsOptions = {
  shoot: PageShooter;
  evidence: EvidenceStore;
  hosts: readonly string[];
  /** Pictures at most. */
  max: number;
  clock: Clock;
};

type Seen = Observation & { status: 'observed' };
/** One place to be photographed, and the documents that may hold it. */
type View = { observation: Seen; kind: string; place: Locator; pages: readonly Evidence[] };

/**
 * 线索截图 — one picture for each group of clues, from the bytes that showed them, put beside the page as evidence at the same place; for a link that
 * leads to a doubtful place or does not open, of the first page that holds it. What cannot be photographed stays a clue with its page. Groups of different kinds
 * come first, the home page before all.
 */
export async function shootClues(seen: readonly Observation[], o: ClueShotsOptions): Promise<void> {
  let left = o.max;
  for (const view of inTurn(seen)) {
    if (left <= 0) return;
    const shot = await picture(view, o);
    if (shot === null) continue;
    left -= 1;
    view.observation.evidence.push(shot);
  }
}

const deadLink = 'dead-link';
/** A dead link is proved without a picture: it gets one when nothing else wants it. */
const later = 1_000;

/** Views in the order in which they are photographed: the first of each kind of every page, then the second. */
function inTurn(seen: readonly Observation[]): View[] {
  const turns: { view: View; turn: number }[] = [];
  const targets = new Map<string, number>();
  const personal = personalPages(seen);
  for (const observation of seen) {
    const counts = observation.kind === 'link.status' ? targets : new Map<string, number>();
    for (const { pages, ...rest } of viewsOf(observation)) {
      const view = { ...rest, pages: pages.filter((p) => !personal.has(p.sha256)) };
      if (view.pages.length === 0) continue;
      const turn = counts.get(view.kind) ?? 0;
      counts.set(view.kind, turn + 1);
      turns.push({ view, turn: view.kind === deadLink ? turn + later : turn });
    }
  }
  return turns.sort((a, b) => a.turn - b.turn).map(({ view }) => view);
}

/** A picture cannot be masked: none is taken of a page on which personal data stand, whatever the picture would be for. */
function personalPages(seen: readonly Observation[]): ReadonlySet<string> {
  const pages = seen.flatMap((o) =>
    o.kind === 'page.clues' && o.status === 'observed' && o.value.clues.some((c) => c.kind === 'personal-data')
      ? o.evidence
      : [],
  );
  return new Set(pages.map((e) => e.sha256));
}

function viewsOf(observation: Observation): View[] {
  if (observation.status !== 'observed') return [];
  if (observation.kind === 'page.suspect-links' || observation.kind === 'page.clues') {
    const pages = observation.evidence.filter((e) => e.kind === 'html');
    const clues: readonly Placed[] = observation.value.clues;
    return groupsOf(clues).map(({ kind, place }) => ({ observation, kind, place, pages }));
  }
  if (observation.kind !== 'link.status') return [];
  const { suspect, status } = observation.value;
  if (suspect === undefined && status !== 'broken') return [];
  const [parent] = observation.value.parents;
  if (parent?.place.selector === undefined || inHead.test(parent.place.selector)) return [];
  const pages = observation.evidence.filter((e) => e.kind === 'html' && e.url === parent.url);
  return [{ observation, kind: suspect?.kind ?? deadLink, place: parent.place, pages: pages.slice(0, 1) }];
}

/** 线索分组: clues of one kind whose links stand side by side are one thing to look at; the first of them stands for all. */
function groupsOf(clues: readonly Placed[]): Placed[] {
  const groups = new Map<string, Placed>();
  for (const clue of clues) {
    const { selector } = clue.place;
    // A title or a meta tag cannot be seen on any picture.
    if (selector === undefined || inHead.test(selector)) continue;
    const parent = selector.slice(0, Math.max(0, selector.lastIndexOf(' > ')));
    const group = `${clue.kind} ${parent === '' ? selector : parent}`;
    if (!groups.has(group)) groups.set(group, clue);
  }
  return [...groups.values()];
}

type Placed = { kind: string; place: Locator };
const inHead = /(?:^|> ?)(?:head|title|meta)(?![\w-])/i;

/** The page may have come in several documents: the first that has the place is it. */
async function picture({ place, pages }: View, o: ClueShotsOptions): Promise<Evidence | null> {
  const { selector } = place;
  if (selector === undefined) return null;
  for (const page of pages) {
    const bytes = await o.evidence.get(page.sha256).catch(() => undefined);
    if (bytes === undefined) continue;
    const html = decodeHtml(bytes, null).text;
    const shot = await o.shoot({ url: page.url, html }, selector, o.hosts);
    if ('failed' in shot || shot.marked === 'missing') continue;
    return {
      kind: 'screenshot',
      sha256: await o.evidence.put(shot.png),
      url: page.url,
      capturedAt: o.clock.now().toISOString(),
      locator: place,
      ...(shot.marked === 'revealed' ? { revealed: true as const } : {}),
      ...(shot.thumbnail.length > 0 ? { preview: await o.evidence.put(shot.thumbnail) } : {}),
    };
  }
  return null;
}
