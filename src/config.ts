import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { InputError, type InputProblem } from '#core/errors.ts';
import { AccountsConfig } from './accounts-config.ts';

const Milliseconds = z.coerce.number().int().min(1).max(3_600_000);

/** 运行配置 — everything about how to look; what to look for is the policy's. Times in milliseconds. */
export const Config = z.strictObject({
  /** Folder of register, observations and evidence. */
  data: z.string().min(1).default('data/local'),
  /** Folder for reports. */
  out: z.string().min(1).default('reports/out'),
  /** Further folders with policy files, searched before the project's own. */
  policies: z.array(z.string().min(1)).default([]),
  /** 词表: further folders with word lists, searched before the project's own; a list with the same id takes its place. */
  lexicons: z.array(z.string().min(1)).default([]),
  policy: z.string().min(1).default('national'),
  /** Name of the place watched from, printed in every visit. */
  vantage: z.string().min(1).max(40).default('本机'),
  /** 控制点: addresses visited when a visit fails, to tell a fault of ours from one of theirs. */
  controls: z
    .array(z.url({ protocol: /^https?$/ }))
    .max(10)
    .default([]),
  userAgent: z
    .string()
    .min(1)
    .max(300)
    .regex(/^[\x20-\x7e]+$/, '只能用 ASCII 可见字符')
    .default('xuncha/0.1 (government website inspection)'),
  /** Allow private, loopback and other non-public addresses. */
  allowPrivate: z.boolean().default(false),
  /** Longest a timed visit is watched; twice the 15-second line. */
  watchMs: Milliseconds.default(30_000),
  /** Longest one page fetch may take. */
  pageMs: Milliseconds.default(30_000),
  /** Longest one site's round may take, all pages and links. */
  roundMs: z.coerce
    .number()
    .int()
    .min(1_000)
    .max(24 * 3_600_000)
    .default(6 * 3_600_000),
  /** Largest page body, bytes. */
  maxPageBytes: z.coerce.number().int().min(1024).max(64_000_000).default(5_000_000),
  /** Connections to one host at once. */
  hostConcurrency: z.coerce.number().int().min(1).max(16).default(2),
  /** Least milliseconds between two requests to one host. */
  hostIntervalMs: z.coerce.number().int().min(0).max(60_000).default(300),
  /** Sites inspected at once. */
  siteConcurrency: z.coerce.number().int().min(1).max(64).default(8),
  /** Article pages read for one home page at most. */
  maxArticles: z.coerce.number().int().min(1).max(200).default(30),
  /** 浏览器打开的页面: pages of one site shown in a browser in one round at most, beside those of its crawl. */
  maxRendered: z.coerce.number().int().min(0).max(1_000).default(20),
  /** 截图: clues of one site photographed in one round at most; 0: none. */
  maxShots: z.coerce.number().int().min(0).max(100).default(5),
  /** Links of one site checked in one round at most. */
  maxLinks: z.coerce.number().int().min(1).max(5_000).default(600),
  /** Which links are checked: all, those of the site itself, or none. */
  links: z.enum(['all', 'own', 'none']).default('all'),
  /** 全站抓取: pages of one site read in one round at most, beside the home page and its articles; 0: no crawl, links of those pages only. */
  crawlPages: z.coerce.number().int().min(0).max(1_000_000).default(2_000),
  /** Clicks from the home page beyond which pages are not read. */
  crawlDepth: z.coerce.number().int().min(0).max(100).default(10),
  /** Longest the reading of one site's pages may take, and again the checking of its links. */
  crawlMs: z.coerce
    .number()
    .int()
    .min(1_000)
    .max(24 * 3_600_000)
    .default(2 * 3_600_000),
  /** Bytes of all pages of one site at most. */
  crawlBytes: z.coerce.number().int().min(1_000_000).max(1_000_000_000_000).default(2_000_000_000),
  /** Links of one crawl checked at most, beside the pages that were read. */
  crawlLinks: z.coerce.number().int().min(1).max(1_000_000).default(50_000),
  /** Pages of one crawl shown in a browser at most. */
  crawlRendered: z.coerce.number().int().min(0).max(10_000).default(50),
  /** List and article pages of one crawl on which the marks of every page are looked for. */
  markPages: z.coerce.number().int().min(0).max(500).default(20),
  /** robots.txt: followed, or ignored because the sites are one's own. */
  robots: z.enum(['follow', 'ignore']).default('follow'),
  /** Milliseconds between the first and the second look at a link that seems dead. */
  secondLookMs: z.coerce.number().int().min(0).max(3_600_000).default(20_000),
  /** 值守 (`watch`): timed visits a day and site. The index asks for 20; what is above leaves room for missed ones. */
  visitsPerDay: z.coerce.number().int().min(20).max(1_440).default(24),
  /** Timed visits under way at once in `watch`. */
  visitConcurrency: z.coerce.number().int().min(1).max(1_000).default(256),
  /** A timed visit that begins later than this after its planned instant is void. */
  maxLateMs: z.coerce.number().int().min(1_000).max(600_000).default(30_000),
  /** When the full scan of `watch` is due: five cron fields, Asia/Shanghai. */
  scanAt: z
    .string()
    .regex(/^\S+( +\S+){4}$/, '写成五段的 cron 表达式，如 0 2 * * 1（每周一 2:00）')
    .default('0 2 * * 1'),
  /** How many control points must answer for our own network to count as standing; 0: half of them, rounded up. */
  controlsNeeded: z.coerce.number().int().min(0).max(10).default(0),
  /** While timed visits are under way, the control points are asked this often. */
  controlsEveryMs: z.coerce.number().int().min(1_000).max(600_000).default(15_000),
  /** Days that raw records are kept beyond the longest window of the policy. */
  keepDays: z.coerce.number().int().min(0).max(36_500).default(366),
  /** 账号采集: how account pages are looked at. */
  accounts: AccountsConfig.prefault({}),
  /** File of the watch's own log; empty: standard error. */
  logFile: z.string().max(4_096).default(''),
  logLevel: z.enum(['debug', 'info', 'warn', 'error']).default('info'),
});
export type Config = z.output<typeof Config>;
export type ConfigSource = '默认值' | '配置文件' | '环境变量' | '命令行';
export type LoadedConfig = {
  config: Config;
  sources: Readonly<Record<keyof Config, ConfigSource>>;
  file: string | null;
};

