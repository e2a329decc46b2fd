import { combine } from '#crawlers/platforms/combine.ts';
import {
  type AccountAdapter,
  type AccountReading,
  type AccountRecord,
  type FetchedResponse,
  type FetchStep,
  maxSteps,
  type PostSeen,
  type StepResult,
  type VisibilityKind,
} from '#crawlers/platforms/contract.ts';

/** The clock of every fixture. */
export const now = Date.parse('2026-11-22T10:00:00+08:00');
export const hour = 3_600_000;
export const day = 24 * hour;

/** What a server says to one step; all that is left out is an ordinary 200. */
export type Reply = Partial<Omit<FetchedResponse, 'requestedUrl' | 'text'>> & { text: string };
/** A platform on one day: what it answers to each step. */
export type World = (step: FetchStep) => Reply;
/** A column that this platform cannot have, with the reason. */
export type NotShown = { notShown: string };

/** One item of a fixture list. `at` null: the platform shows no time. */
export type FixturePost = {
  /** Number, unique in the list: ids and titles are made of it. */
  n: number;
  at: number | null;
  pinned?: boolean;
  repost?: boolean;
  /** Written by another account. */
  foreign?: boolean;
};

/** Everything an adapter owes the suite: the columns of the common matrix, in the real shape of its platform, with invented names. */
export type PlatformCases = {
  account: AccountRecord;
  /** Another account of the platform: the same answer read for it must be `identity_mismatch`. */
  stranger: AccountRecord;
  /** Steps to read where the adapter plans none. */
  steps?: readonly FetchStep[];
  identify: {
    /** What people paste, with the ids that must come out. */
    good: readonly (readonly [input: string, ids: Record<string, string>])[];
    /** What must be refused, with a word of the reason. */
    bad: readonly (readonly [input: string, why: RegExp])[];
  };
  /** An ordinary day: a right answer with a post a day old. */
  ok: World;
  /** Nothing public tells anything of the posts: `ok` is what comes at best, and is read as `not_observable`. */
  notObservable?: true;
  /** A right answer that shows these posts in this order. */
  showing: ((posts: readonly FixturePost[]) => World) | NotShown;
  /** Most posts in one answer: 1 for pages of one article. */
  capacity: number;
  /** How exactly the platform shows times. */
  precision: 'second' | 'minute' | 'day' | 'derived';
  columns: {
    /** Whether lists say that an item is pinned. */
    pinned: 'shown' | NotShown;
    /** Whether items say that they are reposts. */
    repost: 'shown' | NotShown;
    /** Whether an item of another account can stand in the list and be told. */
    foreignItem: 'shown' | NotShown;
    /** An account without a post, by an explicit sign. */
    emptyExplicit: World | NotShown;
    captcha200: World;
    loginRedirect: World | NotShown;
    /** 账号已注销、封禁. */
    deleted: World | NotShown;
    /** The container of the list under another name. */
    renamedKey: World;
  };
  /** Every further wall of the platform, with what it must be told as. */
  walls: Readonly<Record<string, readonly [world: World, is: VisibilityKind]>>;
};

export const isWorld = (x: World | NotShown | 'shown' | unknown): x is World => typeof x === 'function';

/** The whole answer out of what a fixture says. */
export function answer(step: FetchStep, reply: Reply): FetchedResponse {
  const contentTypes = {
    html: 'text/html; charset=utf-8',
    json: 'application/json; charset=utf-8',
    feed: 'application/xml; charset=utf-8',
    file: 'application/octet-stream',
  } as const;
  const bytes = new TextEncoder().encode(reply.text.slice(0, 64));
  return {
    requestedUrl: step.url,
    finalUrl: step.url,
    outcome: 'response',
    status: 200,
    redirects: [],
    headers: {},
    contentType: contentTypes[step.expects],
    head: bytes.slice(0, 64),
    bytes: Buffer.byteLength(reply.text),
    complete: true,
    serverTime: now,
    fetchedAt: now,
    revalidated: false,
    ...reply,
  };
}

/** One reading of the platform as it is in `world`: plan, parse, follow-ups, conclusion, as the runner does it. */
export function look(
  adapter: AccountAdapter,
  cases: PlatformCases,
  world: World,
  account: AccountRecord = cases.account,
): AccountReading {
  const results: StepResult[] = [];
  const steps = [...stepsOf(adapter, cases, account)];
  while (steps.length > 0 && results.length < maxSteps) {
    const step = steps.shift() as FetchStep;
    const reading = adapter.parse(step, answer(step, world(step)), account, now);
    results.push({ step, reading });
    steps.push(...(reading.next ?? []));
  }
  return adapter.conclude?.(results, account, now) ?? combine(results);
}

