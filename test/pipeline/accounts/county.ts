import type { HttpClient } from '#core/context.ts';
import { Account, Registry } from '#core/registry.ts';
import type { Verdict } from '#core/verdict.ts';
import { openHttpClient } from '#crawlers/http/client.ts';
import { type AccountAdapter, defineAdapter, type StepReading } from '#crawlers/platforms/contract.ts';
import { jsonOf } from '#crawlers/platforms/data.ts';
import { notSeen } from '#crawlers/platforms/proof.ts';
import { epochOf } from '#crawlers/platforms/time.ts';
import { accountUpdate } from '#indicators/account/account-update.ts';
import type { AccountSettings } from '#pipeline/accounts/settings.ts';
import { type Collected, collect } from '#pipeline/collect.ts';
import { localQueue } from '../../../src/queue/local.ts';
import { type DataFolder, openDataFolder } from '../../../src/store/data-folder.ts';
import { type Answer, type PlatformServer, startPlatform } from '../../crawlers/platforms/platform-server.ts';
import { keptLog } from '../../watch/sim.ts';

export const hour = 3_600_000;
export const day = 24 * hour;
/** 2026-11-02 08:00 in Asia/Shanghai, a Monday. */
export const start = Date.parse('2026-11-02T08:00:00+08:00');
export const platformHost = 'list.platform.example';
export const feedHost = 'feed.platform.example';

/** What the invented platform answers for one account: its posts by age in days, or one of the ways in which it does not. */
export type Shown = { posts: readonly number[]; uid?: string } | { raw: Answer };

const list = (uid: string, now: number, shown: Shown): Answer =>
  'raw' in shown
    ? shown.raw
    : {
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          account: { uid: shown.uid ?? uid, name: '示例', gone: false },
          list: shown.posts.map((d, i) => ({
            id: `${uid}-${i}-${d}`,
            title: `第${i}条`,
            at: Math.trunc((now - d * day) / 1000),
          })),
        }),
      };

/**
 * An adapter of an invented platform on loopback. It is deliberately easy to fool: an empty list beside its account is taken for an account
 * without posts, and it calls its list whole.
 */
export function inventedAdapter(kind: 'public' | 'bridge'): AccountAdapter {
  const host = kind === 'public' ? platformHost : feedHost;
  return defineAdapter({
    // Only named adapters may claim a whole list.
    id: 'thepaper',
    version: 1,
    title: '示例平台',
    platforms: ['thepaper'],
    sources: [kind],
    identify: (input) =>
      /^\d+$/.test(input) ? { ids: { uid: input }, canonicalUrl: `http://${host}/u/${input}` } : { error: '认不出来' },
    plan(account) {
      const { uid } = account.ids;
      if (uid === undefined) return { incomplete: '台账里没有 uid' };
      const url = kind === 'public' ? `http://${host}/list?uid=${uid}` : (account.source.ref ?? '');
      return {
        steps: [{ id: 'list', url, expects: 'json', role: 'list', ...(kind === 'bridge' ? { secret: true } : {}) }],
      };
    },
    parse(step, response, account, nowMs): StepReading {
      if (response.text === 'throw') throw new Error('a fault of the adapter');
      const data = jsonOf(response.text) as
        | {
            account?: { uid?: string; name?: string; gone?: boolean };
            list?: { id: string; title: string; at: number }[];
          }
        | undefined;
      if (data?.account?.gone === true)
        return { visibility: { kind: 'gone', reason: 'deleted', text: '该账号已注销' }, posts: [] };
      const refused = notSeen(
        step,
        response,
        {
          identity: { expected: [account.ids.uid ?? ''], found: data?.account?.uid ?? null },
          missing: Array.isArray(data?.list) ? [] : ['list'],
        },
        [{ name: 'captcha', when: (r) => r.text.includes('captcha'), is: { kind: 'blocked', by: 'captcha' } }],
      );
      if (refused) return refused;
      const posts = (data?.list ?? []).map((p) => ({
        postId: p.id,
        title: p.title,
        publishedAt: epochOf(p.at, 'at', nowMs),
        pinned: null,
        originality: 'unknown' as const,
        comments: 'unknown' as const,
      }));
      return {
        visibility:
          posts.length === 0
            ? { kind: 'visible_empty', proof: '列表为空', coverage: 'complete' }
            : { kind: 'visible', coverage: 'complete', from: 0, why: '按时间排序的列表' },
        posts,
        profile: { name: data?.account?.name ?? '', followers: { value: 7, exact: true, raw: '7' } },
        positive: ['account.uid'],
      };
    },
  });
}

export const account = Account.parse({
  id: 'shili',
  organization: 'gov',
  platform: 'thepaper',
  name: '示例发布',
  ids: { uid: '1001' },
});

