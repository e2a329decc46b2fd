import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { InputError } from '#core/errors.ts';
import { openDatabase } from '../../src/store/sql/node-sqlite.ts';
import { openSqlite } from '../../src/store/sql/open.ts';
import { assessment, slotAt, visit } from '../contract/store.data.ts';
import { durabilityContract, storeContract } from '../contract/store.ts';
import { temporaryFolder } from './temporary.ts';

const folder = temporaryFolder();

storeContract('sqlite', async () => {
  const path = join(folder, 'contract.db');
  return { stores: await openSqlite(path), reopen: () => openSqlite(path) };
});

durabilityContract('sqlite', fileURLToPath(new URL('sqlite.open.ts', import.meta.url)), () =>
  join(folder, 'killed.db'),
);

const failure = async (path: string): Promise<string> => {
  try {
    await (await openSqlite(path)).close();
    return 'opened';
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return error.message;
  }
};

describe('sqlite store', () => {
  it('writes ahead, so that another connection reads what was just acknowledged', async () => {
    const path = join(folder, 'pragmas.db');
    const stores = await openSqlite(path);
    const other = await openSqlite(path);
    await stores.observations.append([visit('s', slotAt(0))]);
    expect((await other.observations.known([visit('s', slotAt(0)).key])).size).toBe(1);
    await Promise.all([stores.close(), other.close()]);
    const raw = openDatabase(path);
    expect(raw.prepare('pragma journal_mode').get()).toEqual({ journal_mode: 'wal' });
    raw.close();
  });

  it('turns a record that no longer parses into unobserved, naming it, and keeps the others and the stored text', async () => {
    const path = join(folder, 'unreadable.db');
    const good = visit('s', slotAt(0), { seen: true });
    const changed = visit('s', slotAt(1), { seen: true });
    const torn = visit('s', slotAt(2), { seen: true });
    const first = await openSqlite(path);
    await first.observations.append([good, changed, torn]);
    await first.close();
    const raw = openDatabase(path);
    const set = raw.prepare('update observation set body = ? where key = ?');
    const changedBody = JSON.stringify(changed).replace('"opened"', '"gone with a later version"');
    set.run(changedBody, changed.key);
    set.run(JSON.stringify(torn).slice(0, 50), torn.key);
    raw.close();

    const told: string[][] = [];
    const stores = await openSqlite(path, { onUnreadable: (key, why) => told.push([key, why]) });
    const back = await stores.observations.window('site.access', 's', slotAt(0), slotAt(9));
    await stores.close();
    expect(back[0]).toEqual(good);
    expect(back.slice(1).map((o) => o.status === 'unobserved' && [o.reason, o.slot])).toEqual([
      ['unparsed', slotAt(1)],
      ['unparsed', slotAt(2)],
    ]);
    expect(back[1]).toMatchObject({ key: changed.key, detail: expect.stringContaining('value.outcome') });
    expect(told).toEqual([
      [changed.key, '内容不符合当前版本的格式：value.outcome'],
      [torn.key, '不是有效的 JSON'],
    ]);
    const again = openDatabase(path);
    expect(again.prepare('select body from observation where key = ?').get(changed.key)).toEqual({ body: changedBody });
    again.close();
  });

  it('stops on a review that cannot be read: a decision must not get lost quietly', async () => {
    const path = join(folder, 'review.db');
    await (await openSqlite(path)).close();
    const raw = openDatabase(path);
    raw.exec(`insert into review values ('r1', 1, 's', 'i', '2026-01-01T00:00:00.000Z', '{}')`);
    raw.exec(`insert into assessment values ('a1', 1, '2026-01-01T00:00:00.000Z', 'p', '{"format":2}')`);
    raw.close();
    const stores = await openSqlite(path);
    await expect(stores.reviews.all()).rejects.toThrow(/复核记录 r1/);
    await expect(stores.assessments.load('a1')).rejects.toThrow(/检查结果 a1/);
    await stores.close();
  });

  it('reads results of before, and stops on one that lost a part', async () => {
    const path = join(folder, 'parts.db');
    const first = await openSqlite(path);
    const old = assessment('old', '2026-01-01T00:00:00.000Z', '', 2);
    await first.assessments.save(assessment('cut', '2026-01-01T00:00:00.000Z', '', 3));
    await first.close();
    const raw = openDatabase(path);
    raw
      .prepare('insert into assessment values (?, 9, ?, ?, ?)')
      .run('old', old.run.asOf, old.policy.id, JSON.stringify(old));
    raw.exec(`delete from assessment_part where run_id = 'cut' and n = 1`);
    raw.close();
    const stores = await openSqlite(path);
    expect(await stores.assessments.load('old')).toEqual(old);
    await stores.assessments.save(old);
    await expect(stores.assessments.load('cut')).rejects.toThrow(/检查结果 cut/);
    await stores.close();
  });

  it('refuses what is no database, in one line', async () => {
    const text = join(folder, 'text.db');
    writeFileSync(text, '不是数据库，只是一段文字。'.repeat(200));
    expect(await failure(text)).toBe(`${text}：这不是巡查的数据库文件。把它移开，或用 --data 指向别的文件夹`);
    expect(readFileSync(text, 'utf8')).toMatch(/^不是数据库/);
    const directory = join(folder, 'directory.db');
    mkdirSync(directory);
    expect(await failure(directory)).toBe(
      `${directory}：数据库打不开。检查路径和文件夹权限，或用 --data 换一个可写的文件夹`,
    );
    expect(await failure(join(text, 'below', 'x.db'))).toMatch(/路径中有一段是文件/);
  });

  it('refuses a database of a newer version and leaves it as it is', async () => {
    const path = join(folder, 'newer.db');
    await (await openSqlite(path)).close();
    const raw = openDatabase(path);
    raw.exec(`insert into kysely_migration values ('9999-later', '2030-01-01T00:00:00.000Z')`);
    raw.close();
    expect(await failure(path)).toBe(
      `${path}：数据库由更新版本的程序写成，本版本读不了。升级程序，或用 --data 指向别的文件夹`,
    );
  });

  it('says that a read-only database is read-only', async () => {
    const path = join(folder, 'read-only.db');
    await (await openSqlite(path)).close();
    // File modes do not bind root; a handle opened read-only meets the same refusal of SQLite.
    const { sqliteError } = await import('../../src/store/sql/errors.ts');
    const { DatabaseSync } = process.getBuiltinModule('node:sqlite');
    const raw = new DatabaseSync(path, { readOnly: true });
    let refused: unknown;
    try {
      raw.exec('delete from review');
    } catch (error) {
      refused = error;
    }
    raw.close();
    expect(String(sqliteError(path, refused))).toContain('数据库不能写入');
  });

  it('is opened by several processes at once, one of which makes it', async () => {
    const path = join(folder, 'crowd.db');
    const module = new URL('../../src/store/sql/open.ts', import.meta.url);
    const code = `const m = await import('${module}'); process.stdout.write('ready'); process.stdin.once('data', async () => {
      try { await (await m.openSqlite(process.argv[1])).close(); process.exit(0); } catch (e) { console.error(e); process.exit(1); } });`;
    const children = Array.from({ length: 4 }, () =>
      spawn(process.execPath, ['--input-type=module', '-e', code, path]),
    );
    let errors = '';
    const ended = children.map((c) => new Promise((resolve) => c.on('close', resolve)));
    for (const c of children) c.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
    // All modules are loaded before the first may begin.
    await Promise.all(children.map((c) => new Promise((resolve) => c.stdout.once('data', resolve))));
    for (const c of children) c.stdin.end('go');
    expect(await Promise.all(ended)).toEqual([0, 0, 0, 0]);
    expect(errors).toBe('');
  });

  it('loads without a warning on stderr', () => {
    const module = new URL('../../src/store/sql/open.ts', import.meta.url);
    const code = `const m = await import('${module}'); await (await m.openSqlite(process.argv[1])).close();`;
    const run = spawnSync(process.execPath, ['--input-type=module', '-e', code, join(folder, 'quiet.db')], {
      encoding: 'utf8',
      timeout: 15_000,
    });
    expect(run).toMatchObject({ status: 0, stderr: '', stdout: '' });
  });
});
