import { hasContent } from '#core/challenge.ts';
import type { PageSnapshot } from '#core/evidence.ts';
import type { UnobservedReason } from '#core/observation.ts';
import { outlineOf } from '#core/page-text.ts';
import { documentOf } from '#probes/network/access-document.ts';
import { readPageFacts } from '#probes/network/link/page-facts.ts';
import { confess } from '#probes/network/link/soft404.ts';
import { type PageRead, type PageReaderOptions, readPage } from './page-reader.ts';
import type { SiteScripts } from './scripts.ts';
import type { Shower } from './show-page.ts';

/** Redirects of pages themselves (meta refresh, `location=…`) followed for one address. */
const maxHops = 3;

export type OpenPageOptions = PageReaderOptions & { scripts: SiteScripts; show: Shower };

/**
 * What stands behind an address for a visitor: the redirects of the page itself followed, the site's scripts beside it, shown in a browser where
 * nothing but scripts came.
 */
export async function openPage(url: string, role: PageSnapshot['role'], o: OpenPageOptions): Promise<PageRead> {
  const read = await followed(url, role, o);
  if (!read.ok) return read;
  const barrier = barrierOf(read.page);
  if (barrier === undefined) return { ...read, page: await o.scripts(read.page) };
  if (barrier.reason !== 'needs-browser') return { ok: false, ...barrier };
  const shown = await o.show(read);
  if (shown === null) return { ok: false, ...barrier };
  if ('failed' in shown) return { ok: false, ...unshown(barrier.detail, shown.failed) };
  const still = barrierOf(shown.page);
  return still ? { ok: false, ...still } : { ...read, ...shown };
}

/** A browser is there, but did not show the page: another one would not help. */
export function unshown(detail: string, failed: string): { reason: UnobservedReason; detail: string } {
  return { reason: 'not-collected', detail: `${detail}；${failed}` };
}

/** Reads an address and goes on where the page does nothing but lead on. */
export async function followed(url: string, role: PageSnapshot['role'], o: PageReaderOptions): Promise<PageRead> {
  let read = await readPage(url, role, o);
  for (let hop = 0; hop < maxHops && read.ok; hop += 1) {
    const next = onwardOf(read.page);
    if (next === null) break;
    read = await readPage(next, role, o);
  }
  return read;
}

/** Where a page that only leads on leads to; several targets mean a condition, of which the last is what is left when none holds. */
function onwardOf(page: PageSnapshot): string | null {
  const shown = documentOf(page.html, page.url);
  if (shown.kind === 'refresh') return shown.url;
  return shown.kind === 'script-redirect' ? (shown.urls.at(-1) ?? null) : null;
}

/**
 * 看不到页面 — why the bytes that came are not the page that was asked for: an error or maintenance page with a good status, a login
 * in its place, a shell that scripts fill. Whatever such bytes lack, the page itself may have. Undefined: it is a page.
 */
export function barrierOf(page: PageSnapshot): { reason: UnobservedReason; detail: string } | undefined {
  const outline = outlineOf(page.html);
  const error = confess(readPageFacts(page.html), page.cut === undefined);
  if (error.level === 'certain') return { reason: 'not-collected', detail: `页面显示的是错误页：${error.note}` };
  if (error.level === 'maintenance')
    return { reason: 'not-collected', detail: `页面显示的是维护或建设中的提示：${error.note}` };
  if (serverDefault.test(outline.title.trim()))
    return { reason: 'not-collected', detail: `页面是服务器软件自带的默认页（${outline.title.trim().slice(0, 40)}）` };
  if (hasContent(outline)) return undefined;
  if (outline.readable < loginLength && passwordField.test(page.html))
    return { reason: 'login-required', detail: '页面只有登录框，要登录才能看到内容' };
  switch (documentOf(page.html, page.url).kind) {
    case 'script-shell':
      return page.rendered
        ? { reason: 'unparsed', detail: '在浏览器里打开后仍没有内容' }
        : { reason: 'needs-browser', detail: '页面内容全部由脚本生成，不用浏览器看不到' };
    case 'refresh':
    case 'script-redirect':
      return { reason: 'unparsed', detail: '页面反复跳转，看不到内容' };
    case 'blank':
      return { reason: 'unparsed', detail: '页面没有可读的内容' };
    default:
      return undefined;
  }
}

const serverDefault =
  /^(?:welcome to (?:nginx|openresty|tengine|centos|caddy)|apache\d? [\w ]{0,20}default page|test page for (?:the )?(?:apache|nginx)|iis windows|iis\d|internet information services|apache tomcat\/|it works!?$)/i;
const loginLength = 100;
const passwordField = /<input[^>]{0,300}type\s{0,9}=\s{0,9}["']?password/i;
