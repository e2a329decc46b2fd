import { resolve } from 'node:path';
import { addDays, endOfDay, shanghaiDay, startOfDay } from '#core/calendar.ts';
import { InputError } from '#core/errors.ts';
import { timeText, unseenText } from '#indicators/common.ts';
import { siteAccess } from '#indicators/site/site-access.ts';
import { daySlots, planOn } from '#pipeline/slots.ts';
import { configOf, policyOf, systemClock } from '../app.ts';
import { exitCodes, type GlobalFlags } from '../flags.ts';
import { openDataFolder } from '../store/data-folder.ts';
import type { TaskRecord } from '../store/ports.ts';
import { type Beat, readBeat } from '../watch/heartbeat.ts';
import {
  coverage,
  dayPlan,
  type SiteCoverage,
  type SlotState,
  type WatchState,
  watchState,
} from '../watch/overview.ts';
import { openSchedule } from '../watch/schedule.ts';
import { printJson, say } from './session.ts';

export type StatusFlags = GlobalFlags & { plan?: string };

/** What is said wherever no control points are set. */
export const noControls =
  '没有设置控制点（controls）：网站连不上时只能拿台账里的其他网站作对照，都连不上的访问作废，交人工判断；要分清本网故障，请设置两三个控制点';

const sitesShown = 60;

/** 值守状态: what ran, what is due, what is void, how far the coverage is. Works beside a running watch. */
export async function status(flags: StatusFlags): Promise<number> {
  const { config } = configOf(flags);
  const day = flags.plan === undefined ? undefined : parseDay(flags.plan);
  const now = systemClock.now();
  const folder = resolve(config.data);
  const data = await openDataFolder(folder, { use: 'share' });
  try {
    const policy = await policyOf(config);
    const item = policy.policy.items.find((i) => i.indicator === siteAccess.id);
    const params = siteAccess.params.parse(item?.params ?? {});
    const registry = await data.registry.load();
    const plans = await data.watch.plans();
    const since = plans[0] === undefined ? null : new Date(plans[0].recordedAt);

    if (day !== undefined) {
      const plan = planOn(plans, day);
      const [from, to] = [new Date(startOfDay(day).getTime() - 1).toISOString(), endOfDay(day).toISOString()];
      const slotsOf = (id: string) => (plan ? daySlots(id, day, plan) : []);
      const samples = await data.summaries.samples(from, to);
      const sites = dayPlan({ registry, slotsOf, samples, params, now });
      if (flags.json) printJson({ day, plan: plan ?? null, sites });
      else for (const line of planLines(day, plan, sites)) say(line);
      return exitCodes.done;
    }

    const beat = readBeat(folder);
    const state = watchState(beat, now, alive);
    const from = new Date(now.getTime() - params.windowDays * params.dayHours * 3_600_000);
    const samples = await data.summaries.samples(from.toISOString(), now.toISOString());
    const sites = coverage({ registry, plans, since, samples, params, now });
    const scans = await data.watch.tasks('scan', 5);
    const next = scheduleOf(config.scanAt)?.next(now)?.toISOString() ?? null;
    const overview = {
      at: now.toISOString(),
      state,
      beatAgeMs: beat === null ? null : Math.max(0, now.getTime() - Date.parse(beat.at)),
      beat,
      plan: planOn(plans, shanghaiDay(now)) ?? null,
      plans,
      controls: config.controls.length,
      nextScan: beat && state === 'running' ? beat.nextScan : next,
      scans,
      window: { from: from.toISOString(), to: now.toISOString(), policy: policy.policy.id, params },
      sites,
    };
    if (flags.json) printJson(overview);
    else for (const line of lines(overview)) say(line);
    return exitCodes.done;
  } finally {
    await data.close();
  }
}

type Overview = {
  at: string;
  state: WatchState;
  beatAgeMs: number | null;
  beat: Beat | null;
  plan: { fromDay: string; seed: string; perDay: number } | null;
  controls: number;
  nextScan: string | null;
  scans: readonly TaskRecord[];
  window: { from: string; to: string; policy: string; params: { minPerDay: number; windowDays: number } };
  sites: readonly SiteCoverage[];
};

