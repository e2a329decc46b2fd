import { combine } from './combine.ts';
import {
  type AccountAdapter,
  type AccountReading,
  type AccountRecord,
  completeSources,
  type FetchedResponse,
  type FetchStep,
  maxSteps,
  type PostSeen,
  type StepReading,
  type StepResult,
} from './contract.ts';
import type { Earlier, KeptExchange, PlatformFetcher } from './fetch.ts';
import { scrub, secretsOf } from './mask.ts';

export type ReadOptions = {
  fetcher: PlatformFetcher;
  now: () => number;
  signal?: AbortSignal;
  /** What an earlier run kept of a step that may answer 304. */
  earlier?: (step: FetchStep) => Promise<Earlier | undefined>;
  /** A fault of the adapter itself, for the log. */
  onFault?: (error: unknown, step: FetchStep) => void;
};

export type SourceReading = {
  reading: AccountReading;
  results: readonly StepResult[];
  kept: readonly KeptExchange[];
};

const maxPosts = 300;

/**
 * 读一个账号的一个来源: plan, fetch, parse, follow-ups, conclusion. Whatever an adapter or a site does, the result is a reading: a fault of the
 * adapter is `changed`, and a claim of completeness from one that may not make it is `partial`.
 */
export async function readSource(
  adapter: AccountAdapter,
  account: AccountRecord,
  o: ReadOptions,
): Promise<SourceReading> {
  const plan = adapter.plan(account);
  if (!('steps' in plan)) {
    const why = 'not_observable' in plan ? plan.not_observable : plan.incomplete;
    return { reading: { visibility: { kind: 'not_observable', why }, posts: [], notes: [] }, results: [], kept: [] };
  }
  const queue: FetchStep[] = [...plan.steps];
  const ids = new Set(queue.map((s) => s.id));
  const results: StepResult[] = [];
  const kept: KeptExchange[] = [];
  const secrets = new Set<string>();
  for (let step = queue.shift(); step !== undefined && results.length < maxSteps; step = queue.shift()) {
    if (step.secret) for (const secret of secretsOf(step.url)) secrets.add(secret);
    const earlier = await o.earlier?.(step);
    const fetched = await o.fetcher.fetch(step, {
      ...(o.signal ? { signal: o.signal } : {}),
      ...(earlier ? { earlier } : {}),
    });
    kept.push(...fetched.kept);
    if ('withheld' in fetched) {
      results.push({ step, reading: { visibility: fetched.withheld, posts: [] } });
      continue;
    }
    const reading = parsed(adapter, step, fetched.response, account, o);
    await o.fetcher.told(step, reading.visibility, fetched.response);
    results.push({ step, reading });
    for (const next of reading.next ?? []) {
      if (ids.has(next.id) || ids.size >= maxSteps) continue;
      ids.add(next.id);
      queue.push(next);
    }
  }
  return {
    reading: scrub(bounded(conclusion(adapter, results, account, o), adapter, o.now()), [...secrets]),
    results,
    kept,
  };
}

function parsed(
  adapter: AccountAdapter,
  step: FetchStep,
  response: FetchedResponse,
  account: AccountRecord,
  o: ReadOptions,
): StepReading {
  try {
    return adapter.parse(step, response, account, o.now());
  } catch (error) {
    o.onFault?.(error, step);
    return { visibility: { kind: 'changed', missing: ['读取程序能认的内容（程序出错）'] }, posts: [] };
  }
}

function conclusion(
  adapter: AccountAdapter,
  results: readonly StepResult[],
  account: AccountRecord,
  o: ReadOptions,
): AccountReading {
  if (!adapter.conclude) return combine(results);
  try {
    return adapter.conclude(results, account, o.now());
  } catch (error) {
    const step = results.at(-1)?.step;
    if (step) o.onFault?.(error, step);
    return { visibility: { kind: 'changed', missing: ['读取程序能认的内容（程序出错）'] }, posts: [], notes: [] };
  }
}

/** The rules that hold for every adapter, whatever it says. */
function bounded(reading: AccountReading, adapter: AccountAdapter, nowMs: number): AccountReading {
  const { visibility } = reading;
  const sighted = visibility.kind === 'visible' || visibility.kind === 'visible_empty';
  const posts = sighted
    ? newestFirst(reading.posts)
        .slice(0, maxPosts)
        .map((p) => plainPost(p, nowMs))
    : [];
  if (!sighted || visibility.coverage !== 'complete' || completeSources.has(adapter.id)) return { ...reading, posts };
  return { ...reading, posts, visibility: { ...visibility, coverage: 'partial' } };
}

/** Those without a time first: to drop one of them could hide the newest. */
const newestFirst = (posts: readonly PostSeen[]): PostSeen[] => [...posts].sort((a, b) => at(b) - at(a));

const at = (post: PostSeen): number => post.publishedAt?.hi ?? Number.MAX_SAFE_INTEGER;

function plainPost(post: PostSeen, nowMs: number): PostSeen {
  const { url, title, text, sourceNote, ...rest } = post;
  const address = url === undefined ? null : URL.parse(url);
  // A time that has not come is no time of publication, whoever says it.
  const publishedAt = post.publishedAt !== null && post.publishedAt.lo > nowMs + 600_000 ? null : post.publishedAt;
  return {
    ...rest,
    publishedAt,
    postId: post.postId.slice(0, 300),
    ...(address && /^https?:$/.test(address.protocol) && address.href.length <= 2_000 ? { url: address.href } : {}),
    ...(title === undefined ? {} : { title: title.slice(0, 300) }),
    ...(text === undefined ? {} : { text: text.slice(0, 5_000) }),
    ...(sourceNote === undefined ? {} : { sourceNote: sourceNote.slice(0, 200) }),
  };
}
