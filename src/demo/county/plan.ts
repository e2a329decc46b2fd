import type { Channel, Closure, Site } from '#core/registry.ts';
import type { FooterPlan } from './marks.ts';
import type { Voice } from './prose.ts';
import type { Answer } from './types.ts';

/** 建站系统: the page shapes that occur in the field. */
export type Family = 'trs' | 'hanweb' | 'plain' | 'gkmlpt' | 'ewb';

export type ChannelPlan = {
  /** Folder on the site. */
  dir: string;
  name: string;
  type: Channel['type'];
  voice: Voice;
  /** Age in days of each article, newest first. Negative = dated in the future. */
  ages: readonly number[];
  /** How the home page gets its rows of this channel. Default `static`. */
  home?: 'static' | 'datastore' | 'script' | 'browser' | 'frame' | 'none';
  /** How its own list page gets its rows. Default `static`. */
  list?: 'static' | 'script' | 'browser';
  /** Declared update period in days, null: never has to be updated. Default: none declared. */
  updateDays?: number | null;
  /** Dates that the rows show, where they differ from the articles' own. */
  rowAges?: readonly number[];
  /** Articles show no date at all. */
  undated?: boolean;
  /** Row number that stands pinned on top, with the age it shows. */
  pinned?: { age: number; title: string };
};

/** Where a row shows its date. */
export type RowStyle = 'span' | 'bracket-before' | 'yearless' | 'em' | 'slash';

/** 一个网站的设计 — all that differs between the sites; the rest is built the same way. */
export type SitePlan = {
  id: string;
  organization: string;
  name: string;
  /** Name of the office as the articles use it. */
  office: string;
  host: string;
  kind: Site['kind'];
  /** Four digits, unique in the county. */
  serial: string;
  phone: string;
  family: Family;
  /** Bytes of the pages. */
  charset: 'utf-8' | 'gbk';
  /** Charset in the Content-Type header; null = none. Default: the true one. */
  headerCharset?: string | null;
  /** How the charset is declared in the page. Default: the true one. */
  metaCharset?: string;
  rowStyle?: RowStyle;
  topics: readonly string[];
  channels: readonly ChannelPlan[];
  footer: Partial<Pick<FooterPlan, 'missing' | 'conac' | 'errorReport' | 'dialect'>>;
  /** The footer comes from /js/footer.js. */
  footerByScript?: boolean;
  navigationOnly?: boolean;
  /** How a visitor of `/` gets to the home page. Default: it is the home page. */
  enter?: 'redirect' | 'meta-refresh';
  closure?: Omit<Closure, 'from' | 'to'> & { from: number; to: number };
  /** Day of closing, as an age. */
  closedAge?: number;
  /** Further HTML in the middle of the home page: where most faults are put. */
  extra?: string;
  /** Waiting on the home page. */
  home?: Pick<Answer, 'timing' | 'nth' | 'part'>;
  /** The whole host answers so (challenges). */
  wall?: Answer;
  /** Further answers, and a replacement for the answer to unknown paths. */
  answers?: readonly (readonly [path: string, answer: Answer])[];
  missing?: Answer;
};
