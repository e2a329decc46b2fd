import { randomBytes } from 'node:crypto';
import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Log } from '#core/context.ts';
import { InputError } from '#core/errors.ts';
import { type Registry, siteHosts } from '#core/registry.ts';
import { openHttpClient } from '#crawlers/http/client.ts';
import { openHttpWorker } from '#crawlers/http/worker.ts';
import { siteAccess } from '#indicators/site/site-access.ts';
import { addressForms } from '#pipeline/address-forms.ts';
import { openGuard } from '#pipeline/guard.ts';
import { visit } from '#pipeline/visit.ts';
import { lookback } from '#scoring/assess.ts';
import { type PolicyInUse, policyOf, toolVersion } from '../app.ts';
import type { Config } from '../config.ts';
import { exitCodes, type GlobalFlags } from '../flags.ts';
import { assertWritable } from '../output/folder.ts';
import { localQueue } from '../queue/local.ts';
import { type DataFolder, dataFiles } from '../store/data-folder.ts';
import { watch as run } from '../watch/daemon.ts';
import { writeBeat } from '../watch/heartbeat.ts';
import { openOtherSites } from '../watch/other-sites.ts';
import { settlePlan } from '../watch/plans.ts';
import { revivingHttp } from '../watch/reviving-http.ts';
import { openSchedule, type Schedule } from '../watch/schedule.ts';
import { slotVisit } from '../watch/slot-visit.ts';
import { tidy } from '../watch/tidy.ts';
import { systemTime } from '../watch/time.ts';
import { openRender } from './render.ts';
import { scanInChild } from './scan-child.ts';
import { withData } from './session.ts';
import { noControls } from './status.ts';

/** Longest that one control point may take; ours is the question, not theirs. */
const controlMs = 8_000;
const beatMs = 10_000;

/** 值守: timed visits day and night and a full scan a week, until it is stopped. One a data folder. */
export async function watch(flags: GlobalFlags): Promise<number> {
  return withData(flags, 'collect', async (data, config) => {
    // Everything a person may have mistyped is read before the first visit.
    const schedule = scheduleOf(config.scanAt);
    const policy = await policyOf(config);
    const registry = registryFeed(data);
    const first = await registry();
    await assertWritable(config.out);
    const { log, reopen } = await openWatchLog(config);
    warn(config, policy, first, log);

    const stop = stopper(log, reopen);
    const queue = localQueue({ onError: (error, job) => log.error({ err: error, jobKey: job.key }, 'visit failed') });
    const own = { userAgent: config.userAgent, perHost: { concurrency: config.hostConcurrency, intervalMs: 0 } };
    const http = revivingHttp(
      () => openHttpWorker({ ...own, allowPrivate: config.allowPrivate }),
      () => log.error({}, '访问线程意外结束，正在进行的访问作废，已另起一个'),
    );
    // Control points may be the gateway or a resolver of the own network.
    const render = await openRender(config);
    const controlHttp = openHttpClient({ ...own, allowPrivate: true });
    const guard = openGuard({
      http: controlHttp,
      controls: config.controls,
      needed: config.controlsNeeded,
      everyMs: config.controlsEveryMs,
      waitMs: controlMs,
      mono: systemTime.mono,
      onChange: (up, detail) => (up ? log.warn({}, '本网恢复') : log.error({}, detail)),
    });
    const plans = await settlePlan(data.watch, {
      now: systemTime.now(),
      perDay: config.visitsPerDay,
      newSeed: () => randomBytes(16).toString('hex'),
    });
    // The slot's own guard decides for all visits of the moment, so the visit itself asks no control points.
    const context = { http, clock: systemTime, log, vantage: config.vantage, controls: [] };
    let pending: Registry | null = first;
    let current: Registry | null = first;
    const others = openOtherSites({
      http,
      sites: () => current?.sites ?? [],
      waitMs: controlMs,
      freshMs: config.controlsEveryMs,
      mono: systemTime.mono,
    });
    try {
      await run(
        {
          time: systemTime,
          registry: async () => {
            const now = pending ?? (await registry());
            pending = null;
            current = now ?? current;
            return now;
          },
          observations: data.observations,
          store: data.watch,
          queue,
          visit: (job) =>
            slotVisit(job, {
              time: systemTime,
              guard,
              look: (j) => visit(j, context, { evidence: data.evidence, watchMs: config.watchMs, render: render.page }),
              lateMs: config.maxLateMs,
              slowMs: config.watchMs / 2,
              others,
            }),
          forms: (job) => {
            const site = current?.sites.find((s) => s.id === job.payload.siteId);
            return addressForms(job, context, {
              evidence: data.evidence,
              hosts: site ? siteHosts(site) : [],
              signal: stop.signal,
            });
          },
          scan: (_, signal) => scanInChild({ config, notes: config.controls.length === 0 ? [noControls] : [] }, signal),
          tidy: (now, drop, signal) => tidy(data, { now, keepDays: keepDays(config, policy), drop, signal }),
          beat: (beat) => writeBeat(data.folder, beat),
          networkUp: guard.latest,
          log,
        },
        {
          plans,
          schedule,
          visitConcurrency: config.visitConcurrency,
          controls: config.controls.length,
          pid: process.pid,
          napMs: 5_000,
          beatMs,
          registryMs: 60_000,
          tidyMs: 10 * 60_000,
        },
        stop.signal,
      );
      return exitCodes.done;
    } finally {
      stop.end();
      guard.close();
      await http.close();
      await render.close();
      await controlHttp.close();
    }
  });
}

