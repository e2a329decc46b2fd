import { dayMs, startOfDay } from '#core/calendar.ts';
import type { UnobservedReason } from '#core/observation.ts';
import type { Closure, Registry } from '#core/registry.ts';
import { type siteAccess, thinDays } from '#indicators/site/site-access.ts';
import { type DatedPlan, slotsBetween } from '#pipeline/slots.ts';
import type { AccessSample } from '../store/ports.ts';
import type { Beat } from './heartbeat.ts';

/** Whether a watch runs: `dead` = its process is gone without a stop; `stuck` = the process is there, its heartbeat is old. */
export type WatchState = 'running' | 'stuck' | 'dead' | 'stopped' | 'never';

/** 值守状态 from the heartbeat. */
export function watchState(beat: Beat | null, now: Date, alive: (pid: number) => boolean): WatchState {
  if (beat === null) return 'never';
  if (beat.stoppedAt !== null) return 'stopped';
  if (!alive(beat.pid)) return 'dead';
  return now.getTime() - Date.parse(beat.at) > 3 * beat.everyMs + 10_000 ? 'stuck' : 'running';
}

/** Params of 站点无法访问 in the policy in use. */
export type AccessParams = ReturnType<typeof siteAccess.params.parse>;

/** 监测覆盖 of one site over the policy's window up to now. */
export type SiteCoverage = {
  id: string;
  name: string;
  home: string;
  /** 已关停、已迁移: not watched since this day. */
  closedOn: string | null;
  /** Slots planned in the window up to now. */
  planned: number;
  opened: number;
  notOpened: number;
  /** 作废 by reason. */
  voids: Partial<Record<UnobservedReason, number>>;
  /** Planned, over, and nothing written: the watch was not running. Never made up for. */
  missed: number;
  /** Of all samples: inside a reported closure, kept and left out of the share. */
  inClosure: number;
  /** Visits that count towards the coverage (void ones included, closures not), and how many the policy asks for. */
  counted: number;
  needed: number;
  /** Days of the window (1 = oldest) with too few visits. */
  thinDays: number[];
  /** Whether the policy's coverage is reached, so that a verdict could be given now. */
  enough: boolean;
};

/** A slot this young may still be on its way into the store. */
const settleMs = 5 * 60_000;

/** 监测覆盖: what was planned, what came, what the policy still lacks. Pure. */
export function coverage(input: {
  registry: Registry;
  plans: readonly DatedPlan[];
  /** When the watch was first set up: nothing before it was planned. Null: never. */
  since: Date | null;
  samples: readonly AccessSample[];
  params: AccessParams;
  now: Date;
}): SiteCoverage[] {
  const { registry, plans, params, now } = input;
  const start = now.getTime() - (params.windowDays * params.dayHours * dayMs) / 24;
  const bySite = new Map<string, AccessSample[]>();
  for (const s of input.samples) {
    if (Date.parse(s.slot) <= start) continue;
    const list = bySite.get(s.subjectId);
    if (list) list.push(s);
    else bySite.set(s.subjectId, [s]);
  }
  const since = input.since === null ? null : new Date(Math.max(start, input.since.getTime()));
  const settled = new Date(now.getTime() - settleMs).toISOString();

  return registry.sites.map((site) => {
    const samples = bySite.get(site.id) ?? [];
    const counted = samples.filter((s) => !site.closures.some((c) => covers(c, s.slot)));
    const seen = counted.filter((s) => s.void === undefined);
    const notOpened = seen.filter((s) => s.openedMs == null || s.openedMs >= params.timeoutMs).length;
    const voids: Partial<Record<UnobservedReason, number>> = {};
    for (const s of counted) if (s.void !== undefined) voids[s.void] = (voids[s.void] ?? 0) + 1;
    const there = new Set(samples.map((s) => s.slot));
    const until = site.closedOn === undefined ? now : new Date(Math.min(+now, +startOfDay(site.closedOn)));
    const planned = since === null ? [] : slotsBetween(site.id, plans, since, until);
    const thin = thinDays(
      counted.map((s) => ({ slot: s.slot, status: s.void === undefined ? 'observed' : 'unobserved' })),
      site.closures,
      params,
      start,
    );
    return {
      id: site.id,
      name: site.name,
      home: site.home,
      closedOn: site.closedOn ?? null,
      planned: planned.length,
      opened: seen.length - notOpened,
      notOpened,
      voids,
      missed: planned.filter((slot) => slot < settled && !there.has(slot)).length,
      inClosure: samples.length - counted.length,
      counted: counted.length,
      needed: thin.needed,
      thinDays: thin.days,
      enough: counted.length >= thin.needed && thin.days.length === 0,
    };
  });
}

function covers(c: Closure, slot: string): boolean {
  const at = Date.parse(slot);
  return at >= Date.parse(c.from) && at < Date.parse(c.to);
}

/** What came of one planned visit. */
export type SlotState = 'opened' | 'not-opened' | 'void' | 'missed' | 'to-come';

/** 某日的访问计划 of every site, with what came of each slot: what a second person checks the record against. Pure. */
export function dayPlan(input: {
  registry: Registry;
  slotsOf: (siteId: string) => readonly string[];
  samples: readonly AccessSample[];
  params: AccessParams;
  now: Date;
}): { id: string; name: string; slots: { slot: string; state: SlotState }[] }[] {
  const found = new Map(input.samples.map((s) => [`${s.subjectId}|${s.slot}`, s]));
  return input.registry.sites.map((site) => ({
    id: site.id,
    name: site.name,
    slots: input.slotsOf(site.id).map((slot) => {
      const s = found.get(`${site.id}|${slot}`);
      if (!s) return { slot, state: Date.parse(slot) > input.now.getTime() - settleMs ? 'to-come' : 'missed' };
      if (s.void !== undefined) return { slot, state: 'void' };
      return { slot, state: s.openedMs != null && s.openedMs < input.params.timeoutMs ? 'opened' : 'not-opened' };
    }),
  }));
}
