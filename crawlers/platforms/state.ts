import { scriptsOf } from './scripts.ts';

/**
 * 页面内嵌数据 — the JSON assigned to `window.<name>` in a script of the page, or undefined. The object must be whole: what is cut proves
 * nothing here.
 */
export function stateOf(html: string, name: string): unknown {
  for (const { body } of scriptsOf(html)) {
    const start = body.indexOf(name);
    if (start < 0) continue;
    const open = /^\s{0,20}=\s{0,20}(?=\{)/.exec(body.slice(start + name.length, start + name.length + 48));
    if (!open) continue;
    const from = start + name.length + open[0].length;
    const end = endOfObject(body, from);
    if (end < 0) continue;
    try {
      return JSON.parse(body.slice(from, end));
    } catch {}
  }
  return undefined;
}

/** Index behind the brace that closes the object at `from`; -1: it is not closed. */
function endOfObject(text: string, from: number): number {
  let depth = 0;
  for (let i = from; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c === 0x22) {
      // To the closing quote of a JSON text.
      for (i++; i < text.length && text.charCodeAt(i) !== 0x22; i++) if (text.charCodeAt(i) === 0x5c) i++;
    } else if (c === 0x7b) depth++;
    else if (c === 0x7d && --depth === 0) return i + 1;
  }
  return -1;
}
