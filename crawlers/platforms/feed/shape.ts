/** One item as the feed writes it; everything but its place in the list may be missing. */
export type FeedItem = {
  id?: string;
  /** The id is no address, and says so. */
  plainId?: boolean;
  link?: string;
  title?: string;
  text?: string;
  /** Time of publication as written. */
  published?: string;
  /** Time of the last change as written. */
  updated?: string;
};

/** 订阅源 */
export type Feed = {
  format: 'rss' | 'rdf' | 'atom' | 'json';
  title?: string;
  link?: string;
  /** When the feed says that it was made: of no use for the account. */
  built?: string;
  items: readonly FeedItem[];
};
