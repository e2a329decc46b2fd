import { Parser } from 'htmlparser2';
import { hasContent } from '#core/challenge.ts';
import { outlineOf } from '#core/page-text.ts';

/** 首页文档的种类 — what a visitor's browser would do with it. Addresses are absolute. */
export type HomeDocument =
  | { kind: 'page' }
  /** `delayMs` as the page asks for it. */
  | { kind: 'refresh'; url: string; delayMs: number }
  | { kind: 'script-redirect'; urls: readonly string[] }
  | { kind: 'frames'; urls: readonly string[] }
  | { kind: 'images'; urls: readonly string[] }
  /** Scripts write everything: only a browser can tell. */
  | { kind: 'script-shell' }
  | { kind: 'blank' };

/** Longest delay of a meta refresh that still is a redirect; beyond it the page reloads itself now and then. */
const longestDelayMs = 30_000;
/** With less text than this, a script's redirect or "loading" is all the page has to say. */
const hardlyAny = 20;
const mostAddresses = 4;
const parsedLength = 256 * 1024;
const scriptLength = 64 * 1024;

const loading = /加载中|正在加载|载入中|loading|请稍候|请等待|正在(?:跳转|进入|打开)/i;
const wantsScripts =
  /(?:启用|开启|打开|支持|enable)[^。]{0,12}javascript|javascript[^。]{0,12}(?:启用|开启|打开|支持|enabled)/i;

/** 判别首页文档. Pure. A page with content is a page, whatever else it holds. */
export function documentOf(html: string, base: string): HomeDocument {
  const outline = outlineOf(html);
  if (hasContent(outline)) return { kind: 'page' };
  const seen = inventory(html, base);

  if (seen.refresh && !sameAddress(seen.refresh.url, base)) return { kind: 'refresh', ...seen.refresh };
  if (seen.frames.length > 0) return { kind: 'frames', urls: seen.frames };
  if (outline.readable < hardlyAny) {
    const urls = redirectsOf(seen.script, base);
    if (urls.length > 0) return { kind: 'script-redirect', urls };
  }
  const waiting = outline.readable < hardlyAny && loading.test(outline.text);
  const refusing = outline.readable < 3 * hardlyAny && wantsScripts.test(outline.text);
  if (outline.readable >= 2 && !(seen.hasScript && (waiting || refusing))) return { kind: 'page' };
  if (seen.iframes.length > 0) return { kind: 'frames', urls: seen.iframes };
  if (seen.hasScript) return { kind: 'script-shell' };
  if (seen.images.length > 0) return { kind: 'images', urls: seen.images };
  return { kind: 'blank' };
}

type Inventory = {
  refresh: { url: string; delayMs: number } | null;
  frames: string[];
  iframes: string[];
  images: string[];
  script: string;
  hasScript: boolean;
};

function inventory(html: string, base: string): Inventory {
  const seen: Inventory = { refresh: null, frames: [], iframes: [], images: [], script: '', hasScript: false };
  let inScript = false;
  // Browsers run scripts, so nothing inside noscript exists for them.
  let unseen = 0;
  const add = (list: string[], address: string | undefined) => {
    const url = absolute(address, base);
    if (url !== null && list.length < mostAddresses && !list.includes(url)) list.push(url);
  };
  const parser = new Parser({
    onopentag(name, a) {
      if (name === 'noscript' || name === 'template') unseen++;
      if (unseen > 0) return;
      if (name === 'meta' && a['http-equiv']?.toLowerCase() === 'refresh')
        seen.refresh ??= refreshOf(a.content ?? '', base);
      else if (name === 'frame') add(seen.frames, a.src);
      else if (name === 'iframe') add(seen.iframes, a.src);
      else if (name === 'img') add(seen.images, a.src);
      else if (name === 'input' && a.type?.toLowerCase() === 'image') add(seen.images, a.src);
      else if (name === 'embed' || name === 'object') add(seen.images, a.src ?? a.data);
      else if (name === 'script') {
        inScript = true;
        if (a.type === undefined || a.type === '' || /javascript|module|ecmascript/i.test(a.type))
          seen.hasScript = true;
      }
      if (a.background) add(seen.images, a.background);
      const style = /url\(\s*["']?([^"')]{1,500})/i.exec(a.style?.slice(0, 2_000) ?? '')?.[1];
      if (style) add(seen.images, style);
      if (a.onload) seen.script = `${seen.script}\n${a.onload}`.slice(0, scriptLength);
    },
    ontext(text) {
      if (inScript && unseen === 0 && seen.script.length < scriptLength)
        seen.script = (seen.script + text).slice(0, scriptLength);
    },
    onclosetag(name) {
      if (name === 'script') {
        inScript = false;
        seen.script += '\n';
      }
      if ((name === 'noscript' || name === 'template') && unseen > 0) unseen--;
    },
  });
  parser.write(html.slice(0, parsedLength));
  parser.end();
  return seen;
}

/** `3;url=/index.html` and its sloppy forms. Without an address it reloads the page itself. */
function refreshOf(content: string, base: string): { url: string; delayMs: number } | null {
  const m = /^\s*(\d{0,4})(?:\.\d{0,3})?\s*[;,]?\s*(?:url\s*=\s*)?(.{0,2000})$/is.exec(content);
  if (!m) return null;
  const delayMs = Number(m[1] ?? 0) * 1_000;
  const address = (m[2] ?? '').trim().replace(/^["']|["']$/g, '');
  const url = address === '' ? null : absolute(address, base);
  return url === null || delayMs > longestDelayMs ? null : { url, delayMs };
}

/** Literal targets of `location = …`, `location.href = …`, `location.replace(…)`, in order. */
function redirectsOf(script: string, base: string): string[] {
  // Comments out, but not the `//` of an address.
  const code = script.replace(/\/\*[^*]*\*+(?:[^/*][^*]*\*+)*\//g, ' ').replace(/(^|[\s;{}])\/\/[^\n]*/g, '$1');
  const urls: string[] = [];
  const found =
    /\blocation(?:\s*\.\s*href)?\s*=\s*(["'])([^"'\r\n]{1,500})\1|\b(?:location\s*\.\s*(?:replace|assign)|window\s*\.\s*navigate)\s*\(\s*(["'])([^"'\r\n]{1,500})\3/g;
  for (const m of code.matchAll(found)) {
    const url = absolute(m[2] ?? m[4], base);
    if (url !== null && !sameAddress(url, base) && !urls.includes(url) && urls.length < mostAddresses) urls.push(url);
  }
  return urls;
}

function absolute(address: string | undefined, base: string): string | null {
  if (address === undefined || address.trim() === '') return null;
  const url = URL.parse(address.trim(), base);
  return url && /^https?:$/.test(url.protocol) && url.hostname !== '' ? url.href : null;
}

function sameAddress(a: string, b: string): boolean {
  return a.split('#', 1)[0] === b.split('#', 1)[0];
}
