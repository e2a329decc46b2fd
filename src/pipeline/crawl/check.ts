import type { ProbeContext } from '#core/context.ts';
import type { CrawlLedger, CrawlPage, CrawlTarget } from '#core/crawl.ts';
import type { Exchange } from '#core/evidence.ts';
import type { CrawlEnd } from '#crawlers/site/types.ts';
import type { LinkOptions, LinkTarget } from '#probes/network/link/types.ts';
import { checkLinks } from '#probes/network/link.ts';
import type { EvidenceStore } from '../../store/ports.ts';
import { store } from '../write.ts';
import { exchangeOf } from './stored-page.ts';
import type { Tally } from './tally.ts';

/** Element that most likely holds a link of this kind: the link check judges a picture otherwise than a page. */
const tags: Record<CrawlTarget['kind'], string> = {
  page: 'a',
  attachment: 'a',
  other: 'link',
  image: 'img',
  script: 'script',
  style: 'link',
  media: 'video',
  frame: 'iframe',
  form: 'form',
};

/** Whether the crawl itself has seen that an address opens as what it promises. */
export function opened(ledger: CrawlLedger, id: number, doubts: ReadonlySet<number>): boolean {
  const page = ledger.pages.get(id);
  if (page === undefined || page.doubt === true || doubts.has(id)) return false;
  return page.result === 'page' || page.result === 'file';
}

/** 链接检查 of everything that the crawl did not settle by reading it. What an earlier process settled is not asked again. */
export async function checkRest(o: {
  ledger: CrawlLedger;
  tally: Tally;
  end: CrawlEnd;
  /** Pages that were read and may be error pages all the same. */
  doubts: ReadonlySet<number>;
  home: string;
  which: 'all' | 'own';
  context: ProbeContext;
  evidence: EvidenceStore;
  options: Partial<LinkOptions> & { seed: string };
  onLinks?: ((done: number, total: number) => void) | undefined;
}): Promise<void> {
  const { ledger, tally } = o;
  const numbers = new Map<string, number>();
  const targets: LinkTarget[] = [];
  for (const [id, target] of ledger.targets.entries()) {
    // Named by a sitemap alone: nobody who reads the site meets it.
    if (tally.parents[id] === 0 || ledger.verdicts.has(id) || opened(ledger, id, o.doubts)) continue;
    numbers.set(target.url, id);
    targets.push(linkTarget(o, id, target));
  }
  const shown = shownBy(ledger, o.doubts);
  let done = 0;
  for await (const { target, reading, stored } of checkLinks(targets, o.context, { ...o.options, shown })) {
    const id = numbers.get(target.url);
    done += 1;
    o.onLinks?.(done, targets.length);
    if (id === undefined) continue;
    // Our own interruption is no verdict: whoever goes on asks again.
    if (reading.status === 'unobserved' && reading.reason === 'cancelled') continue;
    const at = o.context.clock.now().toISOString();
    const kept = (await store(o.evidence, stored, at)).flatMap((e) =>
      e.kind === 'exchange' || e.kind === 'html' ? [{ ...e, kind: e.kind }] : [],
    );
    if (reading.status === 'observed') {
      const { parents: _, parentCount: __, ...value } = reading.value;
      ledger.settle({ target: id, reading: { status: 'observed', value }, stored: kept });
    } else ledger.settle({ target: id, reading, stored: kept });
  }
}

function linkTarget(o: Parameters<typeof checkRest>[0], id: number, target: CrawlTarget): LinkTarget {
  const { ledger, tally } = o;
  const page = ledger.pages.get(id);
  const from = ledger.targets[tally.first[id] ?? 0]?.url ?? o.home;
  const left = target.plan === 'trap' ? 'LIMIT_REACHED' : null;
  const barred = !target.external && !o.end.allowed(target.url) ? 'EXCLUDED_ROBOTS' : null;
  const excluded = target.external && o.which === 'own' ? 'EXCLUDED_RULE' : (barred ?? left);
  return {
    url: target.url,
    parents: [{ url: from, role: 'other', tag: tags[target.kind], text: '', place: {} }],
    parentCount: tally.parents[id] ?? 1,
    external: target.external,
    home: o.home,
    ...(excluded === null ? {} : { excluded }),
    ...(page === undefined ? {} : { seen: async () => answerOf(target.url, page, ledger.body(id)) }),
  };
}

/** The crawl's answer with its body; null when there was one and it is gone, or it is not what the server sent. */
function answerOf(url: string, page: CrawlPage, body: Uint8Array | null): Exchange | null {
  if ((body === null && page.bytes > 0) || page.rendered) return null;
  const whole = body ?? new Uint8Array(0);
  return page.exchange ? { ...page.exchange, body: whole } : exchangeOf(url, page, whole);
}

function shownBy(ledger: CrawlLedger, doubts: ReadonlySet<number>): Map<string, { pages: number; files: number }> {
  const shown = new Map<string, { pages: number; files: number }>();
  for (const [id, page] of ledger.pages) {
    if (!opened(ledger, id, doubts) || id === 0) continue;
    const host = URL.parse(ledger.targets[id]?.url ?? '')?.host ?? '';
    const known = shown.get(host) ?? { pages: 0, files: 0 };
    if (page.result === 'page') known.pages += 1;
    else known.files += 1;
    shown.set(host, known);
  }
  return shown;
}
