/** What one linear pass over HTML source tells without building a tree. */
export type PageOutline = {
  /** Text outside tags, scripts, styles and comments, blanks collapsed, cut at the asked length. */
  text: string;
  title: string;
  /** Links with an address. */
  links: number;
  /** Letters, digits and ideographs in the whole text. */
  readable: number;
};

const skipped = ['script', 'style', 'noscript', 'template', 'textarea', 'iframe', 'noframes', 'object'];

/** 页面概览 of HTML source. Linear in its length whatever it holds; text beyond `most` characters is counted, not kept. */
export function outlineOf(html: string, most = 4_000): PageOutline {
  const parts: string[] = [];
  let kept = 0;
  let readable = 0;
  let links = 0;
  let title = '';
  let lower = html.toLowerCase();
  // A few capital letters grow when made small; positions must stay those of the source.
  if (lower.length !== html.length) lower = html.replace(/[A-Z]/g, (c) => c.toLowerCase());
  /** Where a search for an end found nothing: later searches for the same end need not run again. */
  const missing = new Set<string>();
  const endOf = (end: string, from: number): number => {
    if (missing.has(end)) return -1;
    const at = lower.indexOf(end, from);
    if (at < 0) missing.add(end);
    return at;
  };
  const take = (raw: string) => {
    const text = unescaped(raw).replace(/\s+/g, ' ');
    readable += text.replace(/[^\p{L}\p{N}]+/gu, '').length;
    if (kept < most && text.trim() !== '') {
      parts.push(text.slice(0, most - kept));
      kept += text.length;
    }
  };

  let at = 0;
  while (at < html.length) {
    const open = html.indexOf('<', at);
    if (open < 0) {
      take(html.slice(at));
      break;
    }
    if (open > at) take(html.slice(at, open));
    if (lower.startsWith('<!--', open)) {
      const end = endOf('-->', open + 4);
      if (end < 0) break;
      at = end + 3;
      continue;
    }
    const name = /^[a-z][a-z0-9]{0,15}/.exec(lower.slice(open + 1, open + 18))?.[0] ?? '';
    const close = endOf('>', open);
    if (close < 0) break;
    if (name === '' && !/[/!?]/.test(html[open + 1] ?? '')) {
      take('<');
      at = open + 1;
      continue;
    }
    if (name === 'a' && /\shref\s*=/.test(lower.slice(open, Math.min(close, open + 2_000)))) links++;
    at = close + 1;
    if (name === 'title' || skipped.includes(name)) {
      const end = endOf(`</${name}`, at);
      if (name === 'title')
        title = unescaped(html.slice(at, end < 0 ? at + 200 : end))
          .trim()
          .slice(0, 200);
      if (end < 0) break;
      at = end;
    }
  }
  return { text: parts.join(' ').replace(/ +/g, ' ').trim(), title, links, readable };
}

const named: Readonly<Record<string, string>> = {
  nbsp: ' ',
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  ensp: ' ',
  emsp: ' ',
};

function unescaped(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(#\d{1,7}|#x[0-9a-f]{1,6}|[a-z]{2,6});/gi, (whole, body: string) => {
    if (!body.startsWith('#')) return named[body.toLowerCase()] ?? whole;
    const code = /^#x/i.test(body) ? Number.parseInt(body.slice(2), 16) : Number.parseInt(body.slice(1), 10);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : ' ';
  });
}
