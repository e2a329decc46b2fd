import { createHash } from 'node:crypto';
import { shanghaiDay } from '#core/calendar.ts';
import type { Clock } from '#core/context.ts';
import type { CooldownStore, HostRecord } from '#core/host-record.ts';
import type { Wall } from './contract.ts';

export type PaceOptions = {
  store: CooldownStore;
  clock: Clock;
  /** Waits; resolves early when the signal aborts. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** Least and most milliseconds from the end of one request to a host to the start of the next. */
  spacingMs: readonly [number, number];
  /** Requests to one host on one day (Asia/Shanghai). */
  perDay: number;
  /** Milliseconds of peace after the first, second, third and every further wall in a row. */
  coolMs: readonly number[];
  /** Of the run: the same seed gives the same pauses. */
  seed: string;
};

/** Refusals before any request is made. */
export type Refusal = 'cooldown' | 'budget' | 'cancelled';

/** 一个主机一条通道: one request at a time, paced, counted, and none while the host is left in peace. */
export type HostLanes = {
  /** Runs `work` when it is the turn of this host; refused without running it when the host is not to be asked. */
  take<T>(host: string, signal: AbortSignal | undefined, work: () => Promise<T>): Promise<T | Refusal>;
  /** A wall was met. The host is left in peace: 6 h, then 24 h, then 72 h by default. A `Retry-After` that is longer counts. */
  walled(host: string, wall: Wall, retryAfterMs?: number): Promise<void>;
  /** Something was seen there: the next wall counts as the first again. */
  seen(host: string): Promise<void>;
  /** Until when a host is left in peace, and why. */
  cooling(host: string): Promise<{ until: string; why: string } | null>;
};

const wallNames: Readonly<Record<Wall, string>> = {
  captcha: '要求验证码',
  visitor_wall: '访客验证',
  rate_limit: '访问过于频繁',
  waf_empty: '以空内容应答',
  signature: '要求签名',
  ip_risk: '拒绝本机地址',
  geo: '限制地区',
  robots: 'robots.txt 不允许',
};

/** 拦截方式 in Chinese. */
export const wallName = (wall: Wall): string => wallNames[wall];

/** Longest pause that a server's own Retry-After may ask for. */
const mostMs = 7 * 86_400_000;

export function openLanes(o: PaceOptions): HostLanes {
  const lanes = new Map<string, Promise<unknown>>();
  const records = new Map<string, Promise<HostRecord>>();
  const turns = new Map<string, number>();

  const recordOf = (host: string): Promise<HostRecord> => {
    let record = records.get(host);
    if (!record) {
      record = o.store
        .load(host)
        .then((r) => r ?? { host, day: '', used: 0, lastAt: null, strikes: 0, coolUntil: null, coolWhy: null });
      records.set(host, record);
    }
    return record;
  };
  const now = () => o.clock.now().getTime();
  const refused = (r: HostRecord): Refusal | null => {
    if (r.coolUntil !== null && Date.parse(r.coolUntil) > now()) return 'cooldown';
    const today = shanghaiDay(o.clock.now());
    return r.day === today && r.used >= o.perDay ? 'budget' : null;
  };
  const gap = (host: string): number => {
    const n = (turns.get(host) ?? 0) + 1;
    turns.set(host, n);
    const [least, most] = o.spacingMs;
    const r = createHash('sha256').update(`${o.seed}|${host}|${n}`).digest().readUInt32BE(0) / 2 ** 32;
    return least + Math.round(r * (most - least));
  };

  const inTurn = async <T>(host: string, signal: AbortSignal | undefined, work: () => Promise<T>) => {
    const r = await recordOf(host);
    const before = signal?.aborted ? 'cancelled' : refused(r);
    if (before !== null) return before;
    if (r.lastAt !== null) {
      // A clock set back must not stop the work for hours: no wait is longer than the longest pause.
      const wait = Math.min(Date.parse(r.lastAt) + gap(host) - now(), o.spacingMs[1]);
      if (wait > 0) await o.sleep(wait, signal);
      if (signal?.aborted) return 'cancelled';
      // The answer before may have been a wall, read while this one waited.
      const after = refused(r);
      if (after !== null) return after;
    }
    const today = shanghaiDay(o.clock.now());
    if (r.day !== today) Object.assign(r, { day: today, used: 0 });
    // Counted before it is sent: a killed process has asked all the same.
    r.used += 1;
    await o.store.save({ ...r });
    try {
      return await work();
    } finally {
      r.lastAt = o.clock.now().toISOString();
      await o.store.save({ ...r });
    }
  };

  return {
    take(host, signal, work) {
      const turn = (lanes.get(host) ?? Promise.resolve()).then(() => inTurn(host, signal, work));
      const settled = turn.catch(() => {});
      lanes.set(host, settled);
      return turn;
    },

    async walled(host, wall, retryAfterMs = 0) {
      const r = await recordOf(host);
      // Answers that were under way when the wall came tell the same thing once more.
      if (r.coolUntil !== null && Date.parse(r.coolUntil) > now()) return;
      r.strikes += 1;
      const own = o.coolMs[Math.min(r.strikes, o.coolMs.length) - 1] ?? 0;
      r.coolUntil = new Date(now() + Math.max(own, Math.min(retryAfterMs, mostMs))).toISOString();
      r.coolWhy = wallNames[wall];
      await o.store.save({ ...r });
    },

    async seen(host) {
      const r = await recordOf(host);
      if (r.strikes === 0 && r.coolUntil === null) return;
      Object.assign(r, { strikes: 0, coolUntil: null, coolWhy: null });
      await o.store.save({ ...r });
    },

    async cooling(host) {
      const r = await recordOf(host);
      return r.coolUntil !== null && Date.parse(r.coolUntil) > now()
        ? { until: r.coolUntil, why: r.coolWhy ?? '' }
        : null;
    },
  };
}