const envNames: Partial<Record<keyof Config, string>> = {
  data: 'XUNCHA_DATA',
  out: 'XUNCHA_OUT',
  policy: 'XUNCHA_POLICY',
  vantage: 'XUNCHA_VANTAGE',
};

/** flag > environment > file > default. Throws InputError naming the source of a bad value. */
export function loadConfig(options: {
  flags: Readonly<Record<string, unknown>>;
  env: Readonly<Record<string, string | undefined>>;
  file?: string | undefined;
  cwd: string;
}): LoadedConfig {
  const named = options.file ?? options.env.XUNCHA_CONFIG;
  const path = resolve(options.cwd, named ?? 'xuncha.config.yaml');
  if (named !== undefined && !existsSync(path))
    throw new InputError({ file: path, place: '', message: '配置文件不存在', hint: '检查 --config 的路径' });
  const fromFile = existsSync(path) ? readConfigFile(path) : {};
  const keys = Object.keys(Config.shape) as (keyof Config)[];
  const merged: Record<string, unknown> = {};
  const sources = {} as Record<keyof Config, ConfigSource>;
  for (const key of keys) {
    const env = envNames[key] === undefined ? undefined : options.env[envNames[key]];
    const [value, source]: [unknown, ConfigSource] =
      options.flags[key] !== undefined
        ? [options.flags[key], '命令行']
        : env !== undefined && env !== ''
          ? [env, '环境变量']
          : fromFile[key] !== undefined
            ? [fromFile[key], '配置文件']
            : [undefined, '默认值'];
    sources[key] = source;
    if (value !== undefined) merged[key] = value;
  }
  for (const key of Object.keys(fromFile)) if (!(key in Config.shape)) merged[key] = fromFile[key];
  const result = Config.safeParse(merged, { error: (issue) => chinese(issue) });
  if (result.success) return { config: result.data, sources, file: existsSync(path) ? path : null };
  const problems = result.error.issues.map((issue): InputProblem => {
    const key = String(issue.path[0] ?? '');
    const source = sources[key as keyof Config] ?? '配置文件';
    const place = issue.path.join('.');
    return issue.code === 'unrecognized_keys'
      ? { file: path, place: issue.keys.join('、'), message: '没有这个配置项', hint: `可用的有：${keys.join('、')}` }
      : { file: source === '配置文件' ? path : source, place, message: issue.message };
  });
  throw new InputError(problems[0] as InputProblem, ...problems.slice(1));
}

function chinese(issue: {
  code?: string | undefined;
  expected?: unknown;
  minimum?: unknown;
  maximum?: unknown;
  values?: readonly unknown[];
}): string | undefined {
  if (issue.code === 'too_small') return `太小，至少 ${String(issue.minimum)}`;
  if (issue.code === 'too_big') return `太大，至多 ${String(issue.maximum)}`;
  if (issue.code === 'invalid_type') return `类型不对，应为 ${String(issue.expected)}`;
  if (issue.code === 'invalid_value') return `只能是 ${(issue.values ?? []).join('、')} 之一`;
  if (issue.code === 'invalid_format') return '写法不对（网址要以 http:// 或 https:// 开头）';
  return undefined;
}

function readConfigFile(path: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = parse(readFileSync(path, 'utf8'));
  } catch (error) {
    const line = (error as { linePos?: { line: number }[] }).linePos?.[0]?.line;
    throw new InputError({
      file: path,
      place: line === undefined ? '' : `第 ${line} 行`,
      message: '配置文件不是有效的 YAML',
      hint: '检查缩进和引号',
    });
  }
  if (value === null || value === undefined) return {};
  if (typeof value !== 'object' || Array.isArray(value))
    throw new InputError({ file: path, place: '', message: '配置文件应是“名称: 值”的列表' });
  return value as Record<string, unknown>;
}