export const settings: AccountSettings = {
  userAgent: 'xuncha/0.1 (test)',
  spacingMs: [5_000, 10_000],
  perDay: 300,
  coolMs: [6 * hour, 24 * hour, 72 * hour],
  timeoutMs: 5_000,
  everyMs: 12 * hour,
  concurrency: 4,
  canaryMs: hour / 2,
  recentMs: 7 * day,
  bridges: [],
  canaries: [{ platform: 'thepaper', name: '示例日报', ids: { uid: '9' }, source: 'public', freshMs: 2 * day }],
};

/** A county with one platform on loopback and a clock of its own. */
export type County = {
  data: DataFolder;
  server: PlatformServer;
  log: ReturnType<typeof keptLog>;
  /** Milliseconds. */
  now: number;
  /** What the platform shows for a uid from now on; others post every day. */
  show(uid: string, shown: Shown): void;
  /** Collects at the instant `now`. */
  collect(over?: {
    settings?: Partial<AccountSettings>;
    accounts?: readonly Account[];
    enabled?: boolean;
  }): Promise<Collected>;
  /** Requests for one uid so far. */
  asked(uid: string): number;
  verdict(accountId?: string): Promise<Verdict>;
  posts(accountId?: string): ReturnType<DataFolder['observations']['window']>;
  close(): Promise<void>;
};

export async function openCounty(
  folder: string,
  adapters: readonly AccountAdapter[] = [inventedAdapter('public')],
): Promise<County> {
  const server = await startPlatform([platformHost, feedHost]);
  const http: HttpClient = openHttpClient({
    userAgent: settings.userAgent,
    allowPrivate: false,
    hosts: server.hosts,
    resolve: () => Promise.reject(Object.assign(new Error('no'), { code: 'ENOTFOUND' })),
    perHost: { concurrency: 2, intervalMs: 0 },
  });
  const data = await openDataFolder(folder);
  const shown = new Map<string, Shown>();
  const log = keptLog();
  let accounts: readonly Account[] = [account];
  const county: County = {
    data,
    server,
    log,
    now: start,
    show: (uid, s) => void shown.set(uid, s),
    async collect(over = {}) {
      accounts = over.accounts ?? [account];
      const registry = Registry.parse({
        version: 1,
        title: '示例县',
        organizations: [{ id: 'gov', name: '示例县人民政府', class: 'county-government' }],
        sites: [],
        accounts,
      });
      const queue = localQueue({
        onError: (error) => {
          throw error;
        },
      });
      try {
        return await collect(
          {
            registry,
            observations: data.observations,
            collections: data.collections,
            evidence: data.evidence,
            crawls: data.crawls,
            hosts: data.hosts,
            queue,
            http,
            visitHttp: http,
            clock: { now: () => new Date(county.now) },
            // A wait moves the clock and takes no time.
            sleep: async (ms) => {
              county.now += ms;
              for (let i = 0; i < 5; i += 1) await new Promise(setImmediate);
            },
            log,
            render: null,
            adapterFor: (platform, source) =>
              adapters.find((a) => a.platforms.includes(platform) && a.sources.includes(source)),
            progress: () => {},
          },
          {
            kinds: new Set(['account.posts', 'account.profile']),
            accounts: over.enabled === false ? null : { ...settings, ...over.settings },
            vantage: '测试',
            controls: [],
            roundMs: 60_000,
            watchMs: 30_000,
            pageMs: 30_000,
            maxPageBytes: 1_000_000,
            maxArticles: 3,
            maxLinks: 10,
            links: 'none',
            crawl: null,
            secondLookMs: 0,
            siteConcurrency: 1,
            visitConcurrency: 1,
          },
        );
      } finally {
        await queue.stop();
      }
    },
    asked: (uid) => server.requests(platformHost).filter((r) => r.path.includes(`uid=${uid}`)).length,
    async verdict(accountId = account.id) {
      const record = accounts.find((a) => a.id === accountId) ?? account;
      const asOf = new Date(county.now + 1_000);
      const window = <K extends 'account.posts' | 'account.profile'>(kind: K) =>
        data.observations.window(kind, accountId, new Date(county.now - 92 * day).toISOString(), asOf.toISOString());
      return accountUpdate.judge({
        subject: { id: record.id, type: 'account', name: record.name, record },
        asOf,
        params: accountUpdate.params.parse({}),
        observations: {
          'account.posts': await window('account.posts'),
          'account.profile': await window('account.profile'),
        },
      });
    },
    posts: (accountId = account.id) =>
      data.observations.window(
        'account.posts',
        accountId,
        new Date(start - day).toISOString(),
        new Date(county.now + day).toISOString(),
      ),
    async close() {
      await data.close();
      await http.close();
      await server.close();
    },
  };
  const uidOf = (path: string) => /uid=(\d+)/.exec(path)?.[1] ?? '';
  for (const host of [platformHost, feedHost])
    server.on(host, (r) =>
      r.path === '/robots.txt'
        ? undefined
        : list(uidOf(r.path), county.now, shown.get(uidOf(r.path)) ?? { posts: [0.2, 1.2] }),
    );
  return county;
}
