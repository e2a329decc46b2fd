import { addDays, dayMs, endOfDay, shanghaiDay, startOfDay } from '#core/calendar.ts';
import type { Evidence } from '#core/evidence.ts';
import type { ObservationValue } from '#core/observation.ts';
import { coverageEnd } from './coverage.ts';

type Value = ObservationValue<'account.posts'>;
type Post = Value['posts'][number];

/** 一份发布记录: what one source told at one time. */
export type Sighting = {
  /** Instant up to which it speaks, epoch ms. */
  at: number;
  /** When it was looked at, epoch ms. */
  lookedAt: number;
  /** Which source of the account. */
  target: string;
  value: Value;
  evidence: readonly Evidence[];
};

/** The platform said in words that the account is no more. */
export type GoneNotice = { lookedAt: number; text: string };

export type LivenessInput = {
  /** 监测时间点, epoch ms. */
  now: number;
  windowDays: number;
  zombieDays: number;
  maxLagDays: number;
  /** A passing account is told when it has this many days left or fewer. */
  warnDays: number;
  /** 开设日期. */
  opened?: string | undefined;
  sightings: readonly Sighting[];
  gone: readonly GoneNotice[];
};

/** A post with a time, cut at the instant that is judged from. */
export type Dated = { post: Post; from: number; to: number; evidence: readonly Evidence[] };

type Stretch = { from: string; to: string };

/** What the sources together say about an account. */
export type Liveness =
  /** A recent post from any source proves life. `leftMs`: until it would be too old; only when few days are left. */
  | { state: 'active'; newest: Dated; leftMs?: number }
  /** Opened so recently that nothing is due yet. */
  | { state: 'young'; opened: string }
  | { state: 'gone'; times: number; text: string; newest?: Dated }
  /** No source told anything that counts. `outage`: records made while the platform failed its 对照账号. */
  | { state: 'not-visible'; outage: number; newest?: Dated }
  /** Something was told, and it decides nothing. */
  | { state: 'open'; why: OpenWhy; newest?: Dated }
  /** `attested` people vouch, `twice` seen in two runs: confirmed. Else why a person must look first. */
  | {
      state: 'silent';
      certainty: 'confirmed' | 'suspected';
      because: 'attested' | 'twice' | 'once' | 'no-canary' | 'contradiction' | 'unsigned' | 'partial';
      zombie: boolean;
      /** Nothing was ever published since it was opened. */
      never: boolean;
      newest?: Dated;
      /** Days that complete sources speak for; absent where only partial ones do. */
      covered?: Stretch;
      evidence: readonly Evidence[];
    };
export type OpenWhy =
  | { kind: 'partial' }
  /** Complete records end here; what came since is not known. */
  | { kind: 'lag'; to: string }
  /** Complete records begin only here, after the day from which they are needed. */
  | { kind: 'reach'; from: string; needed: string }
  | { kind: 'undated'; count: number }
  | { kind: 'border'; post: Dated };

/** Two looks count as two when they are at least this far apart. */
const apartMs = 24 * 3_600_000;

/**
 * 死活判定 — the asymmetry rule: a recent post from any source proves life; silence is proved only by complete sources, by an attested record for
 * its days, or by the platform's own list in two runs a day apart with a healthy 对照账号. What could not be seen proves nothing.
 */
