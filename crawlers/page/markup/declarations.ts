import { greaterFrom } from './characters.ts';
import { lastText } from './tags.ts';
import { addComment, addInstruction, type Tree } from './tree.ts';

const DASH = 0x2d;
const BRACKET = 0x5b;
const section = 'CDATA[';

/** Reads what stands behind `<!` at `start`: a comment, a doctype, a CDATA section (a comment in HTML). Returns the place behind it. */
export function declaration(t: Tree, html: string, start: number): number {
  const end = html.length;
  if (start >= end) return end;
  const c = html.charCodeAt(start);
  // The first character is never the end: `<!>` goes on.
  let from = start + 1;
  if (c === DASH) {
    if (from >= end) return lastText(t, html, start);
    if (html.charCodeAt(from) === DASH) return comment(t, html, start + 2);
    from++;
  } else if (c === BRACKET) {
    let matched = 0;
    while (matched < section.length && html.charCodeAt(from) === section.charCodeAt(matched)) {
      from++;
      matched++;
    }
    if (matched === section.length) return cdata(t, html, from);
  }
  const stop = greaterFrom(html, from);
  if (stop < 0) return lastText(t, html, start);
  addInstruction(t, '!', html.slice(start, stop), stop + 1);
  return stop + 1;
}

function comment(t: Tree, html: string, start: number): number {
  // The dashes of the opening may be those of the end: `<!-->`.
  const stop = html.indexOf('-->', start - 2);
  if (stop >= 0) {
    addComment(t, html.slice(start, Math.max(start, stop)), stop + 3);
    return stop + 3;
  }
  if (start < html.length) addComment(t, html.slice(start), html.length);
  return html.length;
}

function cdata(t: Tree, html: string, start: number): number {
  const stop = html.indexOf(']]>', start);
  const to = stop < 0 ? html.length : stop;
  const next = stop < 0 ? html.length : stop + 3;
  if (stop >= 0 || start < to) addComment(t, `[CDATA[${html.slice(start, to)}]]`, next);
  return next;
}

/** Reads what stands behind `<?` at `start`. Returns the place behind it. */
export function instruction(t: Tree, html: string, start: number): number {
  const stop = greaterFrom(html, start);
  if (stop < 0) return lastText(t, html, start);
  addInstruction(t, '?', html.slice(start, stop), stop + 1);
  return stop + 1;
}
