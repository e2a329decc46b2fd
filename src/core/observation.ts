import { z } from 'zod';
import { ChannelUpdateValue, PageTagsValue, SiteChannelsValue } from './channel-values.ts';
import { certificateStates, type Evidence, fetchOutcomes, Locator, Phases } from './evidence.ts';
import { clueKinds } from './lexicon.ts';
import { InterpretationValue, LettersValue, ServiceGuideValue } from './page-values.ts';

/** 日期 YYYY-MM-DD in Asia/Shanghai. */
const Day = z.iso.date();

/**
 * 首页访问监测 — one timed visit. The probe measures and watches longer than any policy's limit; the 15-second line is the
 * policy's, so any limit can be judged again from `openedMs`.
 */
export const AccessValue = z.object({
  url: z.string(),
  finalUrl: z.string(),
  /** `opened`: final status below 400 and readable text of the main document. `empty`: below 400 without text. */
  outcome: z.enum([
    'opened',
    'empty',
    'http-error',
    ...fetchOutcomes.filter((o) => o !== 'response' && o !== 'cancelled' && o !== 'out-of-scope'),
  ]),
  stage: z.enum(['dns', 'connect', 'tls', 'headers', 'body']).optional(),
  status: z.number().int().optional(),
  /** Milliseconds from the start until readable text stood; null when it never did while the probe watched. */
  openedMs: z.number().nonnegative().nullable(),
  /** Milliseconds the probe watched. */
  watchedMs: z.number().nonnegative(),
  /** Longest the probe would have watched. */
  watchLimitMs: z.number().positive(),
  phases: Phases,
  redirects: z.array(z.object({ url: z.string(), status: z.number().int() })),
  address: z.string().optional(),
  certificate: z.enum(certificateStates),
  bodyBytes: z.number().int().nonnegative(),
  bodySha256: z.string().nullable(),
  /** Error code of a failure. */
  code: z.string().optional(),
  /** Facts worth a line in the report: body never ended, protocol faults, opened only on the lenient pass. Chinese. */
  notes: z.array(z.string()),
  /** Which client opened it: the strict one, the lenient one, or a browser. */
  engine: z.enum(['strict', 'lenient', 'browser']),
  /** Name of the place watched from. */
  vantage: z.string(),
});

/**
 * 登记网址的其他写法 — what http or https, with or without www, answer beside the registered address; asked once a day, one try each.
 * Never part of a verdict.
 */
export const AddressFormsValue = z.object({
  /** The registered address. It is not asked here. */
  url: z.string(),
  forms: z
    .array(
      z.object({
        url: z.string(),
        /** `response`: an answer came, whatever its status. `blocked`: a challenge or a refusal of our address. A name that did not resolve in time is `dns-failure`. */
        outcome: z.enum(['blocked', ...fetchOutcomes.filter((o) => o !== 'cancelled')]),
        status: z.number().int().optional(),
        finalUrl: z.string(),
        certificate: z.enum(certificateStates),
        /** Milliseconds it took. */
        ms: z.number().nonnegative(),
        /** Answered below 400 under an address of the site (its host or registered domains, with or without www). */
        leadsHome: z.boolean(),
      }),
    )
    .max(3),
});

const Mark = z.object({
  /** The value as shown on the page, normalised (no blanks). */
  value: z.string(),
  place: Locator,
  /** Where it was found: the page itself or a same-site script that writes it. */
  from: z.enum(['page', 'script']),
  /** Doubts that a person should settle. Chinese. */
  doubts: z.array(z.string()),
});

/** 页脚标识 — the six footer elements, the 找错 entry, and the codes they must agree with. */
export const FooterMarksValue = z.object({
  url: z.string(),
  role: z.enum(['home', 'list', 'article', 'other']),
  /** 党政机关网站标识 (CONAC). */
  conac: Mark.nullable(),
  /** 网站标识码. */
  siteCode: Mark.nullable(),
  /** ICP备案编号. */
  icp: Mark.nullable(),
  /** 公安机关备案标识. */
  publicSecurity: Mark.nullable(),
  /** 网站主办单位. */
  sponsor: Mark.nullable(),
  /** 联系方式. */
  contact: Mark.nullable(),
  /** 「我为政府网站找错」入口: value is the site code it carries, or ''. */
  errorReport: Mark.nullable(),
  /** Marks that stand only inside comments or without a link: seen, but not shown. */
  inert: z.array(
    z.object({
      mark: z.enum(['conac', 'siteCode', 'icp', 'publicSecurity', 'sponsor', 'contact', 'errorReport']),
      why: z.string(),
      place: Locator,
    }),
  ),
  /** SiteIDCode meta tag. */
  siteIdCode: z.string().nullable(),
  /** Scripts that might write the footer and could not be read: absence is then not proved. */
  unreadScripts: z.array(z.string()),
});

