import type { Document } from 'domhandler';
import { isLetter, LESS, SLASH } from './markup/characters.ts';
import { declaration, instruction } from './markup/declarations.ts';
import { decoded } from './markup/entities.ts';
import { closingTag, openingTag } from './markup/tags.ts';
import { addText, openTree, type Tree } from './markup/tree.ts';

const EXCLAMATION = 0x21;
const AMPERSAND = 0x26;
const QUESTION = 0x3f;
const SHORT = 16;

/**
 * 解析网页 — one tolerant pass with start indices, node for node what htmlparser2 with domhandler makes of it (tests compare them on real and on
 * mangled pages), at half its cost. Depth is cut at what browsers allow, so that whoever walks the tree may recurse.
 * Null: too many nodes or too deep to be a page.
 */
export function parsePage(html: string): Document | null {
  const t = openTree();
  const end = html.length;
  /** Text from here on has not been told yet; whether it holds character references. */
  let from = 0;
  let referred = false;
  for (let i = 0; i < end; ) {
    const c = html.charCodeAt(i);
    if (c !== LESS) {
      if (c === AMPERSAND) referred = true;
      i++;
      // Most texts are a few blanks; in longer ones the engine's own search is quicker than looking at each character.
      if (i - from > SHORT) {
        const next = html.indexOf('<', i);
        const stop = next < 0 ? end : next;
        if (!referred) referred = html.slice(i, stop).includes('&');
        i = stop;
      }
      continue;
    }
    if (i > from) {
      tell(t, html, from, i, referred, false);
      from = i;
      referred = false;
    }
    const next = markup(t, html, i);
    if (t.bomb) return null;
    // Not markup after all: it is text, in which references count again.
    if (next < 0) i = i + 1;
    else {
      i = next;
      from = next;
    }
  }
  if (from < end) tell(t, html, from, end, referred, true);
  return t.root;
}

function tell(t: Tree, html: string, from: number, to: number, referred: boolean, last: boolean): void {
  const text = html.slice(from, to);
  addText(t, referred ? decoded(text, last ? 'last-text' : 'text') : text, to);
}

/** Reads what begins with the `<` at `at`. Returns the place behind it; negative: it is text. What the end of the page cuts short is told here. */
function markup(t: Tree, html: string, at: number): number {
  const c = html.charCodeAt(at + 1);
  if (isLetter(c)) return openingTag(t, html, at + 1);
  if (c === SLASH) return closingTag(t, html, at);
  if (c === EXCLAMATION) return declaration(t, html, at + 2);
  return c === QUESTION ? instruction(t, html, at + 2) : -1;
}
