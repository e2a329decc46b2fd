import type { HttpClient } from '#core/context.ts';
import type { Exchange } from '#core/evidence.ts';
import { hostOf, isNamed } from './address.ts';
import type { Proof } from './settle.ts';

type State = { at: number; network: Proof['network']; names: boolean };

/**
 * 本方网络守护 — before silence is held against a target: do the control points open right now? Without control points, addresses that answered
 * earlier in the same batch are asked again; their silence proves nothing, their answer proves that our network works.
 */
export type Guard = {
  /** State of our network at or after `at` (a `performance.now()`), at most `guardMs` older. */
  check(at: number): Promise<{ network: Proof['network']; names: boolean }>;
  /** Tell that an address answered. */
  saw(x: Exchange): void;
};

const mostWitnesses = 40;
const lookMs = 10_000;

export function openGuard(o: {
  http: HttpClient;
  controls: readonly string[];
  guardMs: number;
  timeoutMs: number;
  signal: AbortSignal;
}): Guard {
  /** Host → an address of it that answered, and how often it has been used as a witness. */
  const witnesses = new Map<string, { url: string; used: number }>();
  let last: State | null = null;
  /** When something, and when something with a name, last answered in this batch (`performance.now()`). */
  let answeredAt = Number.NEGATIVE_INFINITY;
  let namedAt = Number.NEGATIVE_INFINITY;
  let running: Promise<State> | null = null;

  const answers = async (url: string): Promise<boolean> => {
    const x = await o.http.fetch({
      url,
      enoughBytes: 1024,
      limits: { totalMs: Math.min(lookMs, o.timeoutMs) },
      signal: o.signal,
    });
    // Whoever speaks TLS or HTTP to us, however badly, was reached.
    return x.outcome === 'response' || x.outcome === 'tls-failure' || x.outcome === 'protocol-error';
  };

  const byControls = async (): Promise<State> => {
    let network: Proof['network'] = 'down';
    let names = false;
    const at = performance.now();
    for (const url of o.controls) {
      if (!(await answers(url))) continue;
      network = 'up';
      names ||= isNamed(url);
      if (names) break;
    }
    return { at, network, names };
  };

  const byWitnesses = async (): Promise<State> => {
    const at = performance.now();
    const fresh = answeredAt >= at - o.guardMs;
    // A name tells more than a number: it also proves that names resolve.
    const rested = [...witnesses.values()].sort(
      (a, b) => a.used - b.used || Number(isNamed(b.url)) - Number(isNamed(a.url)),
    );
    for (const witness of rested.slice(0, 3)) {
      if (witness.used >= 2) continue;
      witness.used++;
      if (await answers(witness.url)) return { at, network: 'up', names: isNamed(witness.url) };
    }
    return { at, network: fresh ? 'up' : 'unknown', names: false };
  };

  const ask = async (): Promise<State> => {
    const state = o.controls.length > 0 ? await byControls() : await byWitnesses();
    if (
      state.network === 'up' &&
      !state.names &&
      o.controls.length > 0 &&
      [...witnesses.values()].some((w) => isNamed(w.url))
    )
      return { ...state, names: (await byWitnesses()).names };
    return state;
  };

  return {
    async check(at) {
      const recent = (t: number): boolean => t >= at - o.guardMs;
      if (o.controls.length === 0 && recent(namedAt)) return { network: 'up', names: true };
      while (true) {
        if (last !== null && last.at >= at - o.guardMs) return last;
        const mine = running ?? ask().finally(() => (running = null));
        running = mine;
        last = await mine;
        if (last.at >= at - o.guardMs) return last;
      }
    },
    saw(x) {
      if (x.outcome !== 'response') return;
      answeredAt = performance.now();
      if (isNamed(x.requestedUrl)) namedAt = answeredAt;
      const host = hostOf(x.requestedUrl);
      if (witnesses.size >= mostWitnesses || witnesses.has(host)) return;
      witnesses.set(host, { url: x.requestedUrl, used: 0 });
    },
  };
}
