import { otherForms } from '#core/address-forms.ts';
import { startOfDay } from '#core/calendar.ts';
import { type ObservationKind, observationKey } from '#core/observation.ts';
import type { Registry, Site } from '#core/registry.ts';
import type { AnyJob, FormsJob } from './jobs.ts';

export type PlanInput = {
  registry: Registry;
  /** Kinds that the policy's indicators need. */
  kinds: ReadonlySet<ObservationKind>;
  /** Instant of the round, UTC ISO: slot of everything that is looked at once. */
  slot: string;
  /** Planned instants of timed visits, UTC ISO. */
  visitSlots: readonly string[];
  /** Limit to these subjects. */
  only?: ReadonlySet<string> | undefined;
  /** Asia/Shanghai day of the round: sites closed by then are left out. */
  today: string;
  /** Asia/Shanghai day on which the other forms of the addresses are asked, if they have not been yet. Default: `today`. */
  formsDay?: string;
};

export const roundKinds: readonly ObservationKind[] = [
  'page.dated-items',
  'page.publish-date',
  'page.footer-marks',
  'page.suspect-links',
  'page.clues',
  'link.status',
  'site.crawl',
  'site.channels',
  'channel.update',
  'page.tags',
];

const markers: Record<AnyJob['name'], ObservationKind> = {
  visit: 'site.access',
  round: 'page.dated-items',
  forms: 'site.address-forms',
};

/** The observation that the job always leaves behind: its key says whether the job is done. */
export function markerKey(job: AnyJob): string {
  const { siteId: subjectId, url: target, slot } = job.payload;
  return observationKey({ kind: markers[job.name], subjectId, target, slot });
}

/** The day's look at the other forms of a site's address: the same job the whole day long. Null where there are none. */
export function formsJob(site: Pick<Site, 'id' | 'home'>, day: string): FormsJob | null {
  if (otherForms(site.home).length === 0) return null;
  const slot = startOfDay(day).toISOString();
  return { name: 'forms', key: `forms|${site.id}|${slot}`, payload: { siteId: site.id, url: site.home, slot } };
}

/** What is to be observed. Pure: the same input gives the same jobs, so that a killed run can be planned again. */
export function plan({ registry, kinds, slot, visitSlots, only, today, formsDay = today }: PlanInput): AnyJob[] {
  const open = (s: Site) => (only === undefined || only.has(s.id)) && (s.closedOn === undefined || s.closedOn > today);
  const jobs: AnyJob[] = [];
  const sites = registry.sites.filter(open);
  if (kinds.has('site.access'))
    for (const at of visitSlots)
      for (const site of sites) {
        const payload = { siteId: site.id, url: site.home, slot: at };
        jobs.push({ name: 'visit', key: `visit|${site.id}|${at}`, payload });
      }
  if (kinds.has('site.address-forms'))
    for (const site of sites) {
      const job = formsJob(site, formsDay);
      if (job) jobs.push(job);
    }
  if (roundKinds.some((k) => kinds.has(k)))
    for (const site of sites) {
      const payload = { siteId: site.id, url: site.home, slot };
      jobs.push({ name: 'round', key: `round|${site.id}|${slot}`, payload });
    }
  return jobs;
}
