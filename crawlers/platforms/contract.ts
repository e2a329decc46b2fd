import type { FetchOutcome } from '#core/evidence.ts';
import type { Platform } from '#core/registry.ts';

/** 是、否、不知道. */
export type Tri = 'yes' | 'no' | 'unknown';

/**
 * 信息来源 of one account. `public`: what the platform shows to anybody. `bridge`: a feed service that the user runs or trusts (RSSHub,
 * wewe-rss, any RSS, Atom or JSON feed). `import` and `manual` are typed by people and never fetched.
 */
export const sourceKinds = ['public', 'bridge', 'import', 'manual'] as const;
export type SourceKind = (typeof sourceKinds)[number];
export type SourceRef = {
  kind: SourceKind;
  /** Address of the feed for a bridge; an article or album link for a public page. May hold a token: never print it, see `mask.ts`. */
  ref?: string | undefined;
};

/** 账号 as an adapter sees it: one record, one source that is asked now. */
export type AccountRecord = {
  id: string;
  platform: Platform;
  displayName: string;
  /** Other names the account had or has (改名). */
  aliases: readonly string[];
  /** Ids on the platform by name (`uid`, `biz`, `ghId`, `secUid`, `mid`, `pphId`, `cpid`, `appStoreId`, `package`, …), all text. */
  ids: Readonly<Record<string, string>>;
  /** Addresses as registered: home page of the account, article and album links, store pages. */
  urls: readonly string[];
  /** 认证主体 the account should show, and other ways it is written. */
  expectedHost?: { unitName: string; aliases: readonly string[] };
  /** The source this plan is for. */
  source: SourceRef;
};

/** Earliest and latest instant that something can have happened at, epoch ms, both included. */
export type TimeSpan = {
  lo: number;
  hi: number;
  precision: 'second' | 'minute' | 'hour' | 'day' | 'derived';
  /** As written, at most 80 characters. */
  raw: string;
  /** Name of the field or place it was read from, and of the rule where it was worked out. */
  from: string;
};

/** 一条内容 */
export type PostSeen = {
  /** Id on the platform: the same post has the same id from whatever step. */
  postId: string;
  url?: string;
  title?: string;
  text?: string;
  /** Null = not known. Never "now", never the time of the fetch. */
  publishedAt: TimeSpan | null;
  /** A second reading that disagrees by more than 24 hours (time from the id against the time shown): kept, never merged. */
  otherTime?: TimeSpan;
  pinned: boolean | null;
  originality: 'original' | 'repost' | 'unknown';
  originalityWhy?: string;
  /** 来源: … as shown. */
  sourceNote?: string;
  comments: 'open' | 'limited' | 'closed' | 'unknown';
  counts?: Readonly<Record<string, number>>;
  /** Author as the platform says; must be the account, or the post is left out. */
  authorId?: string;
};

/** 应用商店 a client app is looked for in. */
export const appStores = ['app-store', 'xiaomi', 'tencent', 'huawei', 'direct'] as const;
export type AppStore = (typeof appStores)[number];
export type AppSeen = {
  store: AppStore;
  /** `not_listed`: the store answered, in its known form, that it has no such app. Whatever is less certain is `unknown`. */
  state: 'available' | 'not_listed' | 'unknown';
  version?: string;
  updatedAt?: TimeSpan;
  developer?: string;
  /** Why it is unknown, or the sign by which it is not listed; Chinese. */
  why?: string;
};

/** 账号资料 */
export type ProfileSeen = {
  name?: string;
  /** 简介. */
  description?: string;
  verified?: {
    ok: boolean | null;
    kind?: 'government' | 'media' | 'org' | 'person' | 'other';
    /** 认证说明 or 认证主体 as shown. */
    text?: string;
  };
  followers?: { value: number; exact: boolean; raw: string };
  features?: { comments?: Tri; directMessage?: Tri; menu?: Tri };
  app?: readonly AppSeen[];
};

/** What walled the page off. */
export const walls = [
  'captcha',
  'visitor_wall',
  'rate_limit',
  'waf_empty',
  'signature',
  'ip_risk',
  'geo',
  'robots',
] as const;
export type Wall = (typeof walls)[number];

/**
 * 看到没有 — the one outcome of a step or of a whole reading. `visible` and `visible_empty` need positive proof: the identity of the
 * account found in the answer and equal to the record, and the container of the list found in its known shape. Whatever the
 * status says, without both it is one of the others.
 */
export type Visibility =
  /** `complete`: the newest item cannot be missing. Only platforms named in `completeSources` may claim it. `from`: oldest instant the list reaches back to. */
  | { kind: 'visible'; coverage: 'complete' | 'partial'; from: number | null; why: string }
  /** An explicit empty marker, or a total of 0 with the identity matched. `coverage` absent = partial. */
  | { kind: 'visible_empty'; proof: string; coverage?: 'complete' | 'partial' }
  | { kind: 'blocked'; by: Wall; detail?: string }
  | { kind: 'login_required'; detail?: string }
  /** The page is not of the known shape: what was looked for and not found. */
  | { kind: 'changed'; missing: readonly string[] }
  | { kind: 'gone'; reason: 'deleted' | 'banned' | 'migrated' | 'not_found'; text: string }
  | { kind: 'identity_mismatch'; expected: string; found: string }
  | { kind: 'bridge_error' | 'bridge_stale'; detail: string }
  | { kind: 'network'; code: string }
  /** The platform has no public page that could tell: 视频号, 小红书 … Chinese reason and what to supply. */
  | { kind: 'not_observable'; why: string }
  | { kind: 'skipped'; why: 'cooldown' | 'budget' | 'disabled' };
