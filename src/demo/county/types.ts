import type { Account, Organization, Site } from '#core/registry.ts';

/** How long the server lets a visitor wait. `slow` is counted in multiples of the policy's limit, whatever that is scaled to. */
export type Timing = { kind: 'hang' } | { kind: 'slow'; limits: number };

/** One answer of a host. Plain data, so that it can be handed to the process that serves it. */
export type Answer = {
  status: number;
  headers: readonly (readonly [string, string])[];
  body: Uint8Array;
  /** Every request waits so. */
  timing?: Timing;
  /** Only every `each`th GET of this page waits so, the first one being number `first` (1 = the very first). */
  nth?: { each: number; first: number; timing: Timing };
  /** Only GETs in this part of the planned visits wait so (0 = before the first visit, 1 = after the last). */
  part?: { from: number; to: number; timing: Timing };
  /** HEAD is answered with this status instead (servers that refuse HEAD). */
  headStatus?: number;
};

/**
 * 虚拟主机. `serves`: answers. `refuses`: the name resolves, the connection is refused. A host that does not exist is not
 * listed at all: whoever is given the table of hosts has to treat a name outside it as one that does not resolve.
 */
export type VirtualHost = {
  name: string;
  state: 'serves' | 'refuses';
  /** Path, with the query where the answer depends on it → answer. */
  pages: ReadonlyMap<string, Answer>;
  /** Answer for every other path. */
  missing: Answer;
};

/** 发布记录 of one post of an account, as a platform's back office would show it. */
export type Post = {
  title: string;
  /** Day in Asia/Shanghai. */
  day: string;
  /** HH:MM, null where the export shows the day only. */
  time: string | null;
  original: boolean;
  url: string;
};

/** Which of the import files an account stands in. */
export type PostsFile = 'complete' | 'partial' | 'outdated';

export type DemoAccount = {
  account: Account;
  /** Null: nobody sent in anything for this account. */
  file: PostsFile | null;
  posts: readonly Post[];
};

/** The site's own closures are told as parts of the monitored week (0 = its begin, 1 = its end). */
export type DemoSite = { site: Site; closure?: { from: number; to: number; approval: string; reason: string } };

/** 示例县: everything it consists of, for one day. */
export type County = {
  /** The day in Asia/Shanghai on which one looks at the county. */
  today: string;
  title: string;
  organizations: readonly Organization[];
  sites: readonly DemoSite[];
  accounts: readonly DemoAccount[];
  hosts: readonly VirtualHost[];
};
