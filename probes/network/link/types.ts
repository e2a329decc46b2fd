import type { Exchange } from '#core/evidence.ts';
import type { LinkReason, LinkStatus, ObservationValue } from '#core/observation.ts';
import type { Reading, StoredBytes } from '../../probe.ts';

/** 引用页: one place that points to a target. */
export type LinkParent = ObservationValue<'link.status'>['parents'][number];

/** 待查链接 — one distinct address (already resolved against its page, see `resolveHref`) with everything that points to it. */
export type LinkTarget = {
  /** Absolute address; a fragment is ignored. */
  url: string;
  parents: readonly LinkParent[];
  parentCount: number;
  /** Outside the registered domains of the site that links it. */
  external: boolean;
  /** Home page of the site that links it. */
  home: string;
  /**
   * The crawl's own fetch of this address in the same run: it counts as the first look, so that no page is fetched twice for it. Handed
   * over when it is wanted, since a site has more answers than memory; null: it is no longer there.
   */
  seen?: () => Promise<Exchange | null>;
  /** Decided before any look: robots.txt, scope or a cap of the crawl. */
  excluded?: 'EXCLUDED_ROBOTS' | 'EXCLUDED_RULE' | 'EXCLUDED_SCOPE' | 'LIMIT_REACHED';
};

/** What one target came to. Each distinct target yields exactly one. */
export type LinkReading = {
  /** The target with all its parents merged. */
  target: LinkTarget;
  reading: Reading<'link.status'>;
  /** Bytes to keep as evidence: the exchanges of every look, the page of a soft 404. Empty for `ok` and `skipped`. */
  stored: readonly StoredBytes[];
};

/** Settings of one batch. All times in milliseconds. */
export type LinkOptions = {
  /** Recorded seed of the run: random paths are drawn from it, so that a batch can be repeated. */
  seed: string;
  /** Least time between two looks at one target. */
  secondLookMs: number;
  /** Longest one fetch may take, redirects included. */
  timeoutMs: number;
  /** Bytes of a page that are read at the first look. */
  enoughBytes: number;
  /** Bytes that are read when a page must be compared whole (control answers, second looks). */
  fullBytes: number;
  /** Longest wait that a Retry-After may ask for; a host that asks for more is left alone for the rest of the batch. */
  maxBackoffMs: number;
  /** Wait after a 429 that names no time; doubles each time. */
  backoffMs: number;
  /** Targets looked at at once, over all hosts. */
  concurrency: number;
  /** Targets looked at at once on one host. */
  perHost: number;
  /** Requests one target may cost at most, all looks together. */
  maxRequests: number;
  /** Random-path requests one host may cost at most. */
  maxControlsPerHost: number;
  /** How old a proof of our own network may be. */
  guardMs: number;
  /** Targets in a batch at most; the rest is `skipped` with `LIMIT_REACHED`. */
  maxTargets: number;
  /** Hosts on which the crawl of the same run read deep pages and files: proof that their other pages and files open. */
  shown?: ReadonlyMap<string, { pages: number; files: number }>;
  signal?: AbortSignal;
};

/** One judgement of one look. `broken` here is a suspicion: only `settle` and `defend` make it a verdict. */
export type Sight = {
  status: LinkStatus;
  reason: LinkReason;
  httpStatus?: number;
  finalUrl?: string;
  /** What decided it. Chinese. */
  note?: string;
  /** 可疑去处 that the page makes of itself; only of links that leave the site. */
  suspect?: NonNullable<ObservationValue<'link.status'>['suspect']>;
  /**
   * `done`: stands as it is. `again`: must be seen a second time. `lenient`: try the settings browsers have dropped.
   * `read`: headers are fine, the content decides.
   */
  next: 'done' | 'again' | 'lenient' | 'read';
  /**
   * What must be proved before `broken` may be published: that our network works, that names resolve, that other deep pages of the host
   * open, that other files or pages of the host do.
   */
  needs?: 'network' | 'names' | 'live-host' | 'live-files';
};

/** 一次看到的结果 with what was asked for it. */
export type Look = { sight: Sight; attempts: Attempt[]; stored: StoredBytes[] };
export type Attempt = ObservationValue<'link.status'>['attempts'][number];

/** 验证页的标志, as `challengeOf` reports it. */
export type ChallengeSign = { kind: string; sign: string };
