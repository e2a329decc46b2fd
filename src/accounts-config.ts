import { z } from 'zod';
import { InputError } from '#core/errors.ts';
import { platforms } from '#core/registry.ts';
import type { AccountSettings, Bridge } from '#pipeline/accounts/settings.ts';

const HttpUrl = z.url({ protocol: /^https?$/ });
const Name = z.string().regex(/^[a-z][a-z0-9-]{0,31}$/, '用小写字母、数字和连字符，以字母开头，不超过 32 个字符');

/** 桥接服务 (RSSHub, wewe-rss …) that the user runs or trusts. Its key comes from the environment, never from a file. */
const BridgeConfig = z.strictObject({
  name: Name,
  url: HttpUrl,
  /** Name of the environment variable that holds the key. */
  keyEnv: z
    .string()
    .regex(/^[A-Z_][A-Z0-9_]{0,63}$/, '写环境变量的名称，用大写字母、数字和下划线')
    .optional(),
  /** Query parameter that carries the key. */
  keyParam: z
    .string()
    .regex(/^[a-zA-Z_][a-zA-Z0-9_-]{0,31}$/, '只用字母、数字、下划线和连字符')
    .default('key'),
});

/** 对照账号: an account known to post every day. */
const CanaryConfig = z.strictObject({
  platform: z.enum(platforms),
  name: z.string().trim().min(1).max(200),
  url: HttpUrl.optional(),
  ids: z.record(z.string(), z.string().min(1).max(200)).optional(),
  source: z.enum(['public', 'bridge']).default('public'),
  ref: z.string().min(1).max(2_000).optional(),
  /** Its newest post must be younger than this. */
  freshHours: z.coerce.number().int().min(1).max(720).default(48),
});

/**
 * 账号采集 (`accounts`). Off for `collect`, `run` and `watch` by default: it asks third parties, from the office's own network and at ten
 * seconds a request, and whether that is wanted is the office's decision. `accounts collect` is that decision, and needs no setting.
 */
export const AccountsConfig = z.strictObject({
  /** Whether `collect`, `run` and the weekly scan of `watch` read account pages as well. */
  enabled: z.boolean().default(false),
  /** Least and most milliseconds between two requests to one host. */
  minPauseMs: z.coerce.number().int().min(0).max(600_000).default(5_000),
  maxPauseMs: z.coerce.number().int().min(0).max(600_000).default(10_000),
  /** Requests to one host on one day at most. */
  perHostPerDay: z.coerce.number().int().min(1).max(10_000).default(300),
  /** A source that was seen less than so many hours ago is not asked again. */
  everyHours: z.coerce.number().int().min(0).max(720).default(12),
  /** Longest one request may take. */
  timeoutMs: z.coerce.number().int().min(1).max(120_000).default(20_000),
  /** Hours that a host is left in peace after the first, second, third and every further wall. */
  coolHours: z.array(z.coerce.number().min(0).max(720)).min(1).max(10).default([6, 24, 72]),
  /** Accounts read at once; each host is still asked one thing at a time. */
  concurrency: z.coerce.number().int().min(1).max(64).default(8),
  bridges: z.array(BridgeConfig).max(50).default([]),
  canaries: z.array(CanaryConfig).max(100).default([]),
});
export type AccountsConfig = z.output<typeof AccountsConfig>;

const hourMs = 3_600_000;

/** The settings of a collection. Throws InputError for a key that the environment does not hold, a doubled name, pauses the wrong way round. */
export function accountSettings(
  config: AccountsConfig,
  o: { userAgent: string; env: Readonly<Record<string, string | undefined>> },
): AccountSettings {
  const bad = (place: string, message: string, hint: string) =>
    new InputError({ file: '运行配置', place: `accounts.${place}`, message, hint });
  if (config.maxPauseMs < config.minPauseMs)
    throw bad('maxPauseMs', `比 minPauseMs（${config.minPauseMs}）小`, '改大 maxPauseMs，或改小 minPauseMs');
  const names = new Set<string>();
  const bridges = config.bridges.map((b, i): Bridge => {
    if (names.has(b.name)) throw bad(`bridges[${i}].name`, `“${b.name}”重复`, '每个桥接服务起一个不同的名称');
    names.add(b.name);
    if (b.keyEnv === undefined) return { name: b.name, url: b.url };
    const value = o.env[b.keyEnv];
    if (value === undefined || value === '')
      throw bad(`bridges[${i}].keyEnv`, `环境变量 ${b.keyEnv} 没有值`, '先设置这个环境变量，或去掉 keyEnv');
    return { name: b.name, url: b.url, key: { param: b.keyParam, value } };
  });
  return {
    userAgent: o.userAgent,
    spacingMs: [config.minPauseMs, config.maxPauseMs],
    perDay: config.perHostPerDay,
    coolMs: config.coolHours.map((h) => h * hourMs),
    timeoutMs: config.timeoutMs,
    everyMs: config.everyHours * hourMs,
    concurrency: config.concurrency,
    canaryMs: hourMs / 2,
    recentMs: 7 * 24 * hourMs,
    bridges,
    canaries: config.canaries.map(({ freshHours, ...c }) => ({ ...c, freshMs: freshHours * hourMs })),
  };
}