function scheduleOf(pattern: string): Schedule {
  try {
    return openSchedule(pattern);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new InputError({
      file: '配置',
      place: 'scanAt',
      message: `“${pattern}”不是有效的 cron 表达式（${why}）`,
      hint: '写成五段：分 时 日 月 星期，如 0 2 * * 1（每周一 2:00，北京时间）',
    });
  }
}

/** The register, read again when its file has changed: people edit it while the watch runs. */
function registryFeed(data: DataFolder): () => Promise<Registry | null> {
  const { registry: file } = dataFiles(data.folder);
  let last = '';
  return async () => {
    const seen = statSync(file, { throwIfNoEntry: false });
    const now = seen ? `${seen.mtimeMs}|${seen.size}|${seen.ino}` : 'absent';
    if (now === last) return null;
    const registry = await data.registry.load();
    last = now;
    return registry;
  };
}

/** 保留天数: the policy's longest window and what the setting adds. Records of people are never deleted, however long they are read. */
function keepDays(config: Config, policy: PolicyInUse): number {
  const windows = [...lookback(policy.policy, policy.indicators).values()]
    .flat()
    .flatMap((l) => (l.kind === 'manual.record' ? [] : [l.days]));
  return Math.ceil(Math.max(0, ...windows)) + config.keepDays;
}

function warn(config: Config, policy: PolicyInUse, registry: Registry | null, log: Log): void {
  const say = (text: string) => {
    process.stderr.write(`注意：${text}\n`);
    log.warn({}, text);
  };
  if (config.controls.length === 0) say(noControls);
  const item = policy.policy.items.find((i) => i.indicator === siteAccess.id);
  if (item) {
    const { minPerDay, timeoutMs } = siteAccess.params.parse(item.params);
    if (config.visitsPerDay < minPerDay)
      say(`每天访问 ${config.visitsPerDay} 次（visitsPerDay），少于指标体系要的 ${minPerDay} 次，永远下不了结论`);
    else if (config.visitsPerDay === minPerDay)
      say(`每天访问 ${config.visitsPerDay} 次（visitsPerDay），没有余量：一天漏一次就下不了结论`);
    if (config.watchMs < timeoutMs) say(`访问最长只看 ${config.watchMs} 毫秒（watchMs），短于时限 ${timeoutMs} 毫秒`);
  }
  if (registry && registry.sites.length === 0) say('台账里没有网站，登记后一分钟内自动开始访问');
}

/** SIGINT and SIGTERM stop in order; a second one at once. SIGHUP opens the log file anew, for rotation. */
function stopper(log: Log, reopen: () => void): { signal: AbortSignal; end(): void } {
  const stopping = new AbortController();
  const stop = (name: NodeJS.Signals) => {
    if (stopping.signal.aborted) process.exit(exitCodes.fault);
    process.stderr.write('正在停止：等进行中的访问结束（再按一次立即退出，进行中的访问不记录）\n');
    log.info({ signal: name }, 'stop asked for');
    stopping.abort();
  };
  process.on('SIGINT', stop).on('SIGTERM', stop).on('SIGHUP', reopen);
  return {
    signal: stopping.signal,
    end() {
      process.off('SIGINT', stop).off('SIGTERM', stop).off('SIGHUP', reopen);
    },
  };
}

/** 运行日志, one JSON object a line. Written at once: what is logged is out even if the process is killed next. */
async function openWatchLog(config: Config): Promise<{ log: Log; reopen: () => void }> {
  const { pino } = await import('pino');
  try {
    const destination =
      config.logFile === ''
        ? pino.destination({ fd: 2, sync: true })
        : pino.destination({ dest: resolve(config.logFile), append: true, mkdir: true, sync: true });
    const log: Log = pino(
      {
        level: config.logLevel,
        base: { tool: `xuncha ${toolVersion}`, pid: process.pid },
        timestamp: pino.stdTimeFunctions.isoTime,
      },
      destination,
    );
    return { log, reopen: () => (config.logFile === '' ? undefined : destination.reopen()) };
  } catch (error) {
    throw new InputError({
      file: config.logFile,
      place: '',
      message: `日志文件不能写（${(error as NodeJS.ErrnoException).code ?? String(error)}）`,
      hint: '检查 logFile 的路径和权限',
    });
  }
}
