import { isTag, type ParentNode } from 'domhandler';
import type { PageSnapshot } from '#core/evidence.ts';
import { type LinkRef, RAW_LIMIT, refOf } from '../links.ts';
import { type LinkKind, type LinkSeen, walkLinks } from './walk.ts';

/** Where on a page a link stands, by the nearest element that says so. A hint for the order of a crawl, never evidence. */
export type LinkZone = 'navigation' | 'footer' | 'list' | 'content';

type Met = {
  /** Of the first occurrence that is followed, else of the first. */
  kind: LinkKind;
  tag: string;
  zone: LinkZone;
  /** A visitor gets there by clicking, waiting or seeing it in a frame (a, area, frame, meta refresh, location of a handler). */
  follow: boolean;
  /** Occurrences on the page. */
  count: number;
};

/** 链接目标 — one distinct address that a page leads to. */
export type PageTarget = Met & {
  /** Absolute, without fragment and user info. */
  url: string;
};
/** One distinct address, as typed, that no web page can be asked for at: malformed, or of another scheme. */
export type ProblemTarget = Met & {
  /** At most 2000 characters. */
  raw: string;
  problem: 'invalid' | 'unsupported-scheme';
};

export type PageTargets = {
  /** In order of their first occurrence. */
  targets: readonly PageTarget[];
  problems: readonly ProblemTarget[];
  /** Links on the page, every occurrence. */
  occurrences: number;
};

/** 页面链接目标: what `linksOf` finds, each address once and without label and place, which a crawl needs only for the few that do not open. */
export function targetsOf(page: PageSnapshot): PageTargets {
  const targets = new Map<string, PageTarget>();
  const problems = new Map<string, ProblemTarget>();
  const zones = new Map<ParentNode, LinkZone>();
  let occurrences = 0;
  walkLinks(page, ({ e, raw, resolved, kind, follow }) => {
    occurrences++;
    const { url, problem } = resolved;
    const key = url ?? typed(raw);
    const known = url === null ? problems.get(key) : targets.get(key);
    if (known !== undefined) {
      known.count++;
      if (!follow || known.follow) return;
      known.follow = true;
      known.kind = kind;
      known.tag = e.name;
      known.zone = zoneOf(e, zones);
      return;
    }
    const met: Met = { kind, tag: e.name, zone: zoneOf(e, zones), follow, count: 1 };
    if (url !== null) targets.set(url, { url, ...met });
    else problems.set(key, { raw: key, problem: problem ?? 'invalid', ...met });
  });
  return { targets: [...targets.values()], problems: [...problems.values()], occurrences };
}

/**
 * Every occurrence of some of a page's targets with label and place, in document order. `wanted`: addresses of targets, or of problem
 * targets what was typed.
 */
export function placesOf(page: PageSnapshot, wanted: ReadonlySet<string>): LinkRef[] {
  const found: LinkRef[] = [];
  walkLinks(page, (link: LinkSeen) => {
    if (wanted.has(link.resolved.url ?? typed(link.raw))) found.push(refOf(page, link));
  });
  return found;
}

const typed = (raw: string): string => (raw.length > RAW_LIMIT ? raw.slice(0, RAW_LIMIT) : raw);

const zoneTags: ReadonlyMap<string, LinkZone> = new Map<string, LinkZone>([
  ['nav', 'navigation'],
  ['header', 'navigation'],
  ['footer', 'footer'],
  ['li', 'list'],
  ['dd', 'list'],
  ['tr', 'list'],
]);
const navigationName = /nav|menu|header|crumb|daohang|(?:^|[\s_-])(?:top|head)(?:$|[\s_-])/i;
const footerName = /foot|copyright|friend|youlian|(?:^|[\s_-])bottom(?:$|[\s_-])/i;

/** Names of navigation and footer win over the list they are made of. */
function zoneOf(node: ParentNode, known: Map<ParentNode, LinkZone>): LinkZone {
  const before = known.get(node);
  if (before !== undefined) return before;
  const outer = node.parent === null ? 'content' : zoneOf(node.parent, known);
  const zone =
    outer === 'navigation' || outer === 'footer' || !isTag(node) ? outer : ownZone(node.name, node.attribs, outer);
  known.set(node, zone);
  return zone;
}

function ownZone(name: string, { id, class: list }: { [name: string]: string }, outer: LinkZone): LinkZone {
  const tag = zoneTags.get(name);
  if (tag === 'navigation' || tag === 'footer') return tag;
  // The page itself is often named after its menu.
  if (name !== 'body' && name !== 'html' && (id !== undefined || list !== undefined)) {
    const names = id === undefined ? list! : list === undefined ? id : `${id} ${list}`;
    if (navigationName.test(names)) return 'navigation';
    if (footerName.test(names)) return 'footer';
  }
  return tag ?? outer;
}
