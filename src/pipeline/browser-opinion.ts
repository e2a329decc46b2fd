import type { ObservationValue } from '#core/observation.ts';
import { outlineOf } from '#core/page-text.ts';
import type { Reading } from '#probes/probe.ts';
import type { PageRenderer } from './renderer.ts';

/** A page this long has text or has none. */
const maxCharacters = 2_000_000;

type Access = ObservationValue<'site.access'>;

/** Faults that may be our reader's: a hang, a refusal or a missing name is the same in a browser. */
const ofOurs: ReadonlySet<Access['outcome']> = new Set(['protocol-error', 'tls-failure', 'empty']);

/** Whether a browser may see what our clients did not. */
export function wantsBrowser(reading: Reading<'site.access'>): boolean {
  return reading.status === 'observed' ? ofOurs.has(reading.value.outcome) : reading.reason === 'needs-browser';
}

/**
 * 浏览器复看 — what a browser opens must not count as down because our reader is stricter. It can only prove that a page opened, and only
 * well inside the time; what it does not show, or shows late (its start and its waiting for rest are ours), leaves the reading as it was.
 */
export async function browserOpinion(
  reading: Reading<'site.access'>,
  o: { url: string; hosts: readonly string[]; render: PageRenderer; watchMs: number; vantage: string },
): Promise<Reading<'site.access'>> {
  const shown = await o.render(o.url, o.hosts);
  if ('failed' in shown || shown.ms >= o.watchMs / 2 || (shown.status ?? 200) >= 400 || !readable(shown.html))
    return reading;
  const why =
    reading.status === 'observed'
      ? '程序的两种读取方式都没有打开，浏览器能打开，按打开计；网站的响应不合规范，请核对服务器设置'
      : '首页内容由脚本生成，由浏览器打开计时';
  const seen: Partial<Access> =
    reading.status === 'observed'
      ? reading.value
      : // The document itself came by the strict client: where there is a certificate, it was accepted.
        { certificate: o.url.startsWith('https:') ? 'valid' : 'none', redirects: [], notes: [] };
  const { stage: _, code: __, ...kept } = seen;
  return {
    status: 'observed',
    value: {
      bodyBytes: 0,
      bodySha256: null,
      redirects: [],
      certificate: 'none',
      phases: { end: shown.ms },
      ...kept,
      url: o.url,
      finalUrl: shown.finalUrl,
      outcome: 'opened',
      ...(shown.status === null ? {} : { status: shown.status }),
      openedMs: shown.ms,
      watchedMs: shown.ms,
      watchLimitMs: o.watchMs,
      notes: [...(seen.notes ?? []), why],
      engine: 'browser',
      vantage: o.vantage,
    },
  };
}

/** Some text stands in what the browser shows. */
const readable = (html: string) => outlineOf(html.slice(0, maxCharacters)).readable >= 2;
