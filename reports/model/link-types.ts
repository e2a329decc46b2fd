import type { IgnoreRule } from '#core/ignores.ts';
import type { BrokenPast } from '#core/link-history.ts';
import type { LinkReason, LinkStatus, Observation, ObservationValue } from '#core/observation.ts';
import type { EvidenceHref } from './subject.ts';
import type { EvidenceView } from './types.ts';

export type LinkValue = ObservationValue<'link.status'>;

export type BrokenLinksInput = {
  site: { id: string; name: string; home: string; organization: string; navigationOnly?: boolean };
  /** 监测时间点, UTC. */
  asOf: string;
  generatedAt: string;
  runId: string;
  tool: string;
  /** All link observations of the site that the stores still have, any order: the newest rounds are the picture, the others tell since when. */
  links: readonly Observation<'link.status'>[];
  crawls: readonly Observation<'site.crawl'>[];
  /** 忽略规则 as they stood when the run was judged. */
  ignores: readonly IgnoreRule[];
  evidenceHref: EvidenceHref;
};

/** What is to be done about one target. */
export type LinkFate = 'fix' | 'check' | 'caution' | 'ignored' | 'fixed' | 'unsettled' | 'skipped';

/** 一个目标地址: the row of the CSV before it is spread over its parents. */
export type LinkCase = {
  fate: LinkFate;
  value: LinkValue;
  /** UTC instant of the look this row tells of. */
  observedAt: string;
  problem: string;
  fix: readonly string[];
  /** Why a broken one is only for a person to check; empty otherwise. */
  doubt: string;
  since: SinceView | null;
  past: BrokenPast | null;
  rule: IgnoreRule | null;
  /** A rule that would have held, had it not run out. */
  expired: IgnoreRule | null;
  /** Name of the entry it is part of (`须修复 3`); empty: listed by itself. */
  entry: string;
};

/** 自何时起. */
export type SinceView = {
  /** Beijing day of the first sight of the chain. */
  day: string;
  rounds: number;
  /** Seen broken on two or more days. */
  nextDay: boolean;
  /** In words. */
  text: string;
};

/** 引用位置: pages that point to it from the same kind of place. */
export type PlaceView = {
  /** 首页, 列表页, 内容页, 其他页面. */
  roleName: string;
  tagName: string;
  /** Text of the link, of the first of them. */
  text: string;
  selector: string;
  /** Distinct pages known. */
  pages: number;
  spots: number;
  samples: readonly { url: string; line: number | null; column: number | null }[];
};

/** 问题条目: what one change mends. */
export type LinkEntry = {
  /** Place inside the report. */
  anchor: string;
  number: number;
  /** One target, all targets of one host, or all of one path family from one place. */
  kind: 'target' | 'host' | 'family';
  status: LinkStatus;
  statusName: string;
  reason: LinkReason;
  reasonName: string;
  httpStatus: number | null;
  headline: string;
  /** What a visitor meets. */
  problem: string;
  doubt: string;
  /** What to do, most specific first. */
  fix: readonly string[];
  home: boolean;
  external: boolean;
  /** The same place on three pages or more: a shared template. */
  template: boolean;
  targets: readonly { url: string; finalUrl: string | null }[];
  /** 已到期的忽略规则 that would have held for some of them. */
  expired: readonly { rule: IgnoreRule; targets: number }[];
  /** How far it reaches, for the order: pages that point to any of them, or places where more point there than were kept. */
  reach: number;
  /** The pages that were kept. */
  pages: readonly { url: string; home: boolean }[];
  /** More places point there than were kept. */
  capped: boolean;
  spots: number;
  places: readonly PlaceView[];
  attempts: readonly string[];
  /** What decided it, where the code alone does not say. */
  note: string;
  since: SinceView | null;
  evidence: readonly EvidenceView[];
};

export type CrawlLimitView = { name: string; note: string; left: number };

/** 链接问题清单 of one site as data: all words chosen, nothing escaped yet. */
export type BrokenLinksModel = {
  title: string;
  site: { id: string; name: string; home: string; organization: string };
  asOf: string;
  generatedAt: string;
  runId: string;
  tool: string;
  /** 全站抓取, 抽查页面, or nothing at all. */
  scope: 'whole' | 'cut' | 'sample' | 'failed' | 'none';
  /** One sentence: what came out, and never more than was seen. */
  lead: string;
  /** What a reader must know first; empty only for a whole crawl. */
  caveats: readonly string[];
  /** Figures beside the lead. Null where a figure is not known. */
  totals: {
    /** Links that were told, home page and other pages. */
    told: { all: number; home: number | null; inner: number | null };
    fix: { targets: number; entries: number; home: number; fresh: number };
    check: number;
    caution: number;
    ignored: number;
    fixed: number;
  };
  /** 须修复, most urgent first. */
  fix: readonly LinkEntry[];
  /** 待人工核对. */
  check: readonly LinkEntry[];
  /** 有隐患. */
  caution: readonly LinkEntry[];
  ignored: readonly { case: LinkCase; rule: IgnoreRule; reasonName: string }[];
  fixed: readonly { case: LinkCase; how: string; since: string }[];
  /** Dead when last seen, and not told by this look. */
  unsettled: readonly { case: LinkCase; why: string; since: string }[];
  /** 按页面看: pages with faults of their own (what a shared template brings is only counted on the home page), most faults first. */
  pages: readonly { url: string; home: boolean; entries: readonly { anchor: string; number: number }[] }[];
  /** 按原因看. */
  reasons: readonly {
    reason: LinkReason;
    name: string;
    targets: number;
    entries: readonly { anchor: string; number: number }[];
  }[];
  uncovered: {
    limits: readonly CrawlLimitView[];
    unjudged: readonly { url: string; detail: string }[];
    unjudgedCount: number;
    blockedPages: number;
    skipped: readonly { name: string; count: number }[];
    /** Looks that could not be made, by reason. */
    unseen: readonly { name: string; count: number; example: string }[];
    robots: string;
  };
  rules: readonly {
    text: string;
    why: string;
    person: string;
    recorded: string;
    expires: string;
    state: string;
    uses: number;
  }[];
  /** 每轮检查 of the window, newest first. */
  rounds: readonly { at: string; what: string }[];
  /** Every target that is not known to open, for the CSV. */
  cases: readonly LinkCase[];
};