function lines(o: Overview): string[] {
  const { beat } = o;
  const age = o.beatAgeMs === null ? '' : `心跳 ${ago(o.beatAgeMs)}`;
  const states: Record<WatchState, string> = {
    running: `正在运行（进程 ${beat?.pid}，${beat ? timeText(beat.startedAt) : ''} 启动，${age}）`,
    stuck: `没有响应：进程 ${beat?.pid} 还在，${age}，可能卡住或机器刚休眠过`,
    dead: `已中断：进程 ${beat?.pid} 没有正常停止就不在了，${age}。用 xuncha watch 重新启动`,
    stopped: `已停止（${beat?.stoppedAt ? timeText(beat.stoppedAt) : ''}）`,
    never: '没有运行过。用 xuncha watch 启动',
  };
  const out = [`值守：${states[o.state]}`];
  out.push(
    o.plan === null
      ? '访问计划：还没有（第一次启动值守时生成）'
      : `访问计划：每天 ${o.plan.perDay} 次，种子 ${o.plan.seed}，自 ${o.plan.fromDay} 起`,
  );
  if (o.controls === 0) out.push(`注意：${noControls}`);
  else
    out.push(`控制点：${o.controls} 个${beat?.networkUp == null ? '' : beat.networkUp ? '，本网正常' : '，本网不通'}`);
  if (beat?.registryProblem) out.push(`台账：${beat.registryProblem}（沿用上次读到的）`);
  if (o.state === 'running' && beat) {
    const { recorded, voids, running } = beat.visits;
    out.push(`本次启动以来：记录访问 ${recorded} 次，其中作废 ${voids} 次；正在访问 ${running} 个`);
    if (beat.nextVisit) out.push(`下次访问：${timeText(beat.nextVisit)}`);
  }
  out.push(
    `定期巡查：${beat?.scanning ? `正在进行（应在 ${timeText(beat.scanning)}）；` : ''}下次 ${o.nextScan ? timeText(o.nextScan) : '无'}`,
  );
  for (const t of o.scans.slice(0, 3)) out.push(`  ${timeText(t.due)}：${scanText(t, o.state)}`);

  const trouble = (s: SiteCoverage) => Number(!s.enough) + s.missed + s.notOpened + count(s.voids);
  const shown = o.sites.filter((s) => s.closedOn === null);
  const sorted = [...shown].sort((a, b) => trouble(b) - trouble(a));
  const enough = shown.filter((s) => s.enough).length;
  out.push(
    `近 ${o.window.params.windowDays} 天（${timeText(o.window.from)} 至 ${timeText(o.window.to)}），指标体系 ${o.window.policy}：${shown.length} 个网站中 ${enough} 个的访问次数已够判定`,
  );
  for (const s of sorted.slice(0, sitesShown)) out.push(`  ${siteText(s, o.window.params.minPerDay)}`);
  if (sorted.length > sitesShown) out.push(`  其余 ${sorted.length - sitesShown} 个从略，用 --json 看全部`);
  const closed = o.sites.length - shown.length;
  if (closed > 0) out.push(`  另有 ${closed} 个网站已关停或迁移，不再访问`);
  if (beat && beat.errors.length > 0) {
    out.push('最近的错误：');
    for (const e of beat.errors.slice(-5)) out.push(`  ${timeText(e.at)} ${e.message}`);
  }
  return out;
}

const count = (voids: Readonly<Record<string, number | undefined>>) =>
  Object.values(voids).reduce<number>((n, v) => n + (v ?? 0), 0);

function siteText(s: SiteCoverage, minPerDay: number): string {
  const voids = count(s.voids);
  const reasons = Object.entries(s.voids).flatMap(([reason, n]) => Array.from({ length: n ?? 0 }, () => ({ reason })));
  const parts = [
    `计划 ${s.planned}`,
    `打开 ${s.opened}`,
    `没打开 ${s.notOpened}`,
    `作废 ${voids}${voids > 0 ? `（${unseenText(reasons as Parameters<typeof unseenText>[0], '次')}）` : ''}`,
    `漏访 ${s.missed}`,
    ...(s.inClosure > 0 ? [`报备时段内 ${s.inClosure}`] : []),
  ];
  const lack: string[] = [];
  if (s.counted < s.needed) lack.push(`还差 ${s.needed - s.counted} 次`);
  if (s.thinDays.length > 0) lack.push(`有 ${s.thinDays.length} 天不足 ${minPerDay} 次`);
  return `${s.name}（${s.id}）：${parts.join('，')}；次数 ${s.counted}/${s.needed}，${s.enough ? '已够判定' : lack.join('，')}`;
}

function scanText(t: TaskRecord, state: WatchState): string {
  const at = t.finishedAt === null ? '' : `${timeText(t.finishedAt)} `;
  if (t.state === 'done') return `${at}完成，${t.detail}`;
  if (t.state === 'failed') return `${at}第 ${t.attempts} 次没有做成：${t.detail}`;
  if (t.state === 'stopped') return `${at}${t.detail}`;
  return state === 'running'
    ? `${timeText(t.startedAt)} 开始，正在进行`
    : `${timeText(t.startedAt)} 开始，被中断，启动值守后接着做`;
}

const slotMarks: Record<SlotState, string> = {
  opened: '打开',
  'not-opened': '没打开',
  void: '作废',
  missed: '漏访',
  'to-come': '未到',
};

function planLines(
  day: string,
  plan: { seed: string; perDay: number } | undefined,
  sites: ReturnType<typeof dayPlan>,
): string[] {
  if (!plan) return [`${day} 没有访问计划`];
  return [
    `${day} 的访问计划：每天 ${plan.perDay} 次，种子 ${plan.seed}`,
    ...sites.map(
      (s) =>
        `${s.name}（${s.id}）：${s.slots.map((x) => `${timeText(x.slot).slice(11)} ${slotMarks[x.state]}`).join('，')}`,
    ),
  ];
}

function ago(ms: number): string {
  const s = Math.round(ms / 1000);
  if (s < 120) return `${s} 秒前`;
  if (s < 7_200) return `${Math.round(s / 60)} 分钟前`;
  return s < 172_800 ? `${Math.round(s / 3_600)} 小时前` : `${Math.round(s / 86_400)} 天前`;
}

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it is there and belongs to somebody else.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function scheduleOf(pattern: string) {
  try {
    return openSchedule(pattern);
  } catch {
    return null;
  }
}

function parseDay(text: string): string {
  if (/^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text))) {
    try {
      return addDays(text, 0);
    } catch {
      // Falls through: 02-30.
    }
  }
  throw new InputError({ file: '--plan', place: text, message: '看不懂的日期', hint: '写 2026-01-31 的样子' });
}
