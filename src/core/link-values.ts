import { z } from 'zod';
import { Locator } from './evidence.ts';

export const linkStatuses = ['ok', 'caution', 'broken', 'skipped', 'undeterminable'] as const;
export const linkReasons = [
  'OK',
  'HTTP_404',
  'HTTP_410',
  'HTTP_4XX',
  'HTTP_5XX',
  'NET_TIMEOUT',
  'NET_REFUSED',
  'NET_RESET',
  'NET_EMPTY',
  'NET_UNREACHABLE',
  'NET_PROTOCOL',
  'DNS_NXDOMAIN',
  'DNS_SERVFAIL',
  'TLS_EXPIRED',
  'TLS_HOSTNAME',
  'TLS_UNTRUSTED',
  'TLS_LEGACY',
  'TLS_FAILED',
  'REDIRECT_LOOP',
  'REDIRECT_LIMIT',
  'REDIRECT_INVALID',
  'REDIRECT_TO_HOME',
  'SOFT_404',
  'BLOCKED_CHALLENGE',
  'BLOCKED_AUTH',
  'BLOCKED_RATE',
  'URL_INVALID',
  'URL_UNSUPPORTED',
  'EXCLUDED_ROBOTS',
  'EXCLUDED_RULE',
  'EXCLUDED_SCOPE',
  'LIMIT_REACHED',
] as const;
export type LinkStatus = (typeof linkStatuses)[number];
export type LinkReason = (typeof linkReasons)[number];

/** 链接状态 of one target, with every page that points to it. */
export const LinkStatusValue = z.object({
  url: z.string(),
  status: z.enum(linkStatuses),
  reason: z.enum(linkReasons),
  httpStatus: z.number().int().optional(),
  finalUrl: z.string().optional(),
  /** 可疑去处 of a link that leaves the site, whether it opens or not: what its page makes of itself. A clue for a person. */
  suspect: z.object({ kind: z.enum(['gambling', 'porn', 'parked', 'resold']), why: z.string().max(200) }).optional(),
  /** 判定依据: what decided it, where the code alone does not say (the error title that was read, the page it was compared with). Chinese. */
  note: z.string().max(200).optional(),
  /**
   * Every attempt, in order. A `broken` needs at least two that agree; only `URL_INVALID` has none, since no request can be made
   * and reading the address again gives the same answer.
   */
  attempts: z.array(
    z.object({
      at: z.iso.datetime(),
      method: z.enum(['GET', 'HEAD']),
      status: z.number().int().optional(),
      code: z.string().optional(),
      ms: z.number().nonnegative(),
    }),
  ),
  /** Places that point to it, on at most 500 pages; `parentCount` tells how many pages (of a round without a crawl: places) there are. */
  parents: z.array(
    z.object({
      url: z.string(),
      role: z.enum(['home', 'list', 'article', 'other']),
      tag: z.string(),
      text: z.string(),
      place: Locator,
    }),
  ),
  parentCount: z.number().int().nonnegative(),
  external: z.boolean(),
});

/** How many distinct targets came to which status. */
const LinkCounts = z.object({
  ok: z.number().int().nonnegative(),
  caution: z.number().int().nonnegative(),
  broken: z.number().int().nonnegative(),
  skipped: z.number().int().nonnegative(),
  undeterminable: z.number().int().nonnegative(),
});

/** What kept a crawl from being whole. */
export const crawlLimits = [
  'pages',
  'depth',
  'bytes',
  'time',
  'traps',
  'robots',
  'blocked',
  'failed',
  'browser',
  'links',
] as const;
export type CrawlLimit = (typeof crawlLimits)[number];

/**
 * 全站抓取 — what one crawl of a site covered and what it did not. Links that open are only counted here; every other link has a
 * `link.status` of its own under the same slot.
 */
export const SiteCrawlValue = z.object({
  home: z.string(),
  startedAt: z.iso.datetime(),
  endedAt: z.iso.datetime(),
  /** How robots.txt was taken: followed, ignored because the user says the site is theirs, not there, or not readable (then nothing but the home page is asked for). */
  robots: z.enum(['followed', 'ignored', 'absent', 'unreadable']),
  /** Addresses of pages by what came of them. `unchanged`: the server said so (304) and the bytes of the last crawl were read again. */
  pages: z.object({
    read: z.number().int().nonnegative(),
    unchanged: z.number().int().nonnegative(),
    rendered: z.number().int().nonnegative(),
    /** Answered with an error or not at all: these are link results, not faults of the crawl. */
    failed: z.number().int().nonnegative(),
    /** 401, 403, 429, challenges: nothing is known about what stands there. */
    blocked: z.number().int().nonnegative(),
    /** An address that promised a page and gave a file or data. */
    notPage: z.number().int().nonnegative(),
  }),
  /** Distinct targets by status: those that a home page points to, and the others. */
  links: z.object({ home: LinkCounts, inner: LinkCounts }),
  /** Occurrences of links on all pages read. */
  occurrences: z.number().int().nonnegative(),
  /** Each limit that was hit, with how many known addresses were left unread by it and a sentence for the report. Empty: the crawl was whole. */
  limits: z.array(z.object({ limit: z.enum(crawlLimits), left: z.number().int().nonnegative(), note: z.string() })),
  /** Pages that were not judged, at most 100, and how many there are. */
  unjudged: z.array(z.object({ url: z.string(), detail: z.string() })).max(100),
  unjudgedCount: z.number().int().nonnegative(),
  /** Links that leave the site were left alone by the user's setting: of them the crawl says nothing. */
  ownOnly: z.literal(true).optional(),
  sitemaps: z.array(z.string()).max(50),
  bytes: z.number().int().nonnegative(),
  requests: z.number().int().nonnegative(),
});
