import type { Exchange } from './evidence.ts';
import type { ObservationValue } from './observation.ts';

/** 已知地址: one distinct address that some page of the site, its sitemap or the register names. Its place in the ledger is its number. */
export type CrawlTarget = {
  /** As first met, resolved: this is what is asked for. For what cannot be an address: as typed. */
  url: string;
  kind: 'page' | 'image' | 'script' | 'style' | 'media' | 'frame' | 'form' | 'attachment' | 'other';
  /** Clicks from the home page; 0 is the home page itself. */
  depth: number;
  /** Outside the hosts of the site. */
  external: boolean;
  /**
   * `read`: a page of the site whose own links are wanted; `check`: only asked whether it opens; the others were left alone for that reason.
   */
  plan: 'read' | 'check' | 'depth' | 'robots' | 'trap';
  /** Only for `read`: smaller is earlier. */
  priority: number;
};

/** 已读地址: what came of asking for one target. */
export type CrawlPage = {
  /** Number of the target. */
  target: number;
  /**
   * `page` was read for its links; `file`: something else came; `outside`: led to another site; `failed`: an error or no answer;
   * `blocked`: 401, 403, 429 or a challenge, so that nothing is known.
   */
  result: 'page' | 'file' | 'outside' | 'failed' | 'blocked';
  status?: number;
  /** Where it ended, when that is not the target's own address. */
  finalUrl?: string;
  /** Validators for the next crawl. */
  etag?: string;
  lastModified?: string;
  contentType?: string;
  /** SHA-256 of the body, absent when none was kept. */
  sha256?: string;
  /** Instant of the request, UTC. */
  at: string;
  /** Bytes of the body that came over the network. */
  bytes: number;
  /** Occurrences of links on the page. */
  occurrences: number;
  /** 304: the body is that of the last crawl. */
  unchanged?: true;
  rendered?: true;
  /** Whether the address opens is for the link check to say; the answer without its body, when it is worth a first look. */
  doubt?: true;
  exchange?: Omit<Exchange, 'body'>;
  /** 跳转桩页: it does nothing but lead on to this target; whoever links to it means that. */
  jump?: number;
  /** 暗链线索 were found on it. */
  clues?: true;
  /** Why the page could not be judged, Chinese. */
  unjudged?: string;
};

/** 链接结论 of one target as far as it does not hang on its parents. */
export type CrawlVerdict = {
  target: number;
  reading:
    | { status: 'observed'; value: Omit<ObservationValue<'link.status'>, 'parents' | 'parentCount'> }
    | { status: 'unobserved'; reason: string; detail: string };
  /** Hashes of the bytes kept as evidence, with what they are. */
  stored: readonly { kind: 'exchange' | 'html'; sha256: string; url: string; capturedAt: string }[];
};

/** What the last whole crawl of the same site left: validators and bodies. */
export type PreviousCrawl = {
  /** By the address asked for. */
  page(url: string): CrawlPage | undefined;
  body(target: number): Uint8Array | null;
};

/**
 * 抓取账 of one crawl of one site: every address known, every page read, every link settled, in the order in which it happened and on
 * disk as soon as it is said, so that a killed crawl goes on where it was. Bodies are kept until the next crawl of the site is done.
 */
export interface CrawlLedger {
  readonly startedAt: string;
  /** In order of their numbers; grows. */
  readonly targets: readonly CrawlTarget[];
  /** By number of the target, without their links. */
  readonly pages: ReadonlyMap<number, CrawlPage>;
  readonly verdicts: ReadonlyMap<number, CrawlVerdict>;
  readonly previous: PreviousCrawl | null;
  /** One write: addresses met for the first time (numbered on from the last), the page, and what it links to by number. */
  add(entry: { targets: readonly CrawlTarget[]; page?: CrawlPage; body?: Uint8Array; links?: readonly number[] }): void;
  settle(verdict: CrawlVerdict): void;
  /** Body of a page as it came, null when none was kept. */
  body(target: number): Uint8Array | null;
  /** Every page with the numbers of what it links to, in order of reading; the home page first. */
  links(): Iterable<{ page: number; links: readonly number[] }>;
  /** Facts about the crawl itself, found again by whoever goes on with it. */
  note(key: string, value: unknown): void;
  readonly notes: ReadonlyMap<string, unknown>;
  /** The crawl is whole: its bodies serve the next one, those of the one before go. */
  finish(): void;
  close(): void;
}

/** 上一次完整的抓取 as it was left, only to be read. */
export type FinishedCrawl = Pick<CrawlLedger, 'startedAt' | 'targets' | 'pages' | 'body' | 'links' | 'close'>;
