import type { Clock, HttpClient, Log } from '#core/context.ts';
import type { CrawlLedger, CrawlTarget } from '#core/crawl.ts';
import type { Exchange, PageSnapshot } from '#core/evidence.ts';
import type { CrawlLimit } from '#core/observation.ts';

/** A distinct address that a page holds, as whoever reads pages reports it. */
export type FoundTarget = {
  /** Absolute; as typed when it cannot be an address. */
  url: string;
  kind: CrawlTarget['kind'];
  /** A visitor gets to it by clicking, or sees it in a frame. */
  follow: boolean;
  /** Where on the page it stands, as far as that is cheap to know. */
  place: 'navigation' | 'list' | 'content';
  /** Cannot be asked for: malformed, or of a scheme that is no web page. */
  problem: boolean;
};

/** What reading one page gave. */
export type ReadPage = {
  targets: readonly FoundTarget[];
  /** Links on the page, every occurrence. */
  occurrences: number;
  /** Whether the page that came is what the address promises is not plain: the link check looks closer. */
  doubt: boolean;
  /** 跳转桩页: where it leads when it does nothing else; among `targets`. */
  jump: string | null;
  /** 暗链线索 stand on it. */
  clues: boolean;
  /** Lists or pagers on it are made by scripts. */
  lists: boolean;
  /** Why a browser is needed to see it, Chinese; null: it is not. */
  shell: string | null;
};

/** What a page leads to besides what stands in its bytes. */
export type MoreTargets = {
  /** Links that a visitor sees on it. */
  links: readonly FoundTarget[];
  /** Further pages to read that are no links of its own. */
  pages: readonly FoundTarget[];
  /** Nothing that scripts would add is left unread. */
  whole: boolean;
};

export type CrawlCaps = {
  /** Pages read. */
  pages: number;
  /** Clicks from the home page. */
  depth: number;
  /** Bytes of all bodies. */
  bytes: number;
  /** Milliseconds of this process's crawling. */
  ms: number;
  /** Addresses remembered. */
  targets: number;
};

export type CrawlOptions = {
  home: string;
  /** Hosts of the site, lower case, with port where it is not the usual one. */
  hosts: readonly string[];
  /** Further pages to begin with: registered columns, a list from the site's own system. */
  seeds: readonly string[];
  ledger: CrawlLedger;
  http: HttpClient;
  /** Token that robots.txt knows us by. */
  agent: string;
  /** `ignore`: the user says the site is theirs. */
  robots: 'follow' | 'ignore';
  caps: CrawlCaps;
  /** Pages under way at once; the client's limiter holds each host to its own number. */
  concurrency: number;
  /** Longest one request may take, milliseconds. */
  pageMs: number;
  /** Largest page, bytes. */
  maxPageBytes: number;
  /** Pure and quick: it runs for every page. */
  read(page: PageSnapshot, exchange: Exchange): ReadPage;
  /** Asks what scripts would add to a page whose `lists` is set; null: nobody asks. */
  more: ((page: PageSnapshot) => Promise<MoreTargets | null>) | null;
  /** Shows a page in a browser; null when there is none. */
  render: ((url: string) => Promise<{ html: string; finalUrl: string } | { failed: string }>) | null;
  /** Pages shown in a browser at most. */
  maxRendered: number;
  clock: Clock;
  log: Log;
  signal?: AbortSignal;
  /** After each page: pages done and addresses known to be pages. */
  onPage?: (done: number, known: number) => void;
};

/** 抓取结果 besides what stands in the ledger. */
export type CrawlEnd = {
  /** What kept the crawl from being whole, with how many known pages it left unread. Empty: whole. */
  limits: readonly { limit: CrawlLimit; left: number; note: string }[];
  robots: 'followed' | 'ignored' | 'absent' | 'unreadable';
  sitemaps: readonly string[];
  /** Broken off by its signal: not whole, and to be gone on with. */
  cancelled: boolean;
  /** Whether robots.txt lets an address of the site be asked for. */
  allowed(url: string): boolean;
};
