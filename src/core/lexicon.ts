import { z } from 'zod';

/**
 * 线索种类 — what a page may hold that a person must look at. `expression` 表述不当, `leader` 领导姓名职务, `typo` 错别字, `secrecy` 密级标志,
 * `personal-data` 个人信息, `spam` 赌博色情等词语, `tampering` 篡改迹象, `date` 日期可疑, `advert` 商业广告, `follow-first` 先关注后办理.
 */
export const clueKinds = [
  'expression',
  'leader',
  'typo',
  'secrecy',
  'personal-data',
  'spam',
  'tampering',
  'date',
  'advert',
  'follow-first',
] as const;
export type ClueKind = (typeof clueKinds)[number];

/** 线索种类名称, as a report names them. */
export const clueNames: Readonly<Record<ClueKind, string>> = {
  expression: '表述不当',
  leader: '领导姓名或职务不符',
  typo: '错别字',
  secrecy: '密级标志',
  'personal-data': '个人信息外露',
  spam: '赌博、色情等违规词语',
  tampering: '页面被篡改的迹象',
  date: '日期可疑',
  advert: '商业广告',
  'follow-first': '以关注为办事前提',
};

/** What a person must decide about clues of a kind. Chinese, after 须由人判断. */
export const clueQuestions: Readonly<Record<ClueKind, string>> = {
  expression: '对照权威发布，是否确有错误，是否属于严重表述错误',
  leader: '对照任免信息，是姓名职务写错，还是职务已变动而领导信息栏目没有更新',
  typo: '是否确为错别字',
  secrecy: '文件是否涉密或不应公开',
  'personal-data': '是否应当公开，是否须作去标识处理',
  spam: '是否被篡改、挂了暗链，还是正常的宣传报道',
  tampering: '是否被篡改，是否已及时有效处置',
  date: '发布日期是否属实，是否为应付检查补发或改动',
  advert: '是否属于商业广告',
  'follow-first': '是否确实以关注、下载、点赞为办事前提',
};

/** Kinds that may be one of the six cases of 安全、泄密事故等严重问题; the others are told without price and verdict. */
export function isSerious(kind: ClueKind): boolean {
  return ['expression', 'leader', 'secrecy', 'spam', 'tampering', 'date'].includes(kind);
}

/** 查找位置 — where on a page the words of a list are looked for. `text`: what a visitor reads. `script`: addresses of scripts and frames. */
export const lexiconPlaces = ['text', 'title', 'meta', 'hidden', 'script'] as const;
export type LexiconPlace = (typeof lexiconPlaces)[number];

const Word = z.string().trim().min(2, '至少 2 个字').max(60, '不超过 60 个字');
const Words = z.array(Word).max(200, '至多 200 个');
const Sentence = z.string().trim().min(1, '不能为空').max(300, '不超过 300 个字');

/** One word with what tells it from its innocent neighbours. */
const Entry = z.strictObject({
  word: Word,
  /** 规范写法, where there is one. */
  right: Word.optional(),
  /** Longer expressions that hold the word and are innocent: 机密性 of 机密. */
  not: Words.default([]),
  /** Words beside it that make it innocent, besides those of the list. */
  unless: Words.default([]),
  /** At least one of these must stand beside it. */
  with: Words.default([]),
  /** Only where it is the whole line: a mark in the corner of a document. */
  alone: z.boolean().default(false),
  confidence: z.enum(['high', 'low']).optional(),
});

/**
 * 词表 — words whose presence on a page a person should look at, with where they come from. Summed up in our own words; a list in the
 * user's folder with the same `id` takes the place of the program's, one without words switches it off.
 */
export const LexiconFile = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/, '编号只用小写字母、数字和连字符，不超过 40 个字符'),
  title: z.string().trim().min(1, '不能为空').max(40, '不超过 40 个字'),
  kind: z.enum(clueKinds),
  /** 来源: documents or practice the list was put together from. */
  source: Sentence,
  /** 整理日期. */
  date: z.iso.date('日期写成 2026-01-31 的样子'),
  /** What is doubtful about the words, one sentence for the report. */
  why: Sentence,
  /** `high`: hardly ever innocent where it is found. */
  confidence: z.enum(['high', 'low']).default('low'),
  places: z.array(z.enum(lexiconPlaces)).min(1, '至少写一处').default(['text']),
  /** How many characters to each side count as beside. */
  near: z.int().min(0, '不小于 0').max(200, '不大于 200').default(30),
  /** Words beside a hit, or in the title of its page, that make it innocent: 严禁, 查处. */
  unless: Words.default([]),
  /** How many different words of the list a page's text must hold before it is a clue. */
  least: z.int().min(1, '至少 1').max(20, '至多 20').default(1),
  /** 误写 → 规范写法. */
  pairs: z.record(Word, Word).default({}),
  words: z
    .array(z.union([Word.transform((word) => Entry.parse({ word })), Entry]))
    .max(20_000, '至多 20000 个词')
    .default([]),
});
export type LexiconFile = z.output<typeof LexiconFile>;
export type LexiconEntry = z.output<typeof Entry>;

/** Every word of a list, pairs included. */
export function entriesOf(list: LexiconFile): LexiconEntry[] {
  const pairs = Object.entries(list.pairs).map(([word, right]) => Entry.parse({ word, right }));
  return [...list.words, ...pairs];
}
