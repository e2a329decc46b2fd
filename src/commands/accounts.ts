import { InputError } from '#core/errors.ts';
import { importPosts } from '#crawlers/import/posts.ts';
import { readTable } from '#crawlers/import/table.ts';
import { systemClock } from '../app.ts';
import { exitCodes, type GlobalFlags } from '../flags.ts';
import { printJson, say, withData } from './session.ts';

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
  return withData(flags, 'share', async (data) => {
    const registry = await data.registry.load();
    const table = await readTable(file);
    const attest = { person, from: flags.from, to: flags.to, coverage: flags.coverage, accounts: flags.account ?? [] };
    const found = importPosts(table, registry, attest, systemClock.now());
    await data.evidence.put(table.bytes);
    const added = await data.observations.append(found);
    const posts = found.reduce((n, o) => n + (o.status === 'observed' ? o.value.posts.length : 0), 0);
    if (flags.json) printJson({ accounts: found.length, posts, added });
    else {
      say(`已导入 ${found.length} 个账号的 ${posts} 条发布记录（${flags.from} 至 ${flags.to}，提供人 ${person}）`);
      if (added < found.length) say(`其中 ${found.length - added} 个账号的同一份记录以前导入过，没有重复写入`);
    }
    return exitCodes.done;
  });
}
