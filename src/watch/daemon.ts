import { dayMs } from '#core/calendar.ts';
import type { Log } from '#core/context.ts';
import type { Observation } from '#core/observation.ts';
import type { Registry } from '#core/registry.ts';
import { type FormsJob, payloads, type VisitJob } from '#pipeline/jobs.ts';
import { markerKey } from '#pipeline/plan.ts';
import { type Agenda, openAgenda } from '#pipeline/tick.ts';
import type { Job, JobQueue } from '../queue/queue.ts';
import type { ObservationStore, PlanRecord, WatchStore } from '../store/ports.ts';
import { crashed, formsAfter } from './daily-forms.ts';
import type { Beat } from './heartbeat.ts';
import { openScans, type ScanRunner } from './scans.ts';
import type { Schedule } from './schedule.ts';
import { voided } from './slot-visit.ts';
import type { Tidied } from './tidy.ts';
import { jumpTolerance, type Time } from './time.ts';

export type WatchDeps = {
  time: Time;
  /** The register when it has changed since the last call (always at the first), else null. */
  registry: () => Promise<Registry | null>;
  observations: Pick<ObservationStore, 'append' | 'known'>;
  store: WatchStore;
  queue: JobQueue;
  visit: (job: VisitJob) => Promise<Observation>;
  /** Looks at the other forms of a registered address. Absent: nobody does. */
  forms?: (job: FormsJob) => Promise<Observation>;
  scan: ScanRunner;
  /** `drop`: old records may be deleted, because the clock has been steady for a while. */
  tidy: (now: Date, drop: boolean, signal: AbortSignal) => Promise<Tidied>;
  beat: (beat: Beat) => void;
  networkUp: () => boolean | null;
  log: Log;
};

export type WatchOptions = {
  plans: readonly PlanRecord[];
  schedule: Schedule;
  visitConcurrency: number;
  controls: number;
  pid: number;
  /** Longest wait between two looks at the clocks: how soon a sleep or a jump is noticed. Milliseconds. */
  napMs: number;
  beatMs: number;
  registryMs: number;
  tidyMs: number;
};

/** Slots missed by a sleeping or jumping clock are written down as void this far back; before that the watch was simply not there. */
const voidBackMs = dayMs;
/** Old records are deleted only after the clock went steadily for this long. */
const steadyMs = 3_600_000;
const errorsKept = 10;
/** Looks at other forms of addresses at once: they have the whole day. */
const formsConcurrency = 2;

/**
 * 值守: visits every site at its planned instants and owes the scans of the schedule, until the signal aborts. Then what is under
 * way ends as it would have, what has not begun is dropped, and nothing is written by halves: one visit is one transaction.
 */
