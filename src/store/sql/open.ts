import { existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { Kysely } from 'kysely';
import { InputError } from '#core/errors.ts';
import { folderError } from '../files/disk.ts';
import type {
  AssessmentStore,
  CollectionStore,
  ObservationStore,
  RetentionStore,
  ReviewStore,
  SummaryStore,
  WatchStore,
} from '../ports.ts';
import { summaryStore } from './aggregates.ts';
import { assessmentStore } from './assessments.ts';
import { collectionStore } from './collections.ts';
import { sqliteError } from './errors.ts';
import { migrate } from './migrations.ts';
import { nodeSqliteDialect, openDatabase } from './node-sqlite.ts';
import { type OnUnreadable, observationStore } from './observations.ts';
import { retentionStore } from './retention.ts';
import { reviewStore } from './reviews.ts';
import type { Tables } from './tables.ts';
import { watchStore } from './watch.ts';

export type SqlStores = {
  observations: ObservationStore;
  collections: CollectionStore;
  assessments: AssessmentStore;
  reviews: ReviewStore;
  watch: WatchStore;
  summaries: SummaryStore;
  retention: RetentionStore;
  close(): Promise<void>;
};

/** Tries and pause, milliseconds, for the one statement that SQLite does not wait for. */
const walTries = 100;
const walPauseMs = 50;

/**
 * The change of the journal needs the file for itself and is refused at once, whatever the busy timeout, while another process opens it.
 * Where the file is in that mode already, nothing changes and nobody is in the way.
 */
async function switchToWal(raw: DatabaseSync): Promise<void> {
  for (let n = 1; ; n += 1) {
    try {
      raw.exec('pragma journal_mode = wal');
      return;
    } catch (error) {
      const busy = ((error as { errcode?: number }).errcode ?? 0) & 0xff;
      if (busy !== 5 || n === walTries) throw error;
      await sleep(walPauseMs);
    }
  }
}

/**
 * Opens (and makes, and brings up to date) the SQLite database at `path`. Once `append` or `save` resolves, the data is on
 * disk and survives a kill at any moment. Throws InputError when the file cannot be used.
 */
export async function openSqlite(path: string, options: { onUnreadable?: OnUnreadable } = {}): Promise<SqlStores> {
  const folder = dirname(path);
  try {
    if (!existsSync(folder)) mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw folderError(folder, error);
  }
  let db: Kysely<Tables> | undefined;
  try {
    const raw = openDatabase(path);
    db = new Kysely<Tables>({ dialect: nodeSqliteDialect(raw) });
    // First the patience: switching the journal may itself meet another process.
    raw.exec('pragma busy_timeout = 10000');
    // Readers do not wait for the writer; FULL puts every commit on disk before it is acknowledged.
    await switchToWal(raw);
    raw.exec('pragma synchronous = full');
    if ((await migrate(db)) === 'from-newer-version')
      throw new InputError({
        file: path,
        place: '',
        message: '数据库由更新版本的程序写成，本版本读不了',
        hint: '升级程序，或用 --data 指向别的文件夹',
      });
  } catch (error) {
    await db?.destroy();
    throw sqliteError(path, error);
  }
  const kysely = db;
  return {
    observations: observationStore(kysely, options.onUnreadable ?? (() => undefined)),
    collections: collectionStore(kysely),
    assessments: assessmentStore(kysely),
    reviews: reviewStore(kysely),
    watch: watchStore(kysely),
    summaries: summaryStore(kysely),
    retention: retentionStore(kysely),
    close: () => kysely.destroy(),
  };
}
