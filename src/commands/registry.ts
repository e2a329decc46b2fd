import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { problemLine } from '#core/errors.ts';
import { importRegistry } from '#crawlers/import/registry.ts';
import { readTable } from '#crawlers/import/table.ts';
import { configOf } from '../app.ts';
import { exitCodes, type GlobalFlags } from '../flags.ts';
import { initRegistry, openRegistryStore } from '../store/lowdb/registry.ts';
import { printJson, say } from './session.ts';

const pathOf = (flags: GlobalFlags) => resolve(configOf(flags).config.data, 'registry.json');

export async function init(flags: GlobalFlags & { title?: string }): Promise<number> {
  const path = pathOf(flags);
  await initRegistry(path, flags.title ?? '示例县');
  say(`已新建台账：${path}`);
  say('照着样例填写单位、网站和账号，填好后执行 xuncha registry check');
  return exitCodes.done;
}

export async function check(flags: GlobalFlags): Promise<number> {
  const path = pathOf(flags);
  const r = await openRegistryStore(path).load();
  const counts = { organizations: r.organizations.length, sites: r.sites.length, accounts: r.accounts.length };
  if (flags.json) printJson({ path, title: r.title, ...counts });
  else
    say(
      `台账无误：${r.title}，单位 ${counts.organizations} 个，网站 ${counts.sites} 个${closedOf(r.sites)}，账号 ${counts.accounts} 个${closedOf(r.accounts)}`,
    );
  return exitCodes.done;
}

/** 导入: every row is checked before any is taken; nothing is half-imported. */
export async function importFile(
  file: string,
  flags: GlobalFlags & { allowShrink?: boolean; title?: string },
): Promise<number> {
  const path = pathOf(flags);
  const store = openRegistryStore(path);
  const current = existsSync(path) ? await store.load() : null;
  const found = importRegistry(await readTable(file), current, {
    allowShrink: flags.allowShrink ?? false,
    ...(flags.title === undefined ? {} : { title: flags.title }),
  });
  await store.save(found.registry);
  const { added, changed, unchanged, absent, problems } = found;
  if (flags.json) printJson({ path, added, changed, unchanged: unchanged.length, absent, problems });
  else {
    say(`已导入到 ${path}：新增 ${added.length}，更新 ${changed.length}，未变 ${unchanged.length}`);
    if (absent.length > 0)
      say(`台账里有、表里没有的 ${absent.length} 个照旧保留，需要时请人工登记关停：${namesOf(absent)}`);
    for (const p of problems) say(`请核对：${problemLine(p)}`);
  }
  return exitCodes.done;
}

/** Entries with a closing day are not visited: said where they are counted, so that nobody waits for them. */
function closedOf(entries: readonly { closedOn?: string | undefined }[]): string {
  const closed = entries.filter((e) => e.closedOn !== undefined).length;
  return closed === 0 ? '' : `（其中 ${closed} 个登记了关停日期）`;
}

const shownNames = 10;

function namesOf(entries: readonly { name: string }[]): string {
  const names = entries.slice(0, shownNames).map((e) => e.name);
  return `${names.join('、')}${entries.length > shownNames ? ` 等 ${entries.length} 个` : ''}`;
}