export async function watch(d: WatchDeps, o: WatchOptions, signal: AbortSignal): Promise<void> {
  const { time, log } = d;
  const startedAt = time.now();
  const visits = { recorded: 0, voids: 0, running: 0 };
  const errors: Beat['errors'] = [];
  let lastVisit: string | null = null;
  let registryProblem: string | null = null;
  let agenda: Agenda = openAgenda({ sites: [] }, o.plans);

  const problem = (message: string, error?: unknown) => {
    errors.push({ at: time.now().toISOString(), message });
    if (errors.length > errorsKept) errors.shift();
    log.error(error === undefined ? {} : { err: error }, message);
  };

  const record = async (seen: Observation) => {
    try {
      const added = await d.observations.append([seen]);
      lastVisit = seen.observedAt;
      visits.recorded += added;
      if (seen.status === 'unobserved') visits.voids += added;
      const how =
        seen.status === 'unobserved'
          ? { void: seen.reason }
          : { openedMs: seen.kind === 'site.access' ? seen.value.openedMs : null };
      log.info({ key: seen.key, ...how }, added > 0 ? 'visit recorded' : 'visit already there');
    } catch (error) {
      problem(`访问记录没有写成：${seen.key}`, error);
    }
  };

  await d.queue.work('visit', o.visitConcurrency, async (job: Job) => {
    const it = { ...job, payload: payloads.visit.parse(job.payload) } as VisitJob;
    visits.running += 1;
    try {
      const seen = await d.visit(it);
      await record(seen);
      if (d.forms && !signal.aborted) await d.queue.send(formsAfter(it, seen));
    } catch (error) {
      problem(`访问出错：${it.payload.siteId}`, error);
      await record(voided(it, time.now(), 'crashed', '程序出错，这次访问没有看成（错误已写入日志）'));
    } finally {
      visits.running -= 1;
    }
  });

  const { forms } = d;
  if (forms)
    await d.queue.work('forms', formsConcurrency, async (job: Job) => {
      const it = { ...job, payload: payloads.forms.parse(job.payload) } as FormsJob;
      const key = markerKey(it);
      try {
        // Asked before a restart, or by a scan.
        if (signal.aborted || (await d.observations.known([key])).has(key)) return;
        const seen = await forms(it).catch((error: unknown) => {
          problem(`登记网址的其他写法没有查成：${it.payload.siteId}`, error);
          return crashed(it, time.now());
        });
        // Broken off by a stop: asked again at the next start.
        if (seen.status === 'unobserved' && seen.reason === 'cancelled') return;
        await d.observations.append([seen]);
        log.info({ key }, 'other forms of the address recorded');
      } catch (error) {
        problem(`登记网址的其他写法没有写成：${key}`, error);
      }
    });

  const readRegistry = async () => {
    try {
      const registry = await d.registry();
      registryProblem = null;
      if (registry === null) return;
      agenda = openAgenda(registry, o.plans);
      log.info({ sites: registry.sites.length }, 'register read');
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      if (message !== registryProblem) problem(`台账读不了，沿用原来的：${message}`);
      registryProblem = message;
    }
  };

  const scans = openScans({
    time,
    store: d.store,
    schedule: o.schedule,
    since: new Date(o.plans[0]?.recordedAt ?? startedAt),
    run: d.scan,
    problem,
    log,
  });

  const beat = (stoppedAt: string | null) => {
    try {
      d.beat({
        format: 1,
        pid: o.pid,
        startedAt: startedAt.toISOString(),
        at: time.now().toISOString(),
        everyMs: o.beatMs,
        stoppedAt,
        visits: { ...visits },
        lastVisit,
        nextVisit: stoppedAt === null ? agenda.next(time.now()) : null,
        nextScan: scans.next()?.toISOString() ?? null,
        scanning: scans.running(),
        controls: o.controls,
        networkUp: d.networkUp(),
        registryProblem,
        errors: [...errors],
      });
    } catch (error) {
      log.error({ err: error }, 'heartbeat could not be written');
    }
  };

  let tidying: Promise<void> | undefined;
  const tidyUp = (drop: boolean) => {
    tidying ??= d
      .tidy(time.now(), drop, signal)
      .then(
        (done) => log.info({ ...done }, 'tidied'),
        (error) => problem('汇总和清理没有做成', error),
      )
      .finally(() => {
        tidying = undefined;
      });
  };

  /** Visits that were due while nobody could look: written down as void, so that the gap has its reason. */
  const passOver = async (due: readonly VisitJob[], shift: number) => {
    const how = `本机休眠或时钟跳变（${Math.round(shift / 1000)} 秒），这次访问作废`;
    for (const job of due) await record(voided(job, time.now(), 'overload', how));
  };

  // Slots before this instant are not ours: a missed one is never made up for.
  let done = startedAt;
  let [wall, mono] = [startedAt.getTime(), time.mono()];
  let steadyFrom = mono;
  const dueAt = { registry: mono, beat: mono, tidy: mono, scan: mono };
  log.info({ sites: 0, plans: o.plans.length, controls: o.controls }, 'watch started');

  while (!signal.aborted) {
    const now = time.now();
    const shift = now.getTime() - wall - (time.mono() - mono);
    [wall, mono] = [now.getTime(), time.mono()];
    const jumped = Math.abs(shift) > jumpTolerance;
    if (jumped) {
      steadyFrom = mono;
      dueAt.scan = mono;
      problem(`本机休眠或时钟跳变 ${Math.round(shift / 1000)} 秒`);
    }
    if (mono >= dueAt.registry) {
      dueAt.registry = mono + o.registryMs;
      await readRegistry();
    }

    // Set back: what was done is known by its key, the rest of the repeated hours is looked at.
    if (now < done) done = now;
    if (now.getTime() - done.getTime() > voidBackMs) done = new Date(now.getTime() - voidBackMs);
    const due = agenda.due(done, now);
    done = now;
    if (due.length > 0) {
      const known = await d.observations.known(due.map(markerKey));
      const open = due.filter((job) => !known.has(markerKey(job)));
      if (jumped) await passOver(open, shift);
      else await d.queue.send(open);
    }

    if (mono >= dueAt.scan) {
      dueAt.scan = mono + 60_000;
      await scans.tick(now);
    }
    if (mono >= dueAt.tidy) {
      dueAt.tidy = mono + o.tidyMs;
      tidyUp(mono - steadyFrom >= steadyMs);
    }
    if (mono >= dueAt.beat) {
      dueAt.beat = mono + o.beatMs;
      beat(null);
    }
    const next = agenda.next(now);
    const wait = next === null ? o.napMs : Date.parse(next) - time.now().getTime();
    await time.sleep(Math.max(1, Math.min(o.napMs, wait)), signal);
  }

  log.info({ running: visits.running }, 'watch stopping');
  await Promise.all([d.queue.stop(), scans.stop(), tidying]);
  beat(time.now().toISOString());
  log.info({ ...visits }, 'watch stopped');
}
