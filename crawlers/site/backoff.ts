/**
 * 退避 — what the hosts of a crawl have asked for: rest, or to be left alone. The client's limiter slows its pace after a refusal; this says
 * when a host may be asked again at all, and when the crawl gives it up. No clock and no timer of its own.
 */
export type Backoff = {
  /**
   * Tells how a host answered. `status` undefined: no answer at all. `now` is the clock that `readyAt` is compared with, milliseconds of any
   * origin; `served` the answer's own Date header, against which a Retry-After date is read.
   */
  answered(
    host: string,
    answer: { status: number | undefined; retryAfter: string | null; now: number; served?: string | null },
  ): void;
  /** On the clock of `answered`, from when on the host may be asked; 0: at once. */
  readyAt(host: string): number;
  /** Why the host is given up for the rest of this crawl, Chinese; null: it is not. */
  closed(host: string): string | null;
};

/** 退避的界限: all in milliseconds or answers in a row. */
export type BackoffOptions = {
  /** Longest rest the crawl takes; a host that asks for more is given up. */
  maxWaitMs: number;
  /** First rest after 429, 502, 503, 504 without Retry-After; doubled each time. Default 1,000. */
  firstWaitMs?: number;
  /** 429 in a row (rests between them) after which a host is given up. Default 6. */
  maxLimited?: number;
  /** 403 and other refusals in a row. Default 25: a closed folder is not a closed site. */
  maxRefused?: number;
  /** 502, 503, 504 in a row, rests between them. Default 12. */
  maxOverloaded?: number;
  /** No answer at all in a row. Default 25: what some firewalls do instead of refusing. */
  maxSilent?: number;
  /** Wall clock in milliseconds, for a Retry-After date without a Date header. Default `Date.now`. */
  wallClock?: () => number;
};

type Trouble = 'limited' | 'refused' | 'overloaded' | 'silent';
type HostState = { trouble: Trouble | null; row: number; notBefore: number; closed: string | null };

/** Hosts remembered; beyond it those that were never in trouble are forgotten first. */
const mostHosts = 10_000;
/** What firewalls and limiters answer instead of the page. 401 is a login and says nothing about the next page. */
const refusals: ReadonlySet<number> = new Set([403, 412, 418, 420, 432, 461, 999]);
const overloads: ReadonlySet<number> = new Set([502, 503, 504, 508, 509, 521, 522, 523, 524]);

export function openBackoff(o: BackoffOptions): Backoff {
  const hosts = new Map<string, HostState>();
  const most: Record<Trouble, number> = {
    limited: o.maxLimited ?? 6,
    refused: o.maxRefused ?? 25,
    overloaded: o.maxOverloaded ?? 12,
    silent: o.maxSilent ?? 25,
  };
  const firstWaitMs = o.firstWaitMs ?? 1_000;
  const wallClock = o.wallClock ?? Date.now;

  const stateOf = (host: string): HostState => {
    let state = hosts.get(host);
    if (!state) {
      if (hosts.size >= mostHosts) forgetOne();
      state = { trouble: null, row: 0, notBefore: 0, closed: null };
      hosts.set(host, state);
    }
    return state;
  };
  const forgetOne = () => {
    let victim: string | undefined;
    for (const [host, state] of hosts) {
      victim ??= host;
      if (state.closed !== null || state.row > 0) continue;
      victim = host;
      break;
    }
    if (victim !== undefined) hosts.delete(victim);
  };

  return {
    answered(host, { status, retryAfter, now, served }) {
      const trouble = troubleOf(status);
      // Healthy hosts are many and need no memory.
      if (trouble === null && !hosts.has(host)) return;
      const state = stateOf(host);
      if (state.closed !== null) return;
      const resting = now < state.notBefore;
      if (trouble === null) {
        // What was under way when the rest was asked for neither ends the rest nor proves that it helped.
        if (!resting) {
          state.trouble = null;
          state.row = 0;
        }
        return;
      }
      const asked =
        trouble === 'limited' || trouble === 'overloaded' ? readRetryAfter(retryAfter, served, wallClock) : null;
      if (asked !== null && asked > o.maxWaitMs) {
        state.closed = `服务器（状态 ${status}）要求 ${inWords(asked)}后再访问，超过本次抓取愿等的 ${inWords(o.maxWaitMs)}，已停止访问`;
        return;
      }
      if (asked !== null) state.notBefore = Math.max(state.notBefore, now + asked);
      // Answers to requests sent before the rest began tell nothing new.
      if (resting) return;
      state.row = state.trouble === trouble ? state.row + 1 : 1;
      state.trouble = trouble;
      if (state.row >= most[trouble]) {
        state.closed = reasons[trouble](state.row, status ?? 0);
        return;
      }
      if (trouble === 'limited' || trouble === 'overloaded') {
        const wait = asked ? asked : Math.min(firstWaitMs * 2 ** Math.min(state.row - 1, 20), o.maxWaitMs);
        state.notBefore = Math.max(state.notBefore, now + wait);
      }
    },
    readyAt: (host) => hosts.get(host)?.notBefore ?? 0,
    closed: (host) => hosts.get(host)?.closed ?? null,
  };
}

const reasons: Record<Trouble, (row: number, status: number) => string> = {
  limited: (row) => `服务器接连 ${row} 次答复访问过频（状态 429），已停止访问`,
  refused: (row, status) => `服务器接连 ${row} 次拒绝访问（最后一次状态 ${status}），可能有防护设备拦截，已停止访问`,
  overloaded: (row, status) => `服务器接连 ${row} 次答复暂不可用（最后一次状态 ${status}），已停止访问`,
  silent: (row) => `服务器接连 ${row} 次没有应答，已停止访问`,
};

function troubleOf(status: number | undefined): Trouble | null {
  if (status === undefined || status <= 0) return 'silent';
  if (status === 429) return 'limited';
  if (refusals.has(status)) return 'refused';
  return overloads.has(status) ? 'overloaded' : null;
}

const httpDate =
  /^(?:[A-Z][a-z]{2,8},? )(?:\d{1,2}[ -][A-Z][a-z]{2}[ -](?:\d{4}|\d{2})|[A-Z][a-z]{2} [ \d]\d) \d{2}:\d{2}:\d{2}(?: GMT| \d{4})$/;

/**
 * Retry-After (RFC 9110 10.2.3) in milliseconds: seconds or one of the three forms of an HTTP date, past ones 0. Null where it is missing or
 * says nothing.
 */
export function readRetryAfter(
  typed: string | null,
  served: string | null | undefined,
  wallClock: () => number,
): number | null {
  const text = typed?.trim() ?? '';
  if (/^\d{1,40}$/.test(text)) return Number(text) * 1000;
  if (text.length > 60 || !httpDate.test(text)) return null;
  const until = parseDate(text);
  if (Number.isNaN(until)) return null;
  const now = served && httpDate.test(served.trim()) ? parseDate(served.trim()) : Number.NaN;
  return Math.max(0, until - (Number.isNaN(now) ? wallClock() : now));
}

/** The form of asctime has no zone and is in GMT as well. */
const parseDate = (text: string): number => Date.parse(text.endsWith('GMT') ? text.replace(/-/g, ' ') : `${text} GMT`);

function inWords(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  if (seconds < 120) return `${seconds} 秒`;
  if (seconds < 7200) return `${Math.ceil(seconds / 60)} 分钟`;
  return seconds < 172_800
    ? `${Math.ceil(seconds / 3600)} 小时`
    : `${Math.min(Math.ceil(seconds / 86_400), 99_999)} 天`;
}
