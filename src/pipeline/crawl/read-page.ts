import type { Exchange, PageSnapshot } from '#core/evidence.ts';
import type { FoundTarget, ReadPage } from '#crawlers/site/types.ts';
import { suspicious } from '#probes/network/link/suspicion.ts';
import { targetsOf } from '#probes/page/links/targets.ts';
import { redirectOf } from '#probes/page/links.ts';
import { shellOf } from '#probes/page/script-shell.ts';
import { suspectLinksProbe } from '#probes/page/suspect-links.ts';
import { pageIndex } from '#probes/page/text.ts';

import { hasScriptLists } from './more-links.ts';

/** 读一个页面 for the crawl: what it links to, whether it is what it promises, whether clues stand on it. Pure. */
export function readForCrawl(
  page: PageSnapshot,
  x: Exchange,
  o: { today: string; home: string; clues?: (page: PageSnapshot) => boolean },
): ReadPage {
  const { targets, problems, occurrences } = targetsOf(page);
  const found: FoundTarget[] = [];
  for (const { url, kind, follow, zone } of targets) {
    // What a form would do is not tried: it may send, order or delete something.
    if (kind === 'form') continue;
    found.push({ url, kind, follow, place: zone === 'footer' ? 'navigation' : zone, problem: false });
  }
  for (const { raw, kind } of problems)
    if (kind !== 'form') found.push({ url: raw, kind, follow: false, place: 'content', problem: true });
  const stub = thin(page) ? redirectOf(page) : null;
  if (stub?.url != null && !targets.some((t) => t.url === stub.url))
    found.push({ url: stub.url, kind: 'page', follow: true, place: 'content', problem: false });
  const links = suspectLinksProbe.read(page, o.today);
  const suspect = links.status === 'observed' && links.value.clues.length > 0;
  return {
    targets: found,
    occurrences,
    // Where a stub leads is judged as a target of its own; the stub did what it is there for.
    // What the host says to addresses that cannot exist is asked once all pages are read.
    doubt: stub?.url == null && suspicious(page, { exchange: x, url: x.requestedUrl, home: o.home, control: null }),
    jump: stub?.url ?? null,
    lists: hasScriptLists(page.html),
    // Always asked: it remembers what it met.
    clues: (o.clues?.(page) ?? false) || suspect,
    shell: stub?.url == null ? shellOf(page) : null,
  };
}

/** So little text that it may be anything but the page that was promised. */
const thin = (page: PageSnapshot) => pageIndex(page.document).visible.text.length < 200;
