import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '#core/errors.ts';
import { folderError } from './files/disk.ts';
import { sqliteError } from './sql/errors.ts';
import { openDatabase } from './sql/node-sqlite.ts';

export type WriterLock = { release(): void };

/**
 * One writer a data folder. Throws InputError naming the process that holds it.
 *
 * The lock is the operating system's file lock, which SQLite takes on an otherwise unused database file: it ends with its
 * process however that ends, so there is no stale lock to judge by age or process id, and no race in taking one over.
 * `writer.json` beside it only tells people who holds it.
 */
export function lockWriter(folder: string): WriterLock {
  const lockFile = join(folder, 'writer.lock');
  const noteFile = join(folder, 'writer.json');
  let db: ReturnType<typeof openDatabase> | undefined;
  try {
    mkdirSync(folder, { recursive: true });
    db = openDatabase(lockFile);
    // No patience: the holder works for minutes or weeks.
    db.exec('pragma busy_timeout = 0');
    db.exec('begin exclusive');
    writeFileSync(noteFile, `${JSON.stringify({ pid: process.pid, since: new Date().toISOString() })}\n`);
  } catch (error) {
    db?.close();
    const code = (error as { errcode?: number }).errcode;
    if (code !== undefined && (code & 0xff) === 5)
      throw new InputError({
        file: folder,
        place: '',
        message: `数据文件夹正被另一个巡查进程使用${holder(noteFile)}`,
        hint: '等它结束，或先停止它；要同时跑两份，用 --data 指向另一个文件夹',
      });
    throw code === undefined ? folderError(folder, error) : sqliteError(lockFile, error);
  }
  const held = db;
  return {
    release() {
      if (held.isOpen) held.close();
    },
  };
}

function holder(noteFile: string): string {
  try {
    if (!existsSync(noteFile)) return '';
    const { pid, since } = JSON.parse(readFileSync(noteFile, 'utf8')) as { pid?: unknown; since?: unknown };
    return typeof pid === 'number' && typeof since === 'string' ? `（进程号 ${pid}，自 ${since} 起）` : '';
  } catch {
    return '';
  }
}
