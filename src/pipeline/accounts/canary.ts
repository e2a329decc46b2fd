import type { Evidence } from '#core/evidence.ts';
import type { Platform } from '#core/registry.ts';
import type { AccountReading } from '#crawlers/platforms/contract.ts';
import { visibilityText } from '#crawlers/platforms/words.ts';
import type { CanaryAccount } from './settings.ts';
import { nameOf } from './targets.ts';

/** 对照账号的状态 as it stood when an account was read. `detail`: Chinese, why it failed; '' otherwise. */
export type CanaryState = {
  state: 'ok' | 'failed' | 'none';
  detail: string;
  evidence: readonly Evidence[];
};

export type CanaryDeps = {
  canaries: readonly CanaryAccount[];
  /** Reads one of them as any other account is read. */
  read(canary: CanaryAccount): Promise<{ reading: AccountReading; evidence: readonly Evidence[] }>;
  now(): number;
  /** An answer holds for this long, milliseconds. */
  holdMs: number;
};

const none: CanaryState = { state: 'none', detail: '', evidence: [] };

/**
 * 对照账号: asked before the first account of its platform and kind of source, again when the answer is old. One healthy account of a platform is
 * enough; where none is configured the state is `none`.
 */
export function openCanaries(o: CanaryDeps): (platform: Platform, source: 'public' | 'bridge') => Promise<CanaryState> {
  const asked = new Map<string, { at: number; answer: Promise<CanaryState> }>();

  const ask = async (canaries: readonly CanaryAccount[]): Promise<CanaryState> => {
    let failed: CanaryState = none;
    for (const canary of canaries) {
      const { reading, evidence } = await o.read(canary);
      const why = doubtOf(reading, canary, o.now());
      if (why === null) return { state: 'ok', detail: '', evidence };
      failed = { state: 'failed', detail: `对照账号${nameOf(canary)}${why}`, evidence };
    }
    return failed;
  };

  return (platform, source) => {
    const canaries = o.canaries.filter((c) => c.platform === platform && c.source === source);
    if (canaries.length === 0) return Promise.resolve(none);
    const key = `${platform}|${source}`;
    const before = asked.get(key);
    if (before && o.now() - before.at < o.holdMs) return before.answer;
    const answer = ask(canaries);
    asked.set(key, { at: o.now(), answer });
    return answer;
  };
}

/** Why an account that posts every day does not look like one; null: it does. */
function doubtOf(reading: AccountReading, canary: CanaryAccount, now: number): string | null {
  if (reading.visibility.kind !== 'visible') return `没有看到：${visibilityText(reading.visibility)}`;
  const newest = Math.max(...reading.posts.map((p) => p.publishedAt?.lo ?? Number.NEGATIVE_INFINITY));
  if (newest >= now - canary.freshMs) return null;
  return Number.isFinite(newest)
    ? `最近一条也停在 ${new Date(newest + 8 * 3_600_000).toISOString().slice(0, 10)}`
    : '没有带时间的内容';
}
