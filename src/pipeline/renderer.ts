import type { Rendered } from '#crawlers/site/render-pages.ts';

export type { Rendered } from '#crawlers/site/render-pages.ts';

/** What a browser shows for an address, loading nothing but from `hosts`; or why it could not. Never throws. */
export type PageRenderer = (url: string, hosts: readonly string[], signal?: AbortSignal) => Promise<Rendered>;