/** 带日期的条目 — rows of a home or list page: title, link, date as printed. Evidence only; the article page decides. */
export const DatedItemsValue = z.object({
  url: z.string(),
  role: z.enum(['home', 'list', 'article', 'other']),
  items: z.array(
    z.object({
      title: z.string(),
      url: z.string(),
      /** Date of the row, or null. */
      date: Day.nullable(),
      /** How it was read: printed in full, without year, from the address. */
      source: z.enum(['row', 'row-yearless', 'url', 'none']),
      place: Locator,
    }),
  ),
  /**
   * Links of the site itself that stand outside any list and may lead to an item (a headline, a picture, one row without a date): until
   * they were opened nobody knows that nothing new stands there. Absent: none.
   */
  unlisted: z.array(z.object({ title: z.string(), url: z.string() })).optional(),
  /** Lists that a script or frame would load and that were not read: an empty list is then not blank. */
  unreadLists: z.array(z.string()),
  /** 已读取的列表 — lists of that kind whose service, frame or disguise was read: `rows` that belong here, `total` where the service told. */
  readLists: z
    .array(
      z.object({
        list: z.string().max(200),
        rows: z.number().int().nonnegative(),
        total: z.number().int().nonnegative().nullable(),
      }),
    )
    .max(60)
    .optional(),
  /** 导航页: a home page that holds links to columns and no items. */
  navigationOnly: z.boolean(),
});

/** 发布时间 of one article page. */
export const PublishDateValue = z.object({
  url: z.string(),
  title: z.string(),
  /** Date in Asia/Shanghai, null when the page shows none. */
  date: Day.nullable(),
  /** HH:MM when shown. */
  time: z
    .string()
    .regex(/^\d{2}:\d{2}$/)
    .nullable(),
  source: z.enum(['labelled', 'meta', 'script', 'unlabelled', 'none']),
  confidence: z.enum(['high', 'low']),
  candidates: z.array(z.object({ date: Day, source: z.string(), text: z.string().max(120) })),
  /** Whether the page reads like an article at all (title and body). */
  isArticle: z.boolean(),
  place: Locator.optional(),
});

/** 暗链线索 — links that a person must look at: hidden anchors, foreign link farms, gambling or porn words. */
export const SuspectLinksValue = z.object({
  url: z.string(),
  clues: z.array(
    z.object({
      kind: z.enum(['hidden', 'farm', 'lexicon']),
      href: z.string(),
      text: z.string(),
      why: z.string(),
      place: Locator,
    }),
  ),
  /** Links looked at. */
  examined: z.number().int().nonnegative(),
});

/**
 * 内容线索 — what a person must look at on one page: expressions, marks, personal data, signs of tampering, odd dates. Never a verdict. Personal
 * data are masked in every field; only the stored page itself holds them.
 */
export const CluesValue = z.object({
  url: z.string(),
  role: z.enum(['home', 'list', 'article', 'other']),
  /** 网页标题, for comparison with later rounds. */
  title: z.string().max(200),
  clues: z
    .array(
      z.object({
        kind: z.enum(clueKinds),
        /** What was found, masked. */
        text: z.string().max(200),
        /** Why it is a clue. Chinese. */
        why: z.string().max(400),
        /** Word list or rule, and the day it is of. */
        source: z.object({ id: z.string().max(60), title: z.string().max(60), date: Day }),
        confidence: z.enum(['high', 'low']),
        /** How often it stands on the page. */
        times: z.number().int().positive(),
        /** Where it stands first. */
        place: Locator,
      }),
    )
    .max(50),
  /** Different clues there were, those beyond the kept ones counted. */
  found: z.number().int().nonnegative(),
  /** 所用词表, each with its day: `typos@2026-11-22`. */
  lists: z.array(z.string().max(60)).max(200),
});

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

