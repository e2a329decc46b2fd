/** 应用市场的一次答复, as an `account.profile` observation carries it. */
export type StoreState = {
  store: string;
  /** `not_listed` only where the store said so in its known form; whatever is less certain is `unknown`. */
  state: 'available' | 'not_listed' | 'unknown';
  why?: string | undefined;
};

/** One look at all registered stores. */
export type StoreRound = { /** Instant of the look, epoch ms. */ at: number; apps: readonly StoreState[] };

/** 能否下载: `unavailable` is 不可下载, and the only one of the three that can become a fault. */
export type AppAvailability = {
  state: 'available' | 'unavailable' | 'undeterminable';
  /** Stores by what they come to, for the report. */
  available: readonly string[];
  missing: readonly string[];
  open: readonly string[];
};

const dayMs = 86_400_000;

/**
 * 移动客户端能否下载. Available where any store has it at its last answer. Unavailable only where every store of the last look has said
 * twice in a row, at least `apartMs` apart (default a day), that it has no such app. A store that was blocked, changed or not asked at
 * its last answer leaves the question open.
 */
export function appAvailability(rounds: readonly StoreRound[], apartMs: number = dayMs): AppAvailability {
  const sorted = [...rounds].filter((r) => r.apps.length > 0).sort((a, b) => b.at - a.at);
  const [available, missing, open]: [string[], string[], string[]] = [[], [], []];
  // Stores that the register named once and no longer names are not in the last look.
  for (const store of new Set(sorted[0]?.apps.map((a) => a.store))) {
    const answers = sorted.flatMap((r) =>
      r.apps.filter((a) => a.store === store).map((a) => ({ at: r.at, state: a.state })),
    );
    const last = answers[0];
    if (last?.state === 'available') available.push(store);
    else if (last?.state === 'not_listed' && saidTwice(answers, apartMs)) missing.push(store);
    else open.push(store);
  }
  const state =
    available.length > 0 ? 'available' : missing.length > 0 && open.length === 0 ? 'unavailable' : 'undeterminable';
  return { state, available, missing, open };
}

/** Newest first: an earlier 没有 far enough back, with nothing but 没有 or no answer since; the app seen in between starts the count anew. */
function saidTwice(answers: readonly { at: number; state: StoreState['state'] }[], apartMs: number): boolean {
  const last = answers[0];
  if (last === undefined) return false;
  for (const a of answers.slice(1)) {
    if (a.state === 'available') return false;
    if (a.state === 'not_listed' && last.at - a.at >= apartMs) return true;
  }
  return false;
}
