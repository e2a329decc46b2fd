import { addDays, shanghaiDay, startOfDay } from '#core/calendar.ts';
import type { Evidence } from '#core/evidence.ts';
import type { Observation, ObservationValue } from '#core/observation.ts';
import type { AccountReading, AppSeen, PostSeen, TimeSpan } from '#crawlers/platforms/contract.ts';
import { reasonOf, visibilityText } from '#crawlers/platforms/words.ts';
import { observed, unobserved } from '../write.ts';
import type { CanaryState } from './canary.ts';

export type ReadingOf = {
  subjectId: string;
  platform: string;
  source: 'public' | 'bridge';
  target: string;
  /** Planned instant, UTC. */
  slot: string;
  /** UTC. */
  observedAt: string;
  probe: { id: string; version: number };
  reading: AccountReading;
  canary: CanaryState;
  /** While the canary fails, only a post younger than this counts as a sight, milliseconds. */
  recentMs: number;
  evidence: readonly Evidence[];
};

/** No account of these platforms is older: where a list says it holds all there ever was. */
const beginning = '2009-01-01';

/**
 * 监测记录 of one reading. Posts are observed only with positive proof; everything else is unobserved with its reason. While the platform
 * fails its 对照账号, what shows nothing recent is not seen either (平台故障).
 */
export function observationsOf(o: ReadingOf): Observation[] {
  const { subjectId, target, slot, observedAt, probe, reading, canary, evidence } = o;
  const head = { subjectId, target, slot, observedAt, probe };
  const postsHead = { ...head, kind: 'account.posts' as const };
  const { visibility } = reading;
  const reason = reasonOf(visibility);
  const out: Observation[] = [];

  if (reason !== null) out.push(unobserved(postsHead, reason, visibilityText(visibility), evidence));
  else if (canary.state === 'failed' && !isRecent(reading.posts, Date.parse(observedAt) - o.recentMs))
    out.push(
      unobserved(postsHead, 'blocked', `平台故障：${canary.detail}；这一次没有看到近期内容不能作数`, [
        ...evidence,
        ...canary.evidence,
      ]),
    );
  else out.push(observed(postsHead, postsOf(o), evidence));

  const profile = profileOf(o);
  if (profile) out.push(observed({ ...head, kind: 'account.profile' }, profile, evidence));
  return out;
}

const isRecent = (posts: readonly PostSeen[], since: number): boolean =>
  posts.some((p) => p.publishedAt !== null && p.publishedAt.lo >= since);

function postsOf({ platform, source, slot, reading, canary }: ReadingOf): ObservationValue<'account.posts'> {
  const { visibility } = reading;
  const sight = visibility.kind === 'visible' || visibility.kind === 'visible_empty' ? visibility : null;
  // A platform that fails its 对照账号 shows nothing whole.
  const complete = sight?.coverage === 'complete' && canary.state !== 'failed';
  const to = shanghaiDay(new Date(slot));
  const from =
    visibility.kind === 'visible_empty'
      ? beginning
      : firstDay(visibility.kind === 'visible' ? visibility.from : null, reading.posts, to);
  return {
    platform,
    source,
    coverage: complete ? 'complete' : 'partial',
    window: { from, to },
    attestedBy: null,
    canary: canary.state,
    proof: visibilityText(visibility).slice(0, 300),
    posts: reading.posts.map(postOf),
  };
}

/** The first day the list holds whole: the day after that of its oldest instant, for of that day the rest may be missing. */
function firstDay(from: number | null, posts: readonly PostSeen[], to: string): string {
  const oldest =
    from ?? Math.min(...posts.flatMap((p) => (p.publishedAt && p.pinned !== true ? [p.publishedAt.lo] : [])));
  if (!Number.isFinite(oldest)) return to;
  const begin = startOfDay(beginning).getTime();
  if (oldest <= begin) return beginning;
  const day = shanghaiDay(new Date(oldest));
  const first = startOfDay(day).getTime() === oldest ? day : addDays(day, 1);
  return first > to ? to : first;
}

const iso = (span: Pick<TimeSpan, 'lo' | 'hi'>) => ({
  from: new Date(span.lo).toISOString(),
  to: new Date(span.hi).toISOString(),
});
const joined = (text: string) => text.replace(/\s+/g, ' ').trim();

function postOf(p: PostSeen): ObservationValue<'account.posts'>['posts'][number] {
  const title = joined(p.title ?? p.text?.slice(0, 80) ?? '').slice(0, 300);
  const excerpt = joined((p.text ?? '').slice(0, 2_000)).slice(0, 500);
  return {
    id: p.postId,
    title,
    url: p.url ?? null,
    published: p.publishedAt === null ? null : iso(p.publishedAt),
    original: p.originality,
    pinned: p.pinned === true,
    ...(p.publishedAt === null ? {} : { timeFrom: `${p.publishedAt.from} (${p.publishedAt.precision})`.slice(0, 120) }),
    ...(p.otherTime === undefined
      ? {}
      : { otherTime: { ...iso(p.otherTime), source: p.otherTime.from.slice(0, 120) } }),
    ...(p.sourceNote === undefined ? {} : { sourceNote: p.sourceNote.slice(0, 200) }),
    ...(p.comments === 'unknown' ? {} : { comments: p.comments }),
    ...(excerpt === '' ? {} : { excerpt }),
  };
}

/** What is told about the account itself; null: nothing. */
function profileOf({ platform, source, reading, canary }: ReadingOf): ObservationValue<'account.profile'> | null {
  const { visibility, profile } = reading;
  const notes = reading.notes.slice(0, 20).map((n) => n.slice(0, 300));
  const base = { platform, source, canary: canary.state, notes };
  if (visibility.kind === 'gone')
    return { ...base, state: 'gone', gone: { reason: visibility.reason, text: visibility.text.slice(0, 300) } };
  if (visibility.kind === 'identity_mismatch') {
    const mismatch = { expected: visibility.expected.slice(0, 200), found: visibility.found.slice(0, 200) };
    return { ...base, state: 'identity-mismatch', mismatch };
  }
  if (profile === undefined && (notes.length === 0 || reasonOf(visibility) !== null)) return null;
  const { name, description, verified, followers, features, app } = profile ?? {};
  return {
    ...base,
    state: 'seen',
    ...(name === undefined ? {} : { name: name.slice(0, 200) }),
    ...(description === undefined ? {} : { description: description.slice(0, 500) }),
    ...(verified === undefined
      ? {}
      : {
          verified: {
            ok: verified.ok,
            ...(verified.kind === undefined ? {} : { kind: verified.kind }),
            ...(verified.text === undefined ? {} : { text: verified.text.slice(0, 200) }),
          },
        }),
    ...(followers === undefined ? {} : { followers: { ...followers, raw: followers.raw.slice(0, 60) } }),
    ...(features === undefined
      ? {}
      : {
          features: {
            comments: features.comments ?? 'unknown',
            directMessage: features.directMessage ?? 'unknown',
            menu: features.menu ?? 'unknown',
          },
        }),
    ...(app === undefined ? {} : { apps: app.map(appOf) }),
  };
}

function appOf(a: AppSeen) {
  return {
    store: a.store,
    state: a.state,
    ...(a.version === undefined ? {} : { version: a.version.slice(0, 60) }),
    ...(a.updatedAt === undefined ? {} : { updated: iso(a.updatedAt) }),
    ...(a.developer === undefined ? {} : { developer: a.developer.slice(0, 200) }),
    ...(a.why === undefined ? {} : { why: a.why.slice(0, 200) }),
  };
}
