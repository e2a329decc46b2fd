import { dayMs, shanghaiDay, startOfDay } from './calendar.ts';
import type { Evidence } from './evidence.ts';
import type { ObservationValue, Observed } from './observation.ts';

type Value = ObservationValue<'account.posts'>;
type Post = Value['posts'][number];

/** 一条内容 as all sources together tell it. */
export type TimelinePost = {
  post: Post;
  /** Earliest and latest instant it can have been published at, epoch ms, both included. */
  from: number;
  to: number;
  /** Every source that shows it. */
  evidence: readonly Evidence[];
};

/** A stretch of time that one complete source speaks for, epoch ms, the end not included. */
export type Cover = {
  from: number;
  to: number;
  /** `attested`: a person vouches. `own`: the platform's own list beside a healthy 对照账号. `weak`: complete, but nobody vouches for it. */
  grade: 'attested' | 'own' | 'weak';
  /** When it was looked at. */
  lookedAt: number;
  evidence: readonly Evidence[];
};

/** 发布时间线 of one account over a period. */
export type Timeline = {
  /** The period looked at, epoch ms: from, up to (judged from). */
  since: number;
  now: number;
  /** Newest first. */
  posts: readonly TimelinePost[];
  /** Posts without a readable time: they may belong to any week. */
  undated: number;
  /** Posts dated after `now`. */
  future: number;
  covers: readonly Cover[];
};

/** Two looks count as two when they are at least this far apart. */
const apartMs = dayMs;
/** The same title within this time is the same post told by two sources. */
const sameMs = 10 * 60_000;

/**
 * All sources of one account as one line of posts, each once, and the stretches of time that complete sources speak for. What was made while the
 * platform failed its 对照账号 still proves what it shows, never what it does not. `since` spares the work on what is older.
 */
export function timelineOf(sources: readonly Observed<'account.posts'>[], o: { since: number; now: number }): Timeline {
  // Instants are ISO text of varying precision: their days compare as text, with a day to spare.
  const early = new Date(o.since - dayMs).toISOString().slice(0, 10);
  const byId = new Map<string, Told>();
  const undated = new Set<string>();
  const future = new Set<string>();
  for (const source of sources) {
    for (const post of source.value.posts) {
      if (post.published === null) {
        undated.add(post.id);
        continue;
      }
      if (post.published.to.slice(0, 10) < early) continue;
      const from = Date.parse(post.published.from);
      const to = Math.min(o.now, Date.parse(post.published.to));
      if (from > o.now) future.add(post.id);
      else if (to >= o.since) {
        const next = { post, from, to, evidence: source.evidence, sources: [source] };
        const same = byId.get(post.id);
        byId.set(post.id, same ? merged(same, next) : next);
      }
    }
  }
  for (const id of byId.keys()) undated.delete(id);
  const posts = withoutDoubles([...byId.values()].sort((a, b) => b.from - a.from || (a.post.id < b.post.id ? -1 : 1)));
  return {
    since: o.since,
    now: o.now,
    posts,
    undated: undated.size,
    future: future.size,
    covers: coversOf(sources, o),
  };
}

/** With the sources that tell it, so that two posts of one source stay two. */
type Told = TimelinePost & { sources: readonly object[] };

/** One post told twice: the exacter time, and what either knows of it. */
function merged(a: Told, b: Told): Told {
  const [exact, other] = b.to - b.from < a.to - a.from ? [b, a] : [a, b];
  const [x, y] = [exact.post, other.post];
  const original =
    x.original === 'unknown'
      ? y.original
      : y.original === 'unknown' || y.original === x.original
        ? x.original
        : 'unknown';
  const sourceNote = x.sourceNote ?? y.sourceNote;
  const excerpt = x.excerpt ?? y.excerpt;
  const comments = x.comments === undefined || x.comments === 'unknown' ? (y.comments ?? x.comments) : x.comments;
  return {
    ...exact,
    post: {
      ...x,
      title: x.title.trim() === '' ? y.title : x.title,
      url: x.url ?? y.url,
      original,
      ...(sourceNote === undefined ? {} : { sourceNote }),
      ...(excerpt === undefined ? {} : { excerpt }),
      ...(comments === undefined ? {} : { comments }),
    },
    evidence: [...a.evidence, ...b.evidence],
    sources: [...a.sources, ...b.sources],
  };
}

/**
 * Sources number their posts differently: the same address, or the same title at the same time, told by two of them is one post; a person's note of
 * what was seen is any post of that time. Counting it twice would hide a week that is short; two posts of one source are two.
 */