export type VisibilityKind = Visibility['kind'];

/** What the fetcher is asked for. */
export type FetchStep = {
  /** Unique among the steps of one plan, also among the follow-ups: `list`, `profile`, `detail:<id>`. */
  id: string;
  url: string;
  method?: 'GET' | 'POST';
  /** Referer, Accept, X-Requested-With … Cookie, Authorization and User-Agent are refused by the fetcher. */
  headers?: Readonly<Record<string, string>>;
  /** Body of a POST, as JSON text. */
  body?: string;
  /** What a right answer is: tells walls apart (HTML where JSON was asked for). */
  expects: 'html' | 'json' | 'feed' | 'file';
  /**
   * What the step is for. The visibility of the account is that of its `list` steps; `detail`, `profile` and `app` steps only add
   * (posts' dates, the profile, app states). A plan without a list step (an app) takes that of its best step.
   */
  role: 'list' | 'detail' | 'profile' | 'app';
  /** Stop reading after this many bytes. The fetcher's own cap (1 MB, 4 MB for articles of WeChat) applies anyway. */
  maxBytes?: number;
  /**
   * Which redirects are followed: none (the answer is then the 3xx itself, with `location`), those within the host and its
   * subdomains (default), those to the hosts named, any. One that is not followed is the answer.
   */
  follow?: 'none' | 'same-host' | 'any' | readonly string[];
  /** The address holds a token (bridges): it is masked in everything that is kept or printed. */
  secret?: boolean;
  /** Handed back to `parse` with the step: what a follow-up needs of its parent. */
  memo?: Readonly<Record<string, string>>;
};

/** What came back, decoded. Everything in it is hostile. */
export type FetchedResponse = {
  requestedUrl: string;
  /** Address of the last answer. */
  finalUrl: string;
  outcome: FetchOutcome;
  /** Code of a failure. */
  code?: string;
  /** Status of the last answer; null when none came. */
  status: number | null;
  /** Redirects that were followed, in order. */
  redirects: readonly { url: string; status: number }[];
  /** Where a redirect that was not followed leads, absolute; then `status` is 3xx. */
  redirectedTo?: string;
  /** Names in lower case; of repeated ones the first. */
  headers: Readonly<Record<string, string>>;
  contentType: string;
  /** Body decoded by its charset (gb18030 included); '' when none came. */
  text: string;
  /** The first bytes, at most 64: signs of files (`PK\x03\x04`). */
  head: Uint8Array;
  bytes: number;
  /** The body came to its end. A cut body can prove presence, never absence. */
  complete: boolean;
  /** `Date` of the answer, epoch ms. */
  serverTime: number | null;
  /** Epoch ms. */
  fetchedAt: number;
  /** The server said 304 and the body is the stored one of an earlier run. */
  revalidated: boolean;
};

/** What one answer tells. */
export type StepReading = {
  visibility: Visibility;
  posts: readonly PostSeen[];
  profile?: ProfileSeen;
  /** Follow-up steps. The runner takes at most `maxSteps` in all, of these in order. */
  next?: readonly FetchStep[];
  /** Signs by which the account and its list were recognised, for the evidence. */
  positive?: readonly string[];
  /** Signs of a wall or of a change. */
  markers?: readonly string[];
  /** Facts worth a line in the report, Chinese: a post's time against its id, foreign items left out. */
  notes?: readonly string[];
};

/** One step with its answer and what it told. */
export type StepResult = { step: FetchStep; reading: StepReading };

/** What one source tells about one account in one run. */
export type AccountReading = {
  visibility: Visibility;
  /** De-duplicated by id, in no particular order. */
  posts: readonly PostSeen[];
  profile?: ProfileSeen;
  notes: readonly string[];
};

/** Steps of one plan, follow-ups included; the rest is cut. */
export const maxSteps = 12;

/** What somebody registered, read into ids; or why it cannot be the identity of an account (Chinese, one sentence). */
export type Identified = { ids: Record<string, string>; canonicalUrl: string } | { error: string };

/**
 * 平台适配器 — everything known about one platform, pure: no I/O, no clock, no state. The same arguments give the same result; nothing
 * of `parse` ever throws for what a page holds (the runner would call it `changed`).
 */
export type AccountAdapter = {
  /** Kebab-case, unique: the platform, or the kind of bridge. */
  id: string;
  /** Raised whenever the same answer could give another reading. */
  version: number;
  /** Chinese name for messages. */
  title: string;
  platforms: readonly Platform[];
  /** Which sources it reads. */
  sources: readonly ('public' | 'bridge')[];
  /** Read what people register: links of all known forms, plain ids. */
  identify(input: string): Identified;
  /**
   * What it would request first. `not_observable`: nothing public exists. `incomplete`: the register lacks what it needs (Chinese,
   * says what to add).
   */
  plan(account: AccountRecord): Plan;
  parse(step: FetchStep, response: FetchedResponse, account: AccountRecord, nowMs: number): StepReading;
  /** How the steps make one reading where `combine` is not enough (all details must carry a date for `complete`). */
  conclude?(results: readonly StepResult[], account: AccountRecord, nowMs: number): AccountReading;
};

export type Plan =
  | { steps: readonly FetchStep[] }
  | { not_observable: string }
  /** Chinese: what the register lacks and where to write it. */
  | { incomplete: string };

/** Adapters whose list is sorted, whole at its new end and carries its author: only they may say `complete`. */
export const completeSources: ReadonlySet<string> = new Set(['thepaper', 'yangshipin', 'app']);

/** Keeps the literal types of an adapter. */
export function defineAdapter(adapter: AccountAdapter): AccountAdapter {
  return adapter;
}