/** IPv6 支持 of one site: its address records, those of its name servers, and whether its home page opens over IPv6 from here. */
export const Ipv6Value = z.object({
  host: z.string(),
  /** AAAA records; empty: the name is there and has none. */
  addresses: z.array(z.string()).max(20),
  /** Authoritative servers and whether they have IPv6 addresses; null: could not be told. */
  nameServers: z.array(z.object({ name: z.string(), ipv6: z.boolean().nullable() })).max(20),
  /** `not-tried`: no IPv6 here, or no address to try. */
  home: z.enum(['opened', 'failed', 'not-tried']),
  status: z.number().int().optional(),
  detail: z.string().max(200),
});

/** 账号发布记录 — the posts that one source shows or attests for one account. */
export const AccountPostsValue = z.object({
  platform: z.string(),
  /** Where it comes from: a person's export, a public page, a bridge. */
  source: z.enum(['import', 'public', 'bridge', 'manual']),
  /** `complete`: the newest post inside the window cannot be missing. Only then absence proves staleness. */
  coverage: z.enum(['complete', 'partial']),
  /** The days the source speaks for, both included. */
  window: z.object({ from: Day, to: Day }),
  /** Who attests it, for imports. */
  attestedBy: z.string().nullable(),
  /**
   * 对照账号 of the same platform and kind of source in the same run: `ok` = it was seen with something recent. `failed`: what this
   * record does not hold proves nothing (平台故障). Absent or `none`: no such account was asked.
   */
  canary: z.enum(['ok', 'failed', 'none']).optional(),
  /** Why the list counts as read, or by which sign as empty. Chinese. */
  proof: z.string().max(300).optional(),
  posts: z.array(
    z.object({
      id: z.string(),
      title: z.string(),
      url: z.string().nullable(),
      /** Earliest and latest instant the post can have been published at; equal when known to the second. Null = unknown. */
      published: z.object({ from: z.iso.datetime(), to: z.iso.datetime() }).nullable(),
      original: z.enum(['original', 'repost', 'unknown']),
      pinned: z.boolean(),
      /** Where the time was read and how exact it is: `created_at`, `weibo:id` … */
      timeFrom: z.string().max(120).optional(),
      /** A second reading of the time that disagrees by more than a day: the time in the id against the one shown. */
      otherTime: z.object({ from: z.iso.datetime(), to: z.iso.datetime(), source: z.string().max(120) }).optional(),
      /** 来源: what the post says of where it is taken from. */
      sourceNote: z.string().max(200).optional(),
      comments: z.enum(['open', 'limited', 'closed', 'unknown']).optional(),
      /** The beginning of the text, blanks joined, for comparison with other posts. */
      excerpt: z.string().max(500).optional(),
    }),
  ),
});

const Tri = z.enum(['yes', 'no', 'unknown']);

/**
 * 账号状态与资料 — what one source shows about an account beside its posts. Written only where it shows something: a wall leaves an
 * unobserved `account.posts` and no profile.
 */
export const AccountProfileValue = z.object({
  platform: z.string(),
  source: z.enum(['import', 'public', 'bridge', 'manual']),
  /** `gone`: the platform says in words that the account is deleted, banned or moved. `identity-mismatch`: the address shows another account. */
  state: z.enum(['seen', 'gone', 'identity-mismatch']),
  name: z.string().max(200).optional(),
  description: z.string().max(500).optional(),
  /** 认证: `ok` null = the page does not say. */
  verified: z
    .object({
      ok: z.boolean().nullable(),
      kind: z.enum(['government', 'media', 'org', 'person', 'other']).optional(),
      text: z.string().max(200).optional(),
    })
    .optional(),
  followers: z.object({ value: z.number().nonnegative(), exact: z.boolean(), raw: z.string().max(60) }).optional(),
  /** 评论、私信、自定义菜单 open to the public. */
  features: z.object({ comments: Tri, directMessage: Tri, menu: Tri }).optional(),
  /** 应用商店 states of a client app. */
  apps: z
    .array(
      z.object({
        store: z.string().max(40),
        state: z.enum(['available', 'not_listed', 'unknown']),
        version: z.string().max(60).optional(),
        updated: z.object({ from: z.iso.datetime(), to: z.iso.datetime() }).optional(),
        developer: z.string().max(200).optional(),
        why: z.string().max(200).optional(),
      }),
    )
    .optional(),
  gone: z
    .object({ reason: z.enum(['deleted', 'banned', 'migrated', 'not_found']), text: z.string().max(300) })
    .optional(),
  mismatch: z.object({ expected: z.string().max(200), found: z.string().max(200) }).optional(),
  canary: z.enum(['ok', 'failed', 'none']).optional(),
  notes: z.array(z.string().max(300)),
});

/** Most places one record can name under one fault: every price reaches its cap long before. */
export const maxRecordCount = 100;

