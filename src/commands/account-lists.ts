import { InputError } from '#core/errors.ts';
import { importRelayList } from '#crawlers/import/relay.ts';
import { importReplies } from '#crawlers/import/replies.ts';
import { readTable } from '#crawlers/import/table.ts';
import { systemClock } from '../app.ts';
import { exitCodes, type GlobalFlags } from '../flags.ts';
import type { ImportFlags } from './accounts.ts';
import { printJson, say, withData } from './session.ts';

export type RelayFlags = GlobalFlags & { by: string; reference: string };

/** 导入重要政务信息清单: what units have to relay, as a person marked it; all rows or none. */
export async function importRelay(file: string, flags: RelayFlags): Promise<number> {
  return withData(flags, 'share', async (data) => {
    const registry = await data.registry.load();
    const table = await readTable(file);
    const found = importRelayList(table, registry, { person: flags.by, reference: flags.reference }, systemClock.now());
    await data.evidence.put(table.bytes);
    await data.observations.append([found]);
    const items = found.status === 'observed' ? found.value.items.length : 0;
    if (flags.json) printJson({ items });
    else say(`已导入重要政务信息 ${items} 条（${flags.reference} 发布，${flags.by.trim()} 标记）`);
    return exitCodes.done;
  });
}

/** 导入留言与答复记录; all rows or none. */
export async function importReplyRecords(file: string, flags: ImportFlags): Promise<number> {
  const person = flags.by.trim();
  if (person === '') throw new InputError({ file: '--by', place: '', message: '要写提供人的姓名' });
  return withData(flags, 'share', async (data) => {
    const registry = await data.registry.load();
    const table = await readTable(file);
    const attest = { person, from: flags.from, to: flags.to, coverage: flags.coverage, accounts: flags.account ?? [] };
    const found = importReplies(table, registry, attest, systemClock.now());
    await data.evidence.put(table.bytes);
    const added = await data.observations.append(found);
    const messages = found.reduce((n, o) => n + (o.status === 'observed' ? o.value.messages.length : 0), 0);
    if (flags.json) printJson({ accounts: found.length, messages, added });
    else {
      say(`已导入 ${found.length} 个账号的 ${messages} 条留言（${flags.from} 至 ${flags.to}，提供人 ${person}）`);
      if (added < found.length) say(`其中 ${found.length - added} 个账号的同一份记录以前导入过，没有重复写入`);
    }
    return exitCodes.done;
  });
}
