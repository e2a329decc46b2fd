import { z } from 'zod';
import { clueKinds } from './lexicon.ts';

/** 日期 YYYY-MM-DD in Asia/Shanghai. */
const Day = z.iso.date();

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
