import { EQUALS, GREATER, greaterFrom, isBlank, isLetter, LESS, SLASH } from './characters.ts';
import { decoded } from './entities.ts';
import { nameAt } from './names.ts';
import { addComment, addText, closed, opened, opening, selfClosed, type Tree } from './tree.ts';

const DOUBLE = 0x22;
const AMPERSAND = 0x26;
const SINGLE = 0x27;

/** Elements whose content is text up to their end tag. The library tells them by all letters but the first: it takes some others for them, too. */
const raw: ReadonlyMap<string, string> = new Map([
  ['script', '</script'],
  ['style', '</style'],
  ['title', '</title'],
  ['xitle', '</title'],
  ['textarea', '</textarea'],
  ['xextarea', '</textarea'],
  ['xmp', '</xmp'],
  ['tmp', '</xmp'],
]);

/** Reads an opening tag whose name begins at `start`, with the text of an element that has nothing but text. Returns the place behind it. */
export function openingTag(t: Tree, html: string, start: number): number {
  const end = html.length;
  let i = start;
  let hash = 0;
  let c = html.charCodeAt(i);
  while (i < end && c !== GREATER && c !== SLASH && !isBlank(c)) {
    hash = (hash * 31 + c) | 0;
    c = html.charCodeAt(++i);
  }
  if (i >= end) {
    // A cut tag is left out; of one that may become a special one the library tells the name.
    const cut = html.slice(start).toLowerCase();
    for (const name of raw.keys()) if (name.startsWith(cut)) return lastText(t, html, start);
    return end;
  }
  const name = nameAt(html, start, i, hash) ?? html.slice(start, i).toLowerCase();
  const begun = t.start;
  opening(t, name);
  const attribs: Record<string, string> = {};
  for (;;) {
    while (isBlank(c)) c = html.charCodeAt(++i);
    if (i >= end) return end;
    if (c === GREATER) {
      opened(t, name, attribs, begun);
      t.start = ++i;
      const stop = raw.get(name);
      return stop === undefined ? i : rawText(t, html, i, stop);
    }
    if (c === SLASH) {
      do c = html.charCodeAt(++i);
      while (isBlank(c));
      if (i >= end) return lastCharacter(t, html);
      if (c !== GREATER) continue;
      opened(t, name, attribs, begun);
      selfClosed(t, name);
      t.start = ++i;
      return i;
    }
    t.start = i;
    i = attribute(html, i, attribs);
    if (i >= end) return end;
    c = html.charCodeAt(i);
  }
}

/** Reads one attribute, whose name begins at `start` whatever stands there. Returns the place behind it, the end when it is cut. */
function attribute(html: string, start: number, attribs: Record<string, string>): number {
  const end = html.length;
  let i = start;
  let hash = 0;
  let c = html.charCodeAt(i);
  do {
    hash = (hash * 31 + c) | 0;
    c = html.charCodeAt(++i);
  } while (i < end && c !== EQUALS && c !== GREATER && c !== SLASH && !isBlank(c));
  const known = nameAt(html, start, i, hash);
  const name = known ?? html.slice(start, i).toLowerCase();
  while (isBlank(c)) c = html.charCodeAt(++i);
  if (i >= end) return end;
  let value = '';
  if (c === EQUALS) {
    do c = html.charCodeAt(++i);
    while (isBlank(c));
    if (i >= end) return end;
    let from = i;
    let referred = false;
    if (c === DOUBLE || c === SINGLE) {
      const quote = c;
      from = ++i;
      for (c = html.charCodeAt(i); c !== quote; c = html.charCodeAt(++i)) {
        if (c === AMPERSAND) referred = true;
        else if (i >= end) return end;
      }
      value = html.slice(from, i);
      if (referred) value = decoded(value, quote === DOUBLE ? '"' : "'");
      i++;
    } else {
      while (i < end && c !== GREATER && !isBlank(c)) {
        if (c === AMPERSAND) referred = true;
        c = html.charCodeAt(++i);
      }
      if (i >= end) return end;
      value = html.slice(from, i);
      if (referred) value = decoded(value, 'bare');
    }
  }
  // The first of a name counts. Names that are not known may be those of an object's own methods.
  if (known !== undefined ? attribs[known] === undefined : !Object.hasOwn(attribs, name)) attribs[name] = value;
  return i;
}

/** Text up to the end tag that begins with `stop`, and that tag. Returns the place behind it. */
function rawText(t: Tree, html: string, start: number, stop: string): number {
  const end = html.length;
  const title = stop === '</title';
  let matched = 0;
  for (let i = start; i < end; i++) {
    const c = html.charCodeAt(i);
    if (matched === stop.length) {
      if (c === GREATER || isBlank(c)) {
        const to = i - stop.length;
        if (start < to) addText(t, titleText(html.slice(start, to), title, false), to);
        closed(t, html.slice(to + 2, i).toLowerCase(), i + 1);
        return behindTag(t, html, i);
      }
      matched = 0;
    }
    if ((c | 0x20) === stop.charCodeAt(matched)) matched++;
    else if (matched > 0) matched = c === LESS ? 1 : 0;
    else if (!title) {
      const next = html.indexOf('<', i + 1);
      if (next < 0) break;
      i = next;
      matched = 1;
    }
  }
  if (start < end) addText(t, titleText(html.slice(start), title, true), end);
  return end;
}

const titleText = (text: string, title: boolean, last: boolean): string =>
  title && text.includes('&') ? decoded(text, last ? 'last-title' : 'title') : text;

/** Reads a closing tag at the `<` of its `</`. Returns the place behind it; negative: it is text after all. */
export function closingTag(t: Tree, html: string, at: number): number {
  const end = html.length;
  let i = at + 2;
  let c = html.charCodeAt(i);
  while (isBlank(c)) c = html.charCodeAt(++i);
  if (i >= end) return -1;
  if (c === GREATER) return -1;
  const start = i;
  if (!isLetter(c)) {
    const stop = greaterFrom(html, start + 1);
    if (stop < 0) return lastText(t, html, start);
    addComment(t, html.slice(start, stop), stop + 1);
    return stop + 1;
  }
  let hash = 0;
  while (i < end && c !== GREATER && !isBlank(c)) {
    hash = (hash * 31 + c) | 0;
    c = html.charCodeAt(++i);
  }
  if (i >= end) return end;
  closed(t, nameAt(html, start, i, hash) ?? html.slice(start, i).toLowerCase(), i + 1);
  return behindTag(t, html, i);
}

/** Behind the `>` of a closing tag whose name ends at `from`. */
function behindTag(t: Tree, html: string, from: number): number {
  const stop = greaterFrom(html, from);
  return stop < 0 ? lastCharacter(t, html) : stop + 1;
}

/** What the end of the page cut short is told as text from `from` on. */
export function lastText(t: Tree, html: string, from: number): number {
  if (from < html.length) addText(t, html.slice(from), html.length);
  return html.length;
}

/** Of some cut tags the library tells the last character. */
const lastCharacter = (t: Tree, html: string): number => lastText(t, html, html.length - 1);
