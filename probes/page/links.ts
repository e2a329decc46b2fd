import { type Element, isTag } from 'domhandler';
import type { Locator, PageSnapshot } from '#core/evidence.ts';
import { scriptTargets } from './links/embedded.ts';
import { type Resolved, resolver } from './links/resolve.ts';
import { type LinkKind, type LinkSeen, walkLinks } from './links/walk.ts';
import { locate } from './locate.ts';
import { attr, pageIndex, rawText, squeeze, textOf } from './text.ts';

export type { LinkKind } from './links/walk.ts';

/** 页面上的一个链接, as typed and as a browser would follow it. */
export type LinkRef = Resolved & {
  /** As typed, at most 2000 characters. */
  raw: string;
  kind: LinkKind;
  tag: string;
  attr: string;
  /** Text of the anchor, alt of its image or its title; at most 120 characters. */
  text: string;
  place: Locator;
};

/** Longest address kept as typed. */
export const RAW_LIMIT = 2000;

/**
 * 页面链接, in document order, every occurrence. Not links: what stands in comments, in script text, in templates, and in noscript,
 * which no visitor with a normal browser is shown. `wanted`: only the links of these elements, for who needs a few.
 */
export function linksOf(page: PageSnapshot, wanted?: (e: Element) => boolean): LinkRef[] {
  const found: LinkRef[] = [];
  walkLinks(page, (link) => found.push(refOf(page, link)), wanted);
  return found;
}

/** A link that was met, with its label and its place. */
export function refOf(page: PageSnapshot, link: LinkSeen): LinkRef {
  return {
    ...link.resolved,
    raw: link.raw.slice(0, RAW_LIMIT),
    kind: link.kind,
    tag: link.e.name,
    attr: link.attr,
    text: labelOf(link.e),
    place: locate(page, link.e),
  };
}

function labelOf(e: Element): string {
  if (e.name === 'style' || e.name === 'script' || e.name === 'body' || e.name === 'form') return '';
  const shown = textOf(e, 120);
  if (shown !== '') return shown;
  const image = e.name === 'a' ? firstImage(e) : e;
  const label =
    attr(e, 'alt') || attr(e, 'title') || (image === null ? '' : attr(image, 'alt') || attr(image, 'title'));
  return squeeze(label).trim().slice(0, 120);
}

function firstImage(e: Element): Element | null {
  for (const child of e.children) {
    if (!isTag(child)) continue;
    if (child.name === 'img') return child;
    const deeper = firstImage(child);
    if (deeper) return deeper;
  }
  return null;
}

/**
 * 跳转桩页: the target of a page that does nothing but lead on, by meta refresh or by a script; null when the page has content of
 * its own or the target is not a plain literal.
 */
export function redirectOf(page: PageSnapshot): LinkRef | null {
  const refresh = linksOf(page, (e) => e.name === 'meta')[0];
  if (refresh) return refresh;
  const { elements, visible } = pageIndex(page.document);
  if (visible.text.trim().length > 100) return null;
  const resolve = resolver(page);
  for (const e of elements) {
    if (e.name !== 'script' || e.attribs.src !== undefined) continue;
    const raw = scriptTargets(rawText(e))[0];
    if (raw === undefined) continue;
    return { ...resolve(raw), raw, kind: 'page', tag: 'script', attr: 'text', text: '', place: locate(page, e) };
  }
  return null;
}
