import type { AccountReading, AppSeen, PostSeen, ProfileSeen, StepResult, Visibility } from './contract.ts';

/**
 * One reading of all steps of a source. The visibility is that of the `list` steps (of the best step where there is none); another
 * account's data in any step spoils the whole reading; posts are joined by id, each part from the step that knows it best.
 */
export function combine(results: readonly StepResult[]): AccountReading {
  const notes = [...new Set(results.flatMap((r) => r.reading.notes ?? []))];
  const foreign = results.find((r) => r.reading.visibility.kind === 'identity_mismatch');
  if (foreign) return { visibility: foreign.reading.visibility, posts: [], notes };
  const lists = results.filter((r) => r.step.role === 'list');
  const visibility = best((lists.length > 0 ? lists : results).map((r) => r.reading.visibility));
  const profile = joinProfiles(results.flatMap((r) => r.reading.profile ?? []));
  return {
    visibility,
    posts: joinPosts(results.flatMap((r) => r.reading.posts)),
    ...(profile === undefined ? {} : { profile }),
    notes,
  };
}

/** What tells most first. `gone` is behind every sight of the account: something visible refutes it. */
const order: readonly Visibility['kind'][] = [
  'visible',
  'visible_empty',
  'gone',
  'bridge_stale',
  'login_required',
  'blocked',
  'changed',
  'bridge_error',
  'identity_mismatch',
  'network',
  'skipped',
  'not_observable',
];

/** The outcome that tells most; of two sights the complete one, of two complete ones that which reaches back further. */
export function best(outcomes: readonly Visibility[]): Visibility {
  const rank = (v: Visibility) => {
    const partial = (v.kind === 'visible' || v.kind === 'visible_empty') && v.coverage !== 'complete';
    return order.indexOf(v.kind) * 2 + (partial ? 1 : 0);
  };
  let found = outcomes[0];
  for (const v of outcomes.slice(1)) {
    if (found === undefined || rank(v) < rank(found)) found = v;
    else if (rank(v) === rank(found) && reach(v) < reach(found)) found = v;
  }
  return found ?? { kind: 'changed', missing: ['没有任何请求'] };
}

const reach = (v: Visibility) => (v.kind === 'visible' ? (v.from ?? Number.POSITIVE_INFINITY) : 0);

/** 按编号去重: known beats unknown, the narrower time beats the wider, pinned anywhere is pinned. */
export function joinPosts(posts: readonly PostSeen[]): PostSeen[] {
  const byId = new Map<string, PostSeen>();
  for (const post of posts) {
    const before = byId.get(post.postId);
    byId.set(post.postId, before === undefined ? post : joinPost(before, post));
  }
  return [...byId.values()];
}

function joinPost(a: PostSeen, b: PostSeen): PostSeen {
  const publishedAt =
    a.publishedAt === null || b.publishedAt === null
      ? (a.publishedAt ?? b.publishedAt)
      : b.publishedAt.hi - b.publishedAt.lo < a.publishedAt.hi - a.publishedAt.lo &&
          b.publishedAt.precision !== 'derived'
        ? b.publishedAt
        : a.publishedAt.precision === 'derived' && b.publishedAt.precision !== 'derived'
          ? b.publishedAt
          : a.publishedAt;
  return {
    ...b,
    ...a,
    publishedAt,
    pinned: a.pinned === true || b.pinned === true ? true : (a.pinned ?? b.pinned),
    originality: a.originality === 'unknown' ? b.originality : a.originality,
    comments: a.comments === 'unknown' ? b.comments : a.comments,
  };
}

function joinProfiles(profiles: readonly ProfileSeen[]): ProfileSeen | undefined {
  if (profiles.length === 0) return undefined;
  const joined: ProfileSeen = {};
  const apps: AppSeen[] = [];
  for (const p of profiles) {
    const features = { ...p.features, ...joined.features };
    Object.assign(joined, { ...p, ...joined });
    if (Object.keys(features).length > 0) joined.features = features;
    apps.push(...(p.app ?? []));
  }
  if (apps.length > 0) joined.app = apps;
  return joined;
}
