import type { LinkReason, LinkStatus } from '#core/observation.ts';
import type { Handler, LinkSite } from '../../../../servers/links.ts';

/** One link behaviour with the verdict a person would defend. Written by hand, never computed. */
export type LinkCase = {
  /** Short name, unique. */
  id: string;
  /** Why just this verdict. */
  why: string;
  url: string;
  /** What the server does at that address; absent: the site's own routes and fallback. */
  serve?: Handler;
  status: LinkStatus;
  reason: LinkReason;
  /** Element that holds the link; `a` when absent. */
  tag?: string;
  external?: boolean;
  /** Requests it may cost when fewer than the bound of 4 are right. */
  requests?: number;
};

export type CaseGroup = { sites: Readonly<Record<string, LinkSite>>; cases: readonly LinkCase[] };

export const main = 'http://www.shili.example';
