import { z } from 'zod';
import { Locator } from './evidence.ts';
import { channelTypes } from './registry.ts';

/** 日期 YYYY-MM-DD in Asia/Shanghai. */
const Day = z.iso.date();
const Count = z.number().int().nonnegative();

/** A row of a list with the day that tells. */
const DatedRow = z.object({ title: z.string().max(300), url: z.string(), date: Day });

/** 栏目稿件 — one article of a channel that was opened to prove its date. */
const ChannelArticle = z.object({
  title: z.string().max(300),
  url: z.string(),
  /** Day the list row shows, null: none. */
  row: Day.nullable(),
  /** Day its own page shows, null: none, or it was not seen. */
  date: Day.nullable(),
  /** `dated`: the page shows its publication date; `undated`: an article without one; `other`: no article; `unread`: not seen. */
  state: z.enum(['dated', 'undated', 'other', 'unread']),
  /** The date stands where publication dates stand. */
  sure: z.boolean(),
  /** Why it was not seen, Chinese. */
  why: z.string().max(200).optional(),
});

/** 栏目更新情况 — one channel page of one round: its rows, their newest dates, what its articles say of themselves, whether it is blank. */
export const ChannelUpdateValue = z.object({
  url: z.string(),
  channel: z.object({
    /** Id in the register, null: found by the program, confirmed by nobody. */
    id: z.string().nullable(),
    name: z.string().max(200),
    level: z.union([z.literal(1), z.literal(2), z.literal(3)]),
    type: z.enum(channelTypes),
    /** How sure type and level are; a registered channel is a person's word. */
    confidence: z.enum(['registered', 'high', 'low']),
  }),
  /** Rows that belong to the channel, and how many of them show no day. */
  rows: Count,
  undated: Count,
  /** By what rows were told from those of blocks beside the list; `page`: there is one list. */
  rowsBy: z.enum(['address', 'page', 'largest']),
  /** Newest row not in the future. */
  newestRow: DatedRow.nullable(),
  /** Newest day not in the future that an article's own page surely shows. */
  newestArticle: DatedRow.nullable(),
  articles: z.array(ChannelArticle).max(40),
  /** Rows that nobody opened: newest day, how many without a day, newest of those that lead to other sites. */
  unopened: z.object({ newest: Day.nullable(), undated: Count, external: Day.nullable() }),
  /** Newest row of other blocks of the page. */
  besides: Day.nullable(),
  /** Rows dated after the day of the visit. */
  future: Count,
  /** 总条数 the page or its service tells, null: not told. */
  total: Count.nullable(),
  /** Lists that a script or frame would load and that were not read. */
  unread: z.array(z.string()).max(40),
  /** 空白: `yes` only where nothing stands in the page, its scripts, frames and services, and the place for rows is there. */
  blank: z.enum(['yes', 'no', 'unknown']),
  /** What makes it so, Chinese. */
  blankWhy: z.string().max(200),
  /** Order of the dated rows. */
  order: z.enum(['newest-first', 'oldest-first', 'mixed', 'unknown']),
  /** First rows older than those below them: 置顶. */
  pinned: Count,
  /** All dated rows, five or more, show one and the same day (突击更新的线索). */
  oneDay: Day.nullable(),
});

/** 栏目发现 — the channels that one crawl of a site shows. A person confirms them into the register. */
export const SiteChannelsValue = z.object({
  home: z.string(),
  /** Pages read for it. */
  pages: Count,
  /** The crawl was whole: a channel that is not here was not met. */
  whole: z.boolean(),
  channels: z
    .array(
      z.object({
        url: z.string(),
        name: z.string().max(200),
        level: z.union([z.literal(1), z.literal(2), z.literal(3)]),
        /** Address of the channel above, null: none known. */
        parent: z.string().nullable(),
        type: z.enum(channelTypes),
        confidence: z.enum(['high', 'low']),
        /** 依据, Chinese. */
        reasons: z.array(z.string().max(120)).max(12),
        /** Id of the registered channel with this address, null: none. */
        registered: z.string().nullable(),
        /** What its own page shows; null: it was not read. */
        list: z
          .object({ rows: Count, newest: Day.nullable(), blank: z.enum(['yes', 'no', 'unknown']), unread: z.boolean() })
          .nullable(),
      }),
    )
    .max(500),
  /** How many there are, also beyond the 500. */
  count: Count,
});

/** 页面标签 of 《政府网站发展指引》 (国办发〔2017〕47号): the mandatory names of each group. */
export const pageTagGroups = {
  site: ['SiteName', 'SiteDomain', 'SiteIDCode'],
  column: ['ColumnName', 'ColumnDescription', 'ColumnKeywords', 'ColumnType'],
  content: ['ArticleTitle', 'PubDate', 'ContentSource'],
} as const;
export type PageTagGroup = keyof typeof pageTagGroups;

/** 页面标签 of one page. */
export const PageTagsValue = z.object({
  url: z.string(),
  role: z.enum(['home', 'list', 'article', 'other']),
  /** 站点、栏目、内容标签 that are there, by their official names, also empty ones. */
  tags: z
    .array(
      z.object({
        name: z.string(),
        value: z.string().max(500),
        place: Locator,
      }),
    )
    .max(40),
  /** 前后矛盾: tags that do not fit the page they stand on. Chinese. */
  doubts: z.array(z.string().max(200)).max(10),
});
