import type { Platform } from '#core/registry.ts';

/** 桥接服务 that the user runs or trusts. */
export type Bridge = {
  /** As the register names it in `名称:/路径`. */
  name: string;
  /** Where it answers, http(s). */
  url: string;
  /** Its key, put into every request as this query parameter; never stored. */
  key?: { param: string; value: string };
};

/** 对照账号 — one that posts every day: when it is not seen with something recent, nothing else that is missing counts. */
export type CanaryAccount = {
  platform: Platform;
  name: string;
  url?: string | undefined;
  ids?: Readonly<Record<string, string>> | undefined;
  source: 'public' | 'bridge';
  ref?: string | undefined;
  /** Its newest post must be younger than this, milliseconds. */
  freshMs: number;
};

/** How account pages are looked at. Times in milliseconds. */
export type AccountSettings = {
  userAgent: string;
  spacingMs: readonly [least: number, most: number];
  perDay: number;
  coolMs: readonly number[];
  timeoutMs: number;
  /** A source that was seen less than this ago is not asked again. */
  everyMs: number;
  /** Accounts read at once; a host is only ever asked one thing at a time. */
  concurrency: number;
  /** A canary's answer holds for this long. */
  canaryMs: number;
  /** While the canary fails, a record counts as seen only with a post younger than this. */
  recentMs: number;
  bridges: readonly Bridge[];
  canaries: readonly CanaryAccount[];
};
