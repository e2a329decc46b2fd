import { resolve } from 'node:path';
import { importRegistry } from '#crawlers/import/registry.ts';
import { readTable } from '#crawlers/import/table.ts';
import { configOf } from '../app.ts';
import { exitCodes, type GlobalFlags } from '../cli.ts';
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
  else say(`台账无误：${r.title}，单位 ${counts.organizations} 个，网站 ${counts.sites} 个，账号 ${counts.accounts} 个`);
  return exitCodes.done;
}