/**
 * 人工记录 — what a person found about one indicator and one subject, where the machine cannot look or could not tell: a log-in tried,
 * a guide compared with the office's practice, an export of the back office. One record is that person's whole answer for its period: a
 * later record of the same person about the same indicator takes the place of the earlier one. `target` of the observation is
 * `recordTarget(value)`, `slot` the instant the record speaks for (its `period.to`, as exact as it is known). The evidence (the imported
 * worksheet, a photo, a saved page) stands in `Observation.evidence`; whoever writes a `fail` refuses one without evidence of its own.
 */
export const ManualRecordValue = z
  .object({
    /** Id of the indicator it answers, as in the policy's `indicator`. */
    indicator: z.string().min(1).max(64),
    /** `not-applicable`: there is nothing here that the indicator could be asked about; says why in `note`. */
    outcome: z.enum(['pass', 'fail', 'not-applicable']),
    /** Faults of that indicator, each with its place. Only, and at least one, with `fail`. */
    findings: z
      .array(
        z.object({
          /** Name of a fault that the indicator declares. */
          fault: z.string().min(1).max(64),
          /** What it is about: an address, a column, a matter, a message. */
          target: z.string().min(1).max(2000),
          /** What was seen, Chinese, one sentence. */
          note: z.string().min(1).max(1000),
          /** 处数: how many there are at this place. Absent: one. */
          count: z.number().int().min(1).max(maxRecordCount).optional(),
        }),
      )
      .max(500),
    /** The days it speaks for, both included. */
    period: z.object({ from: Day, to: Day }),
    /** 检查人. */
    person: z.string().min(1).max(60),
    /** How it was looked at, or why nothing applies. Chinese, may be empty. */
    note: z.string().max(2000),
  })
  .superRefine((r, context) => {
    const bad = (path: (string | number)[], message: string) => context.addIssue({ code: 'custom', path, message });
    if (r.outcome === 'fail' && r.findings.length === 0) bad(['findings'], '记为有问题的，至少写明一处问题');
    if (r.outcome !== 'fail' && r.findings.length > 0) bad(['findings'], '写了问题，结果应记为 fail');
    if (r.period.to < r.period.from) bad(['period', 'to'], '结束日期早于开始日期');
    if (r.outcome === 'not-applicable' && r.note.trim() === '') bad(['note'], '记为不适用的，要写明理由');
  });

/** 人工记录的对象: one place an indicator and person, so that two persons' answers for the same instant stand side by side. */
export function recordTarget(r: { indicator: string; person: string }): string {
  return `${r.indicator}@${r.person}`;
}

const Instants = z.object({ from: z.iso.datetime(), to: z.iso.datetime() });

/** 留言与答复记录 — messages of the public to one account and when they were answered, as a unit attests them. */
export const AccountRepliesValue = z.object({
  /** `complete`: every message of these days is in it. */
  coverage: z.enum(['complete', 'partial']),
  /** The days on which the messages came in, both included. */
  window: z.object({ from: Day, to: Day }),
  attestedBy: z.string().nullable(),
  messages: z.array(
    z.object({
      id: z.string().max(200),
      /** The beginning of the message. */
      text: z.string().max(200),
      /** Earliest and latest instant it can have come in at, and been answered at; null = not answered. */
      asked: Instants,
      replied: Instants.nullable(),
      /** 具体明确的政策咨询. Null: nobody has said. */
      concrete: z.boolean().nullable(),
    }),
  ),
});

/** 重要政务信息清单 — posts of the leading account that a person marked as important: what the others have to relay. Belongs to the whole register. */
export const RelayListValue = z.object({
  /** The account or site that published them. */
  reference: z.string().max(200),
  /** Who marked them. */
  markedBy: z.string().min(1).max(60),
  items: z
    .array(
      z.object({
        id: z.string().max(200),
        title: z.string().min(1).max(500),
        /** The beginning of the text, for comparison; empty: only the title is compared. */
        excerpt: z.string().max(500),
        url: z.string().nullable(),
        published: Instants,
        /** Ids of the units that have to relay it. Absent: all. */
        units: z.array(z.string()).optional(),
      }),
    )
    .max(5_000),
});

