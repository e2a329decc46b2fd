import type { ProbeContext } from '#core/context.ts';
import type { Evidence, PageSnapshot } from '#core/evidence.ts';
import type { Observation } from '#core/observation.ts';
import type { Site } from '#core/registry.ts';
import type { LinkParent, LinkTarget } from '#probes/network/link/types.ts';
import { checkLinks, linkProbe } from '#probes/network/link.ts';
import { linksOf } from '#probes/page/links.ts';
import type { EvidenceStore } from '../store/ports.ts';
import { observed, store, unobserved } from './write.ts';

/** Parents kept with a target; the count tells the rest. */
const maxParents = 50;

export type SiteLinks = {
  site: Site;
  /** Pages whose links count, the home page first. */
  pages: readonly { page: PageSnapshot; evidence: Evidence }[];
  hosts: readonly string[];
  slot: string;
  seed: string;
  maxLinks: number;
  which: 'all' | 'own' | 'none';
  secondLookMs: number;
  timeoutMs: number;
  evidence: EvidenceStore;
  context: ProbeContext;
  onLinks?: ((done: number, total: number) => void) | undefined;
};

/** 链接检查 of one site: every distinct target once, reported for every page that points to it. */
export async function checkSiteLinks(o: SiteLinks): Promise<Observation[]> {
  if (o.which === 'none') {
    const head = { kind: 'link.status' as const, subjectId: o.site.id, target: o.site.home, slot: o.slot };
    const observedAt = o.context.clock.now().toISOString();
    const probe = { id: linkProbe.id, version: linkProbe.version };
    return [unobserved({ ...head, observedAt, probe }, 'not-collected', '按设置没有检查链接')];
  }
  const out: Observation[] = [];
  const pageEvidence = new Map(o.pages.map((p) => [p.page.url, p.evidence]));
  const options = { seed: o.seed, secondLookMs: o.secondLookMs, timeoutMs: o.timeoutMs, maxTargets: o.maxLinks };
  const targets = targetsOf(o);
  for await (const { target, reading, stored } of checkLinks(targets, o.context, options)) {
    const observedAt = o.context.clock.now().toISOString();
    const head = {
      kind: 'link.status' as const,
      subjectId: o.site.id,
      target: target.url,
      slot: o.slot,
      observedAt,
      probe: { id: linkProbe.id, version: linkProbe.version },
    };
    // A fault is shown by the answers that were got and by the pages that point there, each with the place in its source.
    const parents = target.parents.flatMap((p): Evidence[] => {
      const page = pageEvidence.get(p.url);
      return page ? [{ ...page, locator: p.place }] : [];
    });
    const evidence = [...(await store(o.evidence, stored, observedAt)), ...parents.slice(0, 10)];
    out.push(
      reading.status === 'observed'
        ? observed(head, reading.value, evidence)
        : unobserved(head, reading.reason, reading.detail, evidence),
    );
    o.onLinks?.(out.length, targets.length);
  }
  return out;
}

/** Distinct targets of the pages with everything that points to them, in the order of the pages. Pure. */
export function targetsOf(o: Pick<SiteLinks, 'site' | 'pages' | 'hosts' | 'which'>): LinkTarget[] {
  const found = new Map<string, { parents: LinkParent[]; count: number; external: boolean }>();
  for (const { page } of o.pages)
    for (const link of linksOf(page)) {
      // What a form would do is not tried: it may send, order or delete something.
      if (link.kind === 'form') continue;
      const url = link.url ?? link.raw;
      const entry = found.get(url) ?? { parents: [], count: 0, external: !inside(link.url, o.hosts) };
      entry.count += 1;
      if (entry.parents.length < maxParents)
        entry.parents.push({ url: page.url, role: page.role, tag: link.tag, text: link.text, place: link.place });
      found.set(url, entry);
    }
  return [...found].map(([url, { parents, count, external }]) => ({
    url,
    parents,
    parentCount: count,
    external,
    home: o.site.home,
    ...(external && o.which === 'own' ? { excluded: 'EXCLUDED_RULE' as const } : {}),
  }));
}

function inside(url: string | null, hosts: readonly string[]): boolean {
  const host = url === null ? undefined : URL.parse(url)?.host;
  return host === undefined || hosts.includes(host.toLowerCase());
}
