/** Addresses inside other languages: style sheets, event handlers, srcset, meta refresh. All patterns are linear. */

/** Targets of `url(…)` and `@import` in CSS, comments left out. */
export function cssUrls(css: string): { raw: string; sheet: boolean }[] {
  if (!/url\s*\(|@import/i.test(css)) return [];
  const found: { raw: string; sheet: boolean }[] = [];
  const pattern =
    /(@import\s{0,20})?url\(\s{0,20}(?:"([^"\n]{0,4000})"|'([^'\n]{0,4000})'|([^\s"'()]{1,4000}))\s{0,20}\)|@import\s{0,20}(?:"([^"\n]{1,4000})"|'([^'\n]{1,4000})')/gi;
  for (const m of withoutCssComments(css).matchAll(pattern)) {
    const raw = m[2] ?? m[3] ?? m[4] ?? m[5] ?? m[6] ?? '';
    if (raw.trim() !== '') found.push({ raw, sheet: m[0].startsWith('@') });
  }
  return found;
}

function withoutCssComments(css: string): string {
  let out = '';
  for (let at = 0; ; ) {
    const open = css.indexOf('/*', at);
    if (open < 0) return out + css.slice(at);
    out += css.slice(at, open);
    const close = css.indexOf('*/', open + 2);
    if (close < 0) return out;
    at = close + 2;
  }
}

/**
 * Literal targets of window.open, location = …, location.href = …, location.replace/assign. A target put together from parts
 * (`'a' + id`) is not known and left out.
 */
export function scriptTargets(code: string): string[] {
  if (!/open|location/i.test(code)) return [];
  const found: string[] = [];
  const pattern =
    /(?:\bopen\s{0,9}\(|\blocation(?:\s{0,9}\.\s{0,9}href)?\s{0,9}=(?!=)|\blocation\s{0,9}\.\s{0,9}(?:replace|assign)\s{0,9}\()\s{0,9}(?:"([^"\n]{1,4000})"|'([^'\n]{1,4000})')(\s{0,9}\+)?/g;
  for (const m of code.matchAll(pattern)) {
    const target = (m[1] ?? m[2] ?? '').trim();
    if (m[3] === undefined && target !== '' && target !== 'about:blank') found.push(target);
  }
  return found;
}

/** Addresses of a srcset: each runs to the next blank; descriptors follow. */
export function srcsetUrls(srcset: string): string[] {
  const found: string[] = [];
  for (const part of srcset.slice(0, 20_000).split(/,\s+|,$/)) {
    const address = part.trim().split(/\s/, 1)[0]!.replace(/,+$/, '');
    if (address !== '') found.push(address);
  }
  return found;
}

/** Target of `<meta http-equiv="refresh" content="0; url='…'">`, null when the page only reloads itself. */
export function refreshTarget(content: string): string | null {
  const m = /^[\s\d.]*[;,]?\s*url\s*=\s*(.+)$/is.exec(content.slice(0, 4000).trim());
  if (!m) return null;
  const target = m[1]!.trim();
  const quote = target[0];
  if (quote !== '"' && quote !== "'") return target;
  const end = target.indexOf(quote, 1);
  return (end < 0 ? target.slice(1) : target.slice(1, end)).trim() || null;
}