/** 账号内容线索 — what a person must look at among the posts that one source shows. Never a verdict; written only where there is something. */
export const AccountCluesValue = z.object({
  platform: z.string(),
  /** Posts whose titles and beginnings were looked at. */
  posts: z.number().int().nonnegative(),
  clues: z
    .array(
      z.object({
        kind: z.enum(clueKinds),
        text: z.string().max(200),
        /** Why it is a clue. Chinese. */
        why: z.string().max(400),
        /** Word list, and the day it is of. */
        source: z.object({ id: z.string().max(60), title: z.string().max(60), date: Day }),
        confidence: z.enum(['high', 'low']),
        post: z.object({ id: z.string(), title: z.string().max(200), url: z.string().nullable() }),
      }),
    )
    .max(100),
  found: z.number().int().nonnegative(),
  lists: z.array(z.string().max(60)).max(200),
});

/** 一次检查的覆盖面 — whom one assessment really looked at. Belongs to the whole register. */
export const InspectionRunValue = z.object({
  runId: z.string(),
  policy: z.string(),
  /** Those in the register at the time that were open to inspection, and those of them of which something was seen. */
  sites: z.object({ registered: z.number().int().nonnegative(), inspected: z.array(z.string()) }),
  accounts: z.object({ registered: z.number().int().nonnegative(), inspected: z.array(z.string()) }),
  /** Those that came out 不合格. Absent: not told. */
  unqualified: z.array(z.string()).optional(),
});

/** Every kind of observation the system knows, by name: the one closed list. */
export const observationValues = {
  'site.access': AccessValue,
  'site.address-forms': AddressFormsValue,
  'site.crawl': SiteCrawlValue,
  'site.channels': SiteChannelsValue,
  'channel.update': ChannelUpdateValue,
  'page.tags': PageTagsValue,
  'site.ipv6': Ipv6Value,
  'page.footer-marks': FooterMarksValue,
  'page.dated-items': DatedItemsValue,
  'page.publish-date': PublishDateValue,
  'page.suspect-links': SuspectLinksValue,
  'page.clues': CluesValue,
  'page.service-guide': ServiceGuideValue,
  'page.letters': LettersValue,
  'page.interpretation': InterpretationValue,
  'link.status': LinkStatusValue,
  'account.posts': AccountPostsValue,
  'account.profile': AccountProfileValue,
  'account.replies': AccountRepliesValue,
  'account.clues': AccountCluesValue,
  'manual.record': ManualRecordValue,
  'relay.list': RelayListValue,
  'inspection.run': InspectionRunValue,
} as const;

/** `subjectId` of what belongs to the whole register; never the id of a subject. */
export const registerSubject = '*';
/** Kinds that stand under `registerSubject`: every indicator that needs them is given the same ones, whatever its subject. */
export const registerWideKinds: ReadonlySet<string> = new Set(['relay.list', 'inspection.run']);

export type ObservationKind = keyof typeof observationValues;
export const observationKinds = Object.keys(observationValues) as ObservationKind[];
export type ObservationValue<K extends ObservationKind> = z.infer<(typeof observationValues)[K]>;

/** Why something could not be looked at. None of them can ever become a fault. */
export const unobservedReasons = [
  'local-network',
  'overload',
  'blocked',
  'login-required',
  'unparsed',
  'needs-browser',
  'not-collected',
  'crashed',
  'cancelled',
] as const;
export type UnobservedReason = (typeof unobservedReasons)[number];

export type Envelope<K extends ObservationKind = ObservationKind> = {
  /** Natural key: subject, kind, target, slot. Writing the same key twice is a no-op. */
  key: string;
  kind: K;
  subjectId: string;
  /** Address or account the question was put to. */
  target: string;
  /** 监测时段: the planned instant, UTC, ISO with milliseconds. */
  slot: string;
  observedAt: string;
  probe: { id: string; version: number };
};
export type Observed<K extends ObservationKind> = Envelope<K> & {
  status: 'observed';
  value: ObservationValue<K>;
  evidence: Evidence[];
};
export type Unobserved<K extends ObservationKind> = Envelope<K> & {
  status: 'unobserved';
  reason: UnobservedReason;
  /** Chinese, for the section of what could not be seen. */
  detail: string;
  evidence: Evidence[];
};
export type Observation<K extends ObservationKind = ObservationKind> = { [P in K]: Observed<P> | Unobserved<P> }[K];

export function observationKey(o: Pick<Envelope, 'kind' | 'subjectId' | 'target' | 'slot'>): string {
  return `${o.subjectId}|${o.kind}|${o.target}|${o.slot}`;
}

export function isObserved<K extends ObservationKind>(o: Observation<K>): o is Observed<K> & Observation<K> {
  return o.status === 'observed';
}
