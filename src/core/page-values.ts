import { z } from 'zod';
import { Locator } from './evidence.ts';

/** 日期 YYYY-MM-DD in Asia/Shanghai. */
const Day = z.iso.date();

/** 办事指南十类重点要素, in the order of the index. */
export const guideElements = [
  'name',
  'basis',
  'conditions',
  'materials',
  'place',
  'agency',
  'fee',
  'time',
  'phone',
  'process',
] as const;
export type GuideElement = (typeof guideElements)[number];

/** 要素的中文名 */
export const guideElementNames: Readonly<Record<GuideElement, string>> = {
  name: '事项名称',
  basis: '设定依据',
  conditions: '申请条件',
  materials: '办理材料',
  place: '办理地点',
  agency: '办理机构',
  fee: '收费标准',
  time: '办理时间',
  phone: '联系电话',
  process: '办理流程',
};

const Seen = z.object({ text: z.string().max(200), place: Locator });

/**
 * 办事指南 — what one page shows of the ten elements, as it stands in its bytes. `guide`: `sure` when the page calls itself one or has most of the
 * elements, `likely` when it has several, `no` otherwise (then nothing else is told).
 */
export const ServiceGuideValue = z.object({
  url: z.string(),
  title: z.string().max(200),
  guide: z.enum(['sure', 'likely', 'no']),
  /** 依据, Chinese. */
  why: z.string().max(200),
  /**
   * Every element once. `empty`: the label is there and nothing behind it. `absent`: no label of that meaning. `unread`: a script may fill it,
   * or it may stand in what was not read.
   */
  elements: z
    .array(
      z.object({
        element: z.enum(guideElements),
        state: z.enum(['shown', 'empty', 'absent', 'unread']),
        label: z.string().max(40).optional(),
        text: z.string().max(120).optional(),
        place: Locator.optional(),
      }),
    )
    .max(guideElements.length),
  /** 固定表格: the elements stand in one table of which every label is known, and nothing on the page was left unread: what is not in it is not there. */
  complete: z.boolean(),
  /** 材料形式 (原件、复印件、纸质、电子、份数): named for the materials, for some of them, for none; `unknown`: no materials were read. */
  materialForm: z.enum(['stated', 'partly', 'unstated', 'unknown']),
  /** Materials without a form, at most 10. */
  formless: z.array(Seen).max(10),
  /** 含糊表述: 其他材料, 等有关材料 … */
  vague: z.array(Seen).max(10),
  /** 提到的政策文件 with neither a word of their text nor a link. */
  bareDocuments: z.array(Seen).max(20),
  /** 要求提供的表单 without a way to get one on the page. */
  missingForms: z.array(Seen).max(10),
  /** Whether any form is asked for. */
  asksForm: z.boolean(),
  /** 电话 with an area code, and whether the code is another one than that of the foot of the page. */
  phones: z
    .array(z.object({ number: z.string().max(30), area: z.string(), foreign: z.boolean(), place: Locator }))
    .max(20),
  /** 区号 in the foot of the page, null: none or several. */
  siteArea: z.string().nullable(),
  /** What may hold the rest and was not read: scripts, frames, attachments, pictures. Chinese. */
  unread: z.array(z.string().max(200)).max(20),
});

/**
 * 公开的留言 — letters of the public on one page: a list of them, or one letter with its answer. Pages of 信访, 举报, 访谈 and 征集 are `excluded`.
 */
export const LettersValue = z.object({
  url: z.string(),
  title: z.string().max(200),
  kind: z.enum(['list', 'letter', 'none']),
  excluded: z.string().max(60).nullable(),
  letters: z
    .array(
      z.object({
        title: z.string().max(200),
        url: z.string().nullable(),
        asked: Day.nullable(),
        replied: Day.nullable(),
        office: z.string().max(80).nullable(),
        /** 答复内容: null on a list, which need not show it. */
        content: z.boolean().nullable(),
        /** `answered`, `open` as the page says in words, a date or an answer; `unknown`: it does not say. */
        state: z.enum(['answered', 'open', 'unknown']),
        /** Columns of a list, or all that a letter page must show: which of them this page has a place for. */
        place: Locator,
      }),
    )
    .max(200),
  /** 受理反馈情况统计 on the page or linked from it. */
  statistics: Locator.nullable(),
  /** Newest day of asking or answering shown, not in the future. */
  newest: Day.nullable(),
  unread: z.array(z.string().max(200)).max(20),
});

export const interpretationForms = ['chart', 'video', 'audio', 'conference', 'animation'] as const;
export type InterpretationForm = (typeof interpretationForms)[number];
/** 解读形式的中文名 */
export const interpretationFormNames: Readonly<Record<InterpretationForm, string>> = {
  chart: '图解',
  video: '视频',
  audio: '音频',
  conference: '新闻发布会',
  animation: '动漫',
};

const DocumentLink = z.object({
  url: z.string(),
  text: z.string().max(200),
  /** How it is known: by the words around it, or because the titles match. */
  by: z.enum(['words', 'title']),
  place: Locator,
});

/** 政策文件与解读 — what one page is, and how it is linked with its counterpart. */
export const InterpretationValue = z.object({
  url: z.string(),
  title: z.string().max(200),
  kind: z.enum(['interpretation', 'document', 'none']),
  /** 发文字号 of a document. */
  number: z.string().max(60).nullable(),
  /** Of an interpretation: links to the document. Of a document: links to interpretations. */
  links: z.array(DocumentLink).max(20),
  /** Form of an interpretation besides text. */
  forms: z.array(z.object({ form: z.enum(interpretationForms), why: z.string().max(100), place: Locator })).max(10),
  /** 其他页面的解读: pages of the same crawl whose title interprets this document, told by the crawl. Absent: nobody looked. */
  interpretedBy: z
    .array(z.object({ url: z.string(), title: z.string().max(200) }))
    .max(10)
    .optional(),
  unread: z.array(z.string().max(200)).max(20),
});
