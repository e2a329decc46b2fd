import type { HttpClient } from '#core/context.ts';

export type GuardOptions = {
  /** For control points only: they may lie in the own network. */
  http: HttpClient;
  /** 控制点. None: no guard. */
  controls: readonly string[];
  /** How many must answer; 0: half of them, rounded up. */
  needed: number;
  /** While visits are under way, the control points are asked this often, milliseconds. */
  everyMs: number;
  /** Longest that one control point may take, milliseconds. */
  waitMs: number;
  /** Monotonic milliseconds. */
  mono: () => number;
  /** Told when our own network goes and when it is back. Chinese. */
  onChange?: (up: boolean, detail: string) => void;
};

/** One look at all control points. */
type Round = { from: number; ok: boolean; detail: string };

export type GuardedVisit = {
  /**
   * Call once when the visit is over. `doubtful`: the site did not open in time, so the control points are asked once more.
   * Null: our own network stood throughout; else why it did not, Chinese.
   */
  end(doubtful: boolean): Promise<string | null>;
};

/** 本网守护: tells a fault of our own network from one of the sites. */
export type Guard = {
  /** Whether there are control points at all. */
  guards: boolean;
  /** Call when a visit begins. */
  begin(): GuardedVisit;
  /** Outcome of the latest look; null: none yet, or nothing to look at. */
  latest(): boolean | null;
  close(): void;
};

/**
 * The control points are looked at when a visit begins (unless that was done a moment ago), again and again while visits run, and after a
 * visit that did not open. If too few of them answer in any of these looks, the visit is void whatever came of it: to drop
 * only the failures would flatter, to drop none would blame the site for our network. All visits of a moment share one look.
 */
export function openGuard(o: GuardOptions): Guard {
  const needed = o.needed === 0 ? Math.ceil(o.controls.length / 2) : Math.min(o.needed, o.controls.length);
  const closing = new AbortController();
  /** Rounds begun, oldest first, as far back as any visit under way reaches. */
  let rounds: { from: number; done: Promise<Round>; result: Round | null }[] = [];
  let queued: Promise<Round> | undefined;
  let last: boolean | null = null;
  const active = new Set<{ from: number }>();
  let timer: NodeJS.Timeout | undefined;

  const start = (): Promise<Round> => {
    const from = o.mono();
    const entry = { from, done: ask(o, needed, from, closing.signal), result: null as Round | null };
    entry.done = entry.done.then((round) => {
      entry.result = round;
      if (round.ok !== (last ?? true) && !closing.signal.aborted) o.onChange?.(round.ok, round.detail);
      last = round.ok;
      return round;
    });
    rounds.push(entry);
    return entry.done;
  };
  /** A look that began at or after `from`, shared with everyone who asks meanwhile. */
  const lookFrom = (from: number): Promise<Round> => {
    const running = rounds.at(-1);
    if (!running || running.result !== null) return running && running.from >= from ? running.done : start();
    if (running.from >= from) return running.done;
    queued ??= running.done.then(() => {
      queued = undefined;
      return start();
    });
    return queued;
  };
  const forget = () => {
    const oldest = Math.min(...[...active].map((a) => a.from));
    // The last one begun before the oldest visit says how things stood when that visit began.
    const at = active.size === 0 ? rounds.length - 1 : rounds.findLastIndex((r) => r.from <= oldest);
    if (at > 0) rounds = rounds.slice(at);
  };

  return {
    guards: o.controls.length > 0,
    begin() {
      if (o.controls.length === 0) return { end: async () => null };
      const from = o.mono();
      const visit = { from };
      active.add(visit);
      const latest = rounds.at(-1);
      const fresh = latest && from - latest.from <= o.everyMs && latest.result?.ok !== false;
      if (!fresh) void lookFrom(from);
      timer ??= setInterval(() => void lookFrom(o.mono()), o.everyMs).unref();
      return {
        async end(doubtful) {
          try {
            if (doubtful) await lookFrom(o.mono());
            const at = Math.max(
              0,
              rounds.findLastIndex((r) => r.from <= from),
            );
            const seen = await Promise.all(rounds.slice(at).map((r) => r.done));
            return seen.find((r) => !r.ok)?.detail ?? null;
          } finally {
            active.delete(visit);
            forget();
            if (active.size === 0) {
              clearInterval(timer);
              timer = undefined;
            }
          }
        },
      };
    },
    latest: () => last,
    close() {
      closing.abort();
      clearInterval(timer);
      timer = undefined;
    },
  };
}

async function ask(o: GuardOptions, needed: number, from: number, closing: AbortSignal): Promise<Round> {
  const rest = new AbortController();
  const signal = AbortSignal.any([rest.signal, closing]);
  const failures: string[] = [];
  let answered = 0;
  await new Promise<void>((resolve) => {
    let left = o.controls.length;
    for (const url of o.controls)
      void o.http
        .fetch({ url, unpaced: true, signal, enoughBytes: 1, limits: { totalMs: o.waitMs } })
        .then(
          (e) => (e.outcome === 'response' ? null : (outcomes[e.outcome] ?? e.outcome)),
          () => '程序出错',
        )
        .then((failure) => {
          if (failure === null) answered += 1;
          else failures.push(`${URL.parse(url)?.host ?? url} ${failure}`);
          left -= 1;
          if (answered >= needed || left === 0) resolve();
        });
  });
  rest.abort();
  const ok = answered >= needed;
  return {
    from,
    ok,
    detail: ok
      ? ''
      : `${o.controls.length} 个控制点中只有 ${answered} 个可达（要 ${needed} 个）：${failures.slice(0, 5).join('、')}；应是监测方网络故障，这次访问作废`,
  };
}

const outcomes: Record<string, string> = {
  'dns-failure': '域名无法解析',
  refused: '拒绝连接',
  unreachable: '网络不可达',
  reset: '连接被中断',
  'tls-failure': '安全连接失败',
  'protocol-error': '应答不合协议',
  timeout: '超时',
  'redirect-loop': '循环跳转',
  'redirect-limit': '跳转过多',
  'redirect-invalid': '跳转无效',
  cancelled: '未完成',
  'out-of-scope': '地址不允许访问',
};