export function liveness(input: LivenessInput): Liveness {
  const { now, opened, sightings } = input;
  const window = input.windowDays * dayMs;
  const { dated, undated } = datedPosts(sightings, now);
  const newest = dated.reduce<Dated | undefined>((best, d) => (best && best.to >= d.to ? best : d), undefined);
  const seen = newest === undefined ? {} : { newest };

  const alive = dated.filter((d) => d.from >= now - window);
  if (alive.length > 0) {
    const latest = alive.reduce((a, b) => (b.from > a.from ? b : a));
    const leftMs = latest.from + window - now;
    return { state: 'active', newest: latest, ...(leftMs <= input.warnDays * dayMs ? { leftMs } : {}) };
  }
  if (opened !== undefined && startOfDay(opened).getTime() > now - window) return { state: 'young', opened };
  const gone = goneTwice(input);
  if (gone) return { ...gone, ...seen };

  // Blocked looks like empty: while the platform failed its 对照账号, what is missing proves nothing.
  const usable = sightings.filter((s) => s.value.canary !== 'failed');
  if (usable.length === 0) return { state: 'not-visible', outage: sightings.length, ...seen };
  const complete = usable.filter((s) => s.value.coverage === 'complete');
  if (complete.length === 0) return byPartial(input, { usable, dated, undated, newest });

  const attested = complete.filter(isAttested);
  const signed = attested.length === 0 ? null : silence(attested, input, { dated, undated });
  const proof = signed?.kind === 'silent' ? signed : silence(complete, input, { dated, undated });
  if (proof.kind !== 'silent') return { state: 'open', why: proof, ...seen };
  const { until, covered } = proof;
  const because = signed?.kind === 'silent' ? 'attested' : doubtOf(complete, input, newest);

  // A dead account is only told from a sleeping one by sources that reach back far enough.
  const zombieFrom = addDays(shanghaiDay(new Date(until)), -input.zombieDays);
  const reach = opened !== undefined && opened > zombieFrom ? opened : zombieFrom;
  const silentMs = newest === undefined ? Number.POSITIVE_INFINITY : until - newest.to;
  const old = opened === undefined || startOfDay(opened).getTime() <= until - input.zombieDays * dayMs;
  // Between an old post and a short source something may have been published: then it is only known to sleep.
  const never = newest === undefined && opened !== undefined && covered.from <= opened;
  const zombie = (silentMs > input.zombieDays * dayMs && covered.from <= reach && old) || never;
  return {
    state: 'silent',
    certainty: because === 'attested' || because === 'twice' ? 'confirmed' : 'suspected',
    because,
    zombie,
    never,
    ...seen,
    covered,
    evidence: [...(newest?.evidence ?? []), ...complete.flatMap((s) => s.evidence)],
  };
}

/** Posts with a time not later than `now`, of all sources; how many carry none. */
export function datedPosts(
  sightings: readonly Sighting[],
  now: number,
): { dated: Dated[]; undated: number; future: number } {
  const dated: Dated[] = [];
  const undated = new Set<string>();
  const known = new Set<string>();
  const future = new Set<string>();
  for (const s of sightings) {
    for (const post of s.value.posts) {
      if (post.published === null) {
        undated.add(post.id);
        continue;
      }
      known.add(post.id);
      const from = Date.parse(post.published.from);
      const to = Math.min(now, Date.parse(post.published.to));
      if (from > now) future.add(post.id);
      else dated.push({ post, from, to, evidence: s.evidence });
    }
  }
  return { dated, undated: [...undated].filter((id) => !known.has(id)).length, future: future.size };
}

const isAttested = (s: Sighting): boolean =>
  s.value.source !== 'public' && s.value.source !== 'bridge' && (s.value.attestedBy ?? '') !== '';

type Facts = { dated: readonly Dated[]; undated: number };

/** Whether complete sources prove that nothing came in the window before their end. */
function silence(
  complete: readonly Sighting[],
  input: LivenessInput,
  { dated, undated }: Facts,
): { kind: 'silent'; until: number; covered: Stretch } | OpenWhy {
  const { now, opened } = input;
  const window = input.windowDays * dayMs;
  const covered = coverageEnd(
    complete.map((s) => s.value.window),
    shanghaiDay(new Date(now)),
  );
  if (covered === undefined) return { kind: 'partial' };
  // A record made at noon says nothing of the afternoon, though its last day is today.
  const spoken = Math.max(...complete.filter((s) => s.value.window.to >= covered.to).map((s) => s.at));
  const until = Math.min(now, endOfDay(covered.to).getTime(), spoken);
  if (now - until > input.maxLagDays * dayMs) return { kind: 'lag', to: covered.to };
  const from = shanghaiDay(new Date(until - window));
  const needed = opened !== undefined && opened > from ? opened : from;
  if (covered.from > needed) return { kind: 'reach', from: covered.from, needed };
  if (undated > 0) return { kind: 'undated', count: undated };
  const border = dated.find((d) => d.to >= until - window);
  return border ? { kind: 'border', post: border } : { kind: 'silent', until, covered };
}

