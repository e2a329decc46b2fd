import type { ObservationValue, UnobservedReason } from '#core/observation.ts';

/** 列表来源 — the families of systems that fill their lists after the page has loaded. */
export const listFamilies = ['jpage', 'jpaas', 'xxgk', 'truecms', 'ewb', 'gkmlpt', 'frame', 'encoded'] as const;
export type ListFamily = (typeof listFamilies)[number];

/** How an entry of `unreadLists` begins that a family stands behind. */
export const familyNames: Readonly<Record<ListFamily, string>> = {
  jpage: '大汉 jpage：',
  jpaas: '大汉 jpaas：',
  xxgk: '大汉 xxgk：',
  truecms: 'truecms：',
  ewb: '国泰新点 EWB：',
  gkmlpt: '广东 gkmlpt：',
  frame: '框架页：',
  encoded: '编码的列表：',
};

export type ListItem = ObservationValue<'page.dated-items'>['items'][number];

/** One list of a page that stands somewhere else than in its markup. Plain data: `listRequest` says what to ask for. */
export type ListSource = {
  family: ListFamily;
  /** The list in words, for the report. Chinese. */
  label: string;
  /** Begin of the entries of `unreadLists` that this list stands behind. */
  covers: string;
  /** Address of the page: base of relative addresses, and the Referer. */
  page: string;
  /** Address of the service, the frame; null where the page does not say enough to ask (`why` says what is missing). */
  url: string | null;
  why?: string;
  /** Parameters as the page gives them, without those that page through the list. */
  params: Readonly<Record<string, string>>;
  /** Rows asked for at once. */
  perPage: number;
  /** How the family's paging is to be spoken: number of the first page, names and form of the body. */
  speech: { first: number | null; form: boolean; wrapped: boolean; index: string; size: string };
  /** Everything the service needs stood in the page. Where not, an answer without rows says nothing. */
  complete: boolean;
  /** Rows of this list that stand in the page already. */
  carried: number;
  /** Text that the address of a row must hold to belong to this list; null: any. */
  column: string | null;
  /** Place of the script among those of the page, -1 where it is none. */
  script: number;
  /** Markup that stands in the page in disguise: nothing is asked for. */
  inline?: readonly string[];
};

/** What to ask a list service for. Only same-site addresses. */
export type ListRequest = {
  url: string;
  method: 'GET' | 'POST';
  headers: Readonly<Record<string, string>>;
  body?: string;
  contentType?: string;
};

/** Answer to a list request as it arrived, decoded. */
export type ListResponse = { status: number; contentType: string; text: string; url: string };

export type ListAnswer =
  /** Rows, perhaps none that belong here (`dropped`). `total` where the service tells. */
  | { status: 'rows'; rows: readonly ListItem[]; dropped: number; total: number | null }
  /** 零条 — said in so many words or figures by an answer that is whole. */
  | { status: 'empty' }
  | { status: 'unreadable'; reason: UnobservedReason; detail: string };

export const unreadable = (reason: UnobservedReason, detail: string): ListAnswer => ({
  status: 'unreadable',
  reason,
  detail,
});

export const plainSpeech: ListSource['speech'] = {
  first: 1,
  form: false,
  wrapped: false,
  index: 'pageIndex',
  size: 'pageSize',
};
