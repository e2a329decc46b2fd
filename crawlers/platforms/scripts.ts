/** One script element of a page. */
export type PageScript = { attributes: string; body: string };

/** More than any page has; a page of nothing else is none. */
const mostScripts = 2_000;

/**
 * 页面脚本 — the inline scripts in order, one linear pass. Only what stands inside a script element: text of an article that quotes code is
 * no code.
 */
export function scriptsOf(html: string): PageScript[] {
  const found: PageScript[] = [];
  const open = /<!--|<script(?=[\s>/])/gi;
  const close = /<\/script/gi;
  for (let m = open.exec(html); m !== null && found.length < mostScripts; m = open.exec(html)) {
    if (m[0] === '<!--') {
      const end = html.indexOf('-->', open.lastIndex);
      if (end < 0) break;
      open.lastIndex = end + 3;
      continue;
    }
    const start = html.indexOf('>', open.lastIndex);
    if (start < 0) break;
    close.lastIndex = start + 1;
    // A cut page ends inside its last script: what is there is still read.
    const end = close.exec(html)?.index ?? html.length;
    found.push({ attributes: html.slice(open.lastIndex, start).slice(0, 2_000), body: html.slice(start + 1, end) });
    open.lastIndex = end;
  }
  return found;
}
