import type { Platform } from '#core/registry.ts';
import type { AccountRecord, FetchStep } from '#crawlers/platforms/contract.ts';
import type { Reply, World } from './matrix.ts';

/** An account with an invented name; `over` adds its ids. */
export const record = (platform: Platform, over: Partial<AccountRecord> = {}): AccountRecord => ({
  id: `example-${platform}`,
  platform,
  displayName: '示例县发布',
  aliases: [],
  ids: {},
  urls: [],
  source: { kind: 'public' },
  ...over,
});

export const json = (value: unknown, over: Partial<Reply> = {}): Reply => ({
  text: JSON.stringify(value),
  contentType: 'application/json; charset=utf-8',
  ...over,
});
export const html = (body: string, over: Partial<Reply> = {}): Reply => ({
  text: `<!DOCTYPE html><html><head><meta charset="utf-8">${body.includes('<title') ? '' : '<title>示例县发布</title>'}</head><body>${body}</body></html>`,
  contentType: 'text/html; charset=utf-8',
  ...over,
});
export const always =
  (reply: Reply): World =>
  () =>
    reply;

/** The server sends elsewhere and the fetcher does not follow. */
export const sentTo = (to: string): World => always({ text: '', status: 302, redirectedTo: to });
/** The server sends elsewhere and the fetcher followed. */
export const followed =
  (to: string, reply: Reply): World =>
  (step) => ({ ...reply, finalUrl: to, redirects: [{ url: step.url, status: 302 }] });

export const step = (url: string, expects: FetchStep['expects'], over: Partial<FetchStep> = {}): FetchStep => ({
  id: 'list',
  url,
  expects,
  role: 'list',
  ...over,
});

export const seconds = (ms: number): number => Math.floor(ms / 1_000);
/** `2026-11-21 10:00:00` in Asia/Shanghai, whatever the machine's zone. */
export const shanghai = (ms: number): string =>
  new Date(ms + 8 * 3_600_000).toISOString().replace('T', ' ').slice(0, 19);
