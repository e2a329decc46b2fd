import { createHash } from 'node:crypto';
import { observationKey } from '#core/observation.ts';
import { type Account, type AccountSource, platformNames, type Registry } from '#core/registry.ts';
import type { AccountAdapter, AccountRecord, SourceRef } from '#crawlers/platforms/contract.ts';
import { maskUrl } from '#crawlers/platforms/mask.ts';
import type { AccountJob } from '../jobs.ts';
import type { Bridge } from './settings.ts';

/** Sources of an account that are fetched, in the order of the register. */
export function fetchedSources(account: Pick<Account, 'sources'>): (AccountSource & { kind: 'public' | 'bridge' })[] {
  const all = account.sources ?? [{ kind: 'public', enabled: true }];
  return all.filter(
    (s): s is AccountSource & { kind: 'public' | 'bridge' } =>
      s.enabled && (s.kind === 'public' || s.kind === 'bridge'),
  );
}

/** 来源 as reports show it, without tokens; what tells the records of two sources of one account apart. */
export function targetOf(source: Pick<AccountSource, 'kind' | 'ref'>): string {
  if (source.kind !== 'bridge') return source.ref === undefined ? '公开页面' : `公开页面 ${source.ref}`;
  const ref = source.ref ?? '';
  return `桥接 ${/^https?:/i.test(ref) ? maskUrl(ref) : ref.split('?', 1)[0]}`;
}

export type PlanAccounts = {
  registry: Pick<Registry, 'accounts'>;
  /** Instant of the round, UTC. */
  slot: string;
  /** Asia/Shanghai day of the round. */
  today: string;
  only?: ReadonlySet<string> | undefined;
};

/**
 * 账号采集任务: each account and fetched source once a round, closed and cancelled accounts left out. Shuffled by the round, so that a daily
 * budget that does not reach for all leaves out others each time. Pure.
 */
export function planAccounts({ registry, slot, today, only }: PlanAccounts): AccountJob[] {
  const jobs: { order: string; job: AccountJob }[] = [];
  for (const account of registry.accounts) {
    if (only !== undefined && !only.has(account.id)) continue;
    if ([account.closedOn, account.cancelledOn].some((day) => day !== undefined && day <= today)) continue;
    const seen = new Set<string>();
    for (const source of fetchedSources(account)) {
      const target = targetOf(source);
      // Two feeds that differ in their token alone are one source.
      if (seen.has(target)) continue;
      seen.add(target);
      const key = `account|${account.id}|${target}|${slot}`;
      const order = createHash('sha256').update(key).digest('hex');
      jobs.push({ order, job: { name: 'account', key, payload: { accountId: account.id, target, slot } } });
    }
  }
  return jobs.sort((a, b) => (a.order < b.order ? -1 : 1)).map((j) => j.job);
}

/** The observation that an account job always leaves behind. */
export function accountMarker(job: AccountJob): string {
  const { accountId: subjectId, target, slot } = job.payload;
  return observationKey({ kind: 'account.posts', subjectId, target, slot });
}

/** 桥接地址 with the base and the key of the configured bridge; or why there is none (Chinese). */
export function resolveRef(
  source: Pick<AccountSource, 'kind' | 'ref'>,
  bridges: readonly Bridge[],
): SourceRef | { missing: string } {
  const { kind, ref } = source;
  if (kind !== 'bridge' || ref === undefined) return { kind, ref };
  const named = /^([a-z][a-z0-9-]{0,31}):(\/(?!\/).*)$/i.exec(ref);
  if (!named) {
    const url = URL.parse(ref);
    const own = url ? bridges.find((b) => new URL(b.url).origin === url.origin) : undefined;
    return { kind, ref: url ? withKey(url, own).href : ref };
  }
  const bridge = bridges.find((b) => b.name === named[1]?.toLowerCase());
  if (!bridge) return { missing: `运行配置的 accounts.bridges 里没有名为“${named[1]}”的桥接服务` };
  const base = new URL(bridge.url);
  const url = URL.parse(`${base.origin}${base.pathname.replace(/\/$/, '')}${named[2]}`);
  return url ? { kind, ref: withKey(url, bridge).href } : { missing: '桥接来源的路径写法不对' };
}

function withKey(url: URL, bridge: Bridge | undefined): URL {
  if (bridge?.key && !url.searchParams.has(bridge.key.param)) url.searchParams.set(bridge.key.param, bridge.key.value);
  return url;
}

type Known = Pick<Account, 'id' | 'platform' | 'name'> &
  Partial<Pick<Account, 'handle' | 'url' | 'urls' | 'ids' | 'aliases' | 'certifiedHost'>>;

/** 账号 as an adapter sees it: ids typed in the register first, then those that its addresses carry. */
export function recordOf(account: Known, source: SourceRef, adapter: AccountAdapter, unit?: string): AccountRecord {
  const urls = [account.url, ...(account.urls ?? [])].filter((u) => u !== undefined);
  const typed = [...urls, ...(account.handle ? [account.handle] : [])];
  const found = typed.map((t) => adapter.identify(t)).flatMap((i) => ('ids' in i ? [i.ids] : []));
  // The first that names an id wins: the register's own, then the home page, then the others.
  const ids = Object.assign({}, ...found.reverse(), account.ids);
  const host = account.certifiedHost ?? unit;
  return {
    id: account.id,
    platform: account.platform,
    displayName: account.name,
    aliases: account.aliases ?? [],
    ids,
    urls,
    ...(host === undefined ? {} : { expectedHost: { unitName: host, aliases: account.aliases ?? [] } }),
    source,
  };
}

/** 微信公众号“示例发布”. */
export const nameOf = (account: Pick<Account, 'platform' | 'name'>): string =>
  `${platformNames[account.platform]}“${account.name}”`;
