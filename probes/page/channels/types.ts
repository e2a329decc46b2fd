import type { ChannelType } from '#core/channel-types.ts';

/** A step of 当前位置, in order, without the home page and without 正文. */
export type TrailStep = { name: string; url: string | null };

/**
 * Where a link to a channel stands: in the navigation, in a menu beside a list, as the heading of a block, as 更多 of such a block, or
 * elsewhere among the content.
 */
export type MentionPlace = 'navigation' | 'side' | 'heading' | 'more' | 'content';

/** A link that may lead to a channel. */
export type Mention = {
  name: string;
  url: string;
  place: MentionPlace;
  /** 1: not inside another entry of the same menu; 2, 3: so many entries deep. Only of menus. */
  depth: number;
  /** Address of the entry it is folded under, null: none. */
  under: string | null;
};

/** 栏目线索 of one page: all that finding the channels of a site needs of it. Small: made once a page, merged for the whole site. */
export type ChannelSigns = {
  url: string;
  /** Address that was asked for, where it differs. */
  requestedUrl: string;
  home: boolean;
  /** Name before the separators of the title. */
  title: string;
  /** 栏目标签, '' when absent. */
  columnName: string;
  columnType: string;
  columnKeywords: string;
  /** The page holds an article: content tags with a value, or an address and a body of one. */
  article: boolean;
  trail: readonly TrailStep[];
  mentions: readonly Mention[];
};

/** 推断的栏目 */
export type ChannelGuess = {
  /** Address as the site links it. */
  url: string;
  /** What tells two addresses of one channel from those of two. */
  key: string;
  name: string;
  level: 1 | 2 | 3;
  /** Key and address of the channel above. */
  parent: { key: string; url: string } | null;
  type: ChannelType;
  confidence: 'high' | 'low';
  /** 依据, Chinese. */
  reasons: readonly string[];
  /** Pages that name it: how many lead to it or stand in it. */
  seen: number;
};