/** Whether the platform's own list showed the silence in two runs; else what is missing. */
function doubtOf(
  complete: readonly Sighting[],
  input: LivenessInput,
  newest: Dated | undefined,
): 'twice' | 'once' | 'no-canary' | 'contradiction' | 'unsigned' {
  const own = complete.filter((s) => s.value.source === 'public');
  if (own.length === 0) return 'unsigned';
  // An empty list after a full one is more likely a wall than a clean sweep.
  const full = new Set(input.sightings.filter((s) => s.value.posts.length > 0).map((s) => s.target));
  const plain = own.filter((s) => s.value.posts.length > 0 || !full.has(s.target));
  if (plain.length === 0) return 'contradiction';
  const healthy = plain.filter((s) => s.value.canary === 'ok');
  if (healthy.length === 0) return 'no-canary';
  const window = input.windowDays * dayMs;
  const negative = healthy.filter((s) => {
    const needed = shanghaiDay(new Date(s.at - window));
    const reaches =
      s.value.window.from <= needed || (input.opened !== undefined && s.value.window.from <= input.opened);
    return reaches && (newest === undefined || newest.to < s.at - window);
  });
  const looks = negative.map((s) => s.lookedAt);
  return looks.length > 1 && Math.max(...looks) - Math.min(...looks) >= apartMs ? 'twice' : 'once';
}

/** Partial sources alone: an old newest post of a recent look is a suspicion for a person, never more. */
function byPartial(
  input: LivenessInput,
  facts: Facts & { usable: readonly Sighting[]; newest: Dated | undefined },
): Liveness {
  const { now } = input;
  const { usable, newest, undated, dated } = facts;
  const seen = newest === undefined ? {} : { newest };
  if (undated > 0) return { state: 'open', why: { kind: 'undated', count: undated }, ...seen };
  const border = dated.find((d) => d.to >= now - input.windowDays * dayMs);
  if (border) return { state: 'open', why: { kind: 'border', post: border }, ...seen };
  const recent = usable.filter(
    (s) =>
      (s.value.source === 'public' || s.value.source === 'bridge') &&
      s.value.posts.length > 0 &&
      now - s.at <= input.maxLagDays * dayMs,
  );
  if (recent.length === 0) return { state: 'open', why: { kind: 'partial' }, ...seen };
  return {
    state: 'silent',
    certainty: 'suspected',
    because: 'partial',
    zombie: false,
    never: false,
    ...seen,
    evidence: [...(newest?.evidence ?? []), ...recent.flatMap((s) => s.evidence)],
  };
}

/** Told so in two runs, with no sight of the account since the first. */
function goneTwice(input: LivenessInput): { state: 'gone'; times: number; text: string } | null {
  const notices = [...input.gone].sort((a, b) => a.lookedAt - b.lookedAt);
  const lastSight = Math.max(
    ...input.sightings.filter((s) => s.value.source === 'public' && s.value.posts.length > 0).map((s) => s.lookedAt),
    Number.NEGATIVE_INFINITY,
  );
  const since = notices.filter((n) => n.lookedAt > lastSight);
  const [first, last] = [since[0], since.at(-1)];
  if (first === undefined || last === undefined || last.lookedAt - first.lookedAt < apartMs) return null;
  return { state: 'gone', times: since.length, text: last.text };
}