export function stepsOf(adapter: AccountAdapter, cases: PlatformCases, account = cases.account): readonly FetchStep[] {
  if (cases.steps !== undefined) return cases.steps;
  const plan = adapter.plan(account);
  if (!('steps' in plan)) throw new Error(`${adapter.id} plans nothing and its cases name no steps`);
  return plan.steps;
}

/** Start of the newest post whose time is known; undefined: none is. */
export function newest(reading: AccountReading): PostSeen | undefined {
  return reading.posts
    .filter((p) => p.publishedAt !== null)
    .reduce<PostSeen | undefined>(
      (a, b) => (a && (a.publishedAt?.lo ?? 0) >= (b.publishedAt?.lo ?? 0) ? a : b),
      undefined,
    );
}

/** Ages around the two limits that the index and local variants use. */
export const ages: Readonly<Record<string, number>> = {
  '6 d 23 h': 7 * day - hour,
  '7 d': 7 * day,
  '7 d 1 h': 7 * day + hour,
  '13 d 23 h': 14 * day - hour,
  '14 d': 14 * day,
  '14 d 1 h': 14 * day + hour,
};

const page = `<!DOCTYPE html><html><head><title>示例</title></head><body>${'<p>这是一段与账号无关的文字。</p>'.repeat(120)}</body></html>`;

/** Worlds in which nothing was seen, the same for all platforms. */
export const refusals: Readonly<Record<string, World>> = {
  '200 with an empty body': () => ({ text: '' }),
  'another format': (step) =>
    step.expects === 'html'
      ? { text: '{"code":0,"data":{}}', contentType: 'application/json' }
      : { text: page, contentType: 'text/html; charset=utf-8' },
  ...Object.fromEntries(
    [401, 403, 407, 412, 418, 429, 432, 461, 500, 502, 503].map((status): [string, World] => [
      `status ${status}`,
      () => ({ status, text: '<html><body>Too many requests</body></html>', contentType: 'text/html' }),
    ]),
  ),
  'no answer at all': () => ({ text: '', outcome: 'timeout', code: 'ETIMEDOUT', status: null }),
};

/** All worlds of an adapter in which its page was walled off, refused or not of its known shape. */
export function unseenWorlds(cases: PlatformCases): Record<string, World> {
  const { captcha200, loginRedirect, renamedKey } = cases.columns;
  return {
    ...refusals,
    captcha200,
    renamedKey,
    ...(isWorld(loginRedirect) ? { loginRedirect } : {}),
    ...Object.fromEntries(Object.entries(cases.walls).map(([name, [world]]) => [`wall: ${name}`, world])),
  };
}

/** A world with each text changed. */
export const mapText =
  (world: World, change: (text: string) => string): World =>
  (step) => {
    const reply = world(step);
    return { ...reply, text: change(reply.text) };
  };

/** Every world of the matrix by the name of its column: what the three time zones are compared on. */
export function allWorlds(cases: PlatformCases): Record<string, World> {
  const { showing, columns } = cases;
  const worlds: Record<string, World> = { ok: cases.ok, ...unseenWorlds(cases) };
  if (isWorld(columns.emptyExplicit)) worlds.emptyExplicit = columns.emptyExplicit;
  if (isWorld(columns.deleted)) worlds.deleted = columns.deleted;
  if (typeof showing === 'function') {
    for (const [name, age] of Object.entries(ages)) worlds[`last post ${name}`] = showing([{ n: 1, at: now - age }]);
    worlds.future = showing([{ n: 1, at: now + 3 * day }]);
    worlds.undated = showing([{ n: 1, at: null }]);
    if (cases.capacity > 1) worlds.list = showing(list);
  }
  worlds.truncated = (step) => {
    const reply = cases.ok(step);
    return { ...reply, text: reply.text.slice(0, Math.floor(reply.text.length * 0.6)), complete: false };
  };
  return worlds;
}

/** Pinned old posts first, the newest in the middle, as lists really come. */
export const list: readonly FixturePost[] = [
  { n: 1, at: now - 300 * day, pinned: true },
  { n: 2, at: now - 40 * day, pinned: true },
  { n: 3, at: now - 2 * day },
  { n: 4, at: now - day },
  { n: 5, at: now - 9 * day },
  { n: 6, at: now - 16 * day },
];