function withoutDoubles(sorted: readonly Told[]): TimelinePost[] {
  const out: Told[] = [];
  const places = new Map<string, number[]>();
  const notes: Told[] = [];
  const place = (key: string, at: number) => {
    const there = places.get(key);
    if (there) there.push(at);
    else places.set(key, [at]);
  };
  for (const p of sorted) {
    if (p.post.id.startsWith('manual:')) {
      notes.push(p);
      continue;
    }
    const keys = [p.post.url === null ? '' : `u${p.post.url}`, titleKey(p.post.title)].filter((k) => k !== '');
    const at = keys.flatMap((k) => places.get(k) ?? []).find((i) => isSame(out[i], p));
    const same = at === undefined ? undefined : out[at];
    if (at !== undefined && same !== undefined) out[at] = merged(same, p);
    else {
      for (const k of keys) place(k, out.length);
      out.push(p);
    }
  }
  for (const p of notes) {
    const at = out.findIndex((o) => isSame(o, p));
    const same = out[at];
    if (same) out[at] = merged(same, p);
    else out.push(p);
  }
  return notes.length === 0 ? out : out.sort((a, b) => b.from - a.from);
}

function isSame(a: Told | undefined, b: Told): boolean {
  if (a === undefined || a.from > b.to + sameMs || b.from > a.to + sameMs) return false;
  return !a.sources.some((s) => b.sources.includes(s));
}

function titleKey(title: string): string {
  return title === '' ? '' : title.replace(/[\s\p{P}]/gu, '').slice(0, 60);
}

function coversOf(sources: readonly Observed<'account.posts'>[], o: { since: number; now: number }): Cover[] {
  // An empty list after a full one is more likely a wall than a clean sweep.
  const full = new Set(sources.filter((s) => s.value.posts.length > 0).map((s) => s.target));
  const out: Cover[] = [];
  for (const s of sources) {
    const { value } = s;
    if (value.coverage !== 'complete' || value.canary === 'failed') continue;
    const person = value.source === 'import' || value.source === 'manual';
    if (!person && value.posts.length === 0 && full.has(s.target)) continue;
    const from = startOfDay(value.window.from).getTime();
    // A record made at noon says nothing of the afternoon, though its last day is today. It speaks up to its last millisecond.
    const to = Math.min(startOfDay(value.window.to).getTime() + dayMs, Date.parse(s.slot) + 1, o.now + 1);
    if (to <= o.since || to <= from) continue;
    const attested = person && (value.attestedBy ?? '').trim() !== '';
    const grade = attested ? 'attested' : value.source === 'public' && value.canary === 'ok' ? 'own' : 'weak';
    out.push({ from, to, grade, lookedAt: Date.parse(s.observedAt), evidence: s.evidence });
  }
  return out.sort((a, b) => a.from - b.from);
}

/**
 * How far a stretch of time is spoken for by complete sources: `sure` (a person vouches for all of it, or the platform's own list was seen so in two
 * looks a day apart), `doubtful` (complete, but only once or unsigned), `none`.
 */
export type Covered = 'sure' | 'doubtful' | 'none';

/** Covers, prepared for many questions. */
export type CoverIndex = {
  attested: readonly { from: number; to: number }[];
  own: readonly Cover[];
  all: readonly { from: number; to: number }[];
};

export function coverIndex(covers: readonly Cover[]): CoverIndex {
  return {
    attested: joined(covers.filter((c) => c.grade === 'attested')),
    own: covers.filter((c) => c.grade === 'own'),
    all: joined(covers),
  };
}

/** Whether `[from, to)` is spoken for. */
export function coveredBy(index: CoverIndex, from: number, to: number): Covered {
  const inside = (c: { from: number; to: number }) => c.from <= from && c.to >= to;
  if (index.attested.some(inside)) return 'sure';
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const c of index.own) {
    if (!inside(c)) continue;
    first = Math.min(first, c.lookedAt);
    last = Math.max(last, c.lookedAt);
  }
  if (last - first >= apartMs) return 'sure';
  return index.all.some(inside) ? 'doubtful' : 'none';
}

/** Stretches that touch or overlap as one. Sorted by start. */
function joined(covers: readonly Cover[]): { from: number; to: number }[] {
  const out: { from: number; to: number }[] = [];
  for (const { from, to } of covers) {
    const last = out.at(-1);
    // A record that was made in the last second of its day leaves nothing between itself and the next.
    if (last && from <= last.to + 1_000) last.to = Math.max(last.to, to);
    else out.push({ from, to });
  }
  return out;
}

/** 覆盖的天数 in words: 2026-10-26 至 2026-11-22，or several stretches. Empty: none. */
export function coverText(covers: readonly Cover[]): string {
  const parts = joined([...covers].sort((a, b) => a.from - b.from)).map((c) => {
    const [from, to] = [shanghaiDay(new Date(c.from)), shanghaiDay(new Date(c.to - 1))];
    return from === to ? from : `${from} 至 ${to}`;
  });
  return parts.length > 4 ? `${parts.slice(0, 4).join('、')} 等 ${parts.length} 段` : parts.join('、');
}
