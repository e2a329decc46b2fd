import { z } from 'zod';
import {
  AccountCluesValue,
  AccountPostsValue,
  AccountProfileValue,
  AccountRepliesValue,
  RelayListValue,
} from './account-values.ts';
import { ChannelUpdateValue, PageTagsValue, SiteChannelsValue } from './channel-values.ts';
import { type Evidence, Locator } from './evidence.ts';
import { clueKinds } from './lexicon.ts';
import { LinkStatusValue, SiteCrawlValue } from './link-values.ts';
import { InterpretationValue, LettersValue, ServiceGuideValue } from './page-values.ts';
import { AccessValue, AddressFormsValue, Ipv6Value } from './site-values.ts';

export * from './account-values.ts';
export * from './link-values.ts';
export * from './site-values.ts';

/** 日期 YYYY-MM-DD in Asia/Shanghai. */
const Day = z.iso.date();

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
