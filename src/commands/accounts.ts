import { shanghaiDay } from '#core/calendar.ts';
import { InputError } from '#core/errors.ts';
import { suggest } from '#core/explain.ts';
import { type Platform, platformNames, platforms, type Registry } from '#core/registry.ts';
import { importPosts } from '#crawlers/import/posts.ts';
import { readTable } from '#crawlers/import/table.ts';
import { postClues } from '#pipeline/accounts/post-clues.ts';
import { planAccounts } from '#pipeline/accounts/targets.ts';
import { accountSettings } from '../accounts-config.ts';
import { clueBookOf, openHttp, policyOf, systemClock } from '../app.ts';
import { exitCodes, type GlobalFlags } from '../flags.ts';
import { interruptible } from '../interrupt.ts';
import { freshCollections } from '../watch/fresh-collections.ts';
import { accountLines } from './account-lines.ts';
import { printJson, say, withData } from './session.ts';
import { collectStep } from './steps.ts';

export type ImportFlags = GlobalFlags & {
  by: string;
  from: string;
  to: string;
  coverage: 'complete' | 'partial';
  account?: string[];
};

/** 导入发布记录: what a unit attests about its accounts becomes observations; all rows or none. */
export async function importFile(file: string, flags: ImportFlags): Promise<number> {
  const person = flags.by.trim();
  if (person === '') throw new InputError({ file: '--by', place: '', message: '要写提供人的姓名' });
  return withData(flags, 'share', async (data, config) => {
    const book = await clueBookOf(config);
    const registry = await data.registry.load();
    const table = await readTable(file);
    const attest = { person, from: flags.from, to: flags.to, coverage: flags.coverage, accounts: flags.account ?? [] };
    const found = importPosts(table, registry, attest, systemClock.now());
    await data.evidence.put(table.bytes);
    const added = await data.observations.append(found);
    await data.observations.append(postClues(found, book));
    const posts = found.reduce((n, o) => n + (o.status === 'observed' ? o.value.posts.length : 0), 0);
    if (flags.json) printJson({ accounts: found.length, posts, added });
    else {
      say(`已导入 ${found.length} 个账号的 ${posts} 条发布记录（${flags.from} 至 ${flags.to}，提供人 ${person}）`);
      if (added < found.length) say(`其中 ${found.length - added} 个账号的同一份记录以前导入过，没有重复写入`);
    }
    return exitCodes.done;
  });
}

export type CollectAccountsFlags = GlobalFlags & { account?: string[]; platform?: string[] };

/** A collection broken off longer ago than this is begun anew. */
const goOnMs = 86_400_000;

/** 账号采集: the public pages and bridges of the register's accounts, and nothing else. Asking for it is leave enough: no setting is needed. */
export async function collectAccounts(flags: CollectAccountsFlags): Promise<number> {
  return interruptible('已中断。看到的都已保存，再执行一次会接着做', () =>
    withData(flags, 'collect', async (data, config) => {
      const settings = accountSettings(config.accounts, { userAgent: config.userAgent, env: process.env });
      const registry = await data.registry.load();
      const only = chosen(registry, flags);
      const policy = await policyOf(config);
      const now = systemClock.now();
      const sources = planAccounts({ registry, slot: now.toISOString(), today: shanghaiDay(now), only }).length;
      const clients = await openHttp(config);
      try {
        const collected = await collectStep({
          data: { ...data, collections: freshCollections(data.collections, goOnMs) },
          registry,
          config,
          policy,
          accounts: settings,
          kinds: new Set(['account.posts', 'account.profile']),
          label: '采集账号',
          http: clients.http,
          visitHttp: clients.visitHttp,
          clock: systemClock,
          render: null,
          only,
          quiet: flags.quiet ?? false,
        });
        const seen = collected.accounts ?? [];
        if (flags.json) printJson({ slot: collected.slot, sources, crashed: collected.crashed, accounts: seen });
        else for (const line of accountLines(seen, { sources, everyHours: config.accounts.everyHours })) say(line);
        return collected.crashed > 0 ? exitCodes.fault : exitCodes.done;
      } finally {
        await clients.close();
      }
    }),
  );
}

/** Accounts named by `--account` and `--platform`, all of them where neither is given. Throws InputError for what nobody knows. */
function chosen(registry: Registry, flags: CollectAccountsFlags): ReadonlySet<string> {
  const ids = new Set(registry.accounts.map((a) => a.id));
  for (const id of flags.account ?? [])
    if (!ids.has(id))
      throw new InputError({ file: '--account', place: id, message: '台账里没有这个账号编号', hint: suggest(id, ids) });
  const wanted = (flags.platform ?? []).map((typed): Platform => {
    const found = platforms.find((p) => p === typed || platformNames[p] === typed);
    if (found) return found;
    const hint = suggest(typed, [...platforms, ...Object.values(platformNames)]);
    throw new InputError({ file: '--platform', place: typed, message: '没有这个平台', hint });
  });
  const asked = new Set(flags.account ?? []);
  const some = registry.accounts.filter(
    (a) => (asked.size === 0 || asked.has(a.id)) && (wanted.length === 0 || wanted.includes(a.platform)),
  );
  return new Set(some.map((a) => a.id));
}
