import { type Kysely, sql } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import type { Tables } from './tables.ts';

/** In order of name. A published one is never changed: changes are new ones. */
const migrations: Record<string, Migration> = {
  '0001-first': {
    async up(db) {
      await db.schema
        .createTable('observation')
        .addColumn('key', 'text', (c) => c.primaryKey())
        .addColumn('kind', 'text', (c) => c.notNull())
        .addColumn('subject_id', 'text', (c) => c.notNull())
        .addColumn('target', 'text', (c) => c.notNull())
        .addColumn('slot', 'text', (c) => c.notNull())
        .addColumn('observed_at', 'text', (c) => c.notNull())
        .addColumn('body', 'text', (c) => c.notNull())
        .execute();
      await db.schema
        .createIndex('observation_window')
        .on('observation')
        .columns(['subject_id', 'kind', 'slot', 'key'])
        .execute();
      await db.schema
        .createTable('collection')
        .addColumn('id', 'text', (c) => c.primaryKey())
        .addColumn('plan_digest', 'text', (c) => c.notNull())
        .addColumn('slot', 'text', (c) => c.notNull())
        .addColumn('started_at', 'text', (c) => c.notNull())
        .addColumn('finished_at', 'text')
        .execute();
      // At most one unfinished collection a plan, whoever opens it.
      await db.schema
        .createIndex('collection_unfinished')
        .unique()
        .on('collection')
        .column('plan_digest')
        .where(sql.ref('finished_at'), 'is', null)
        .execute();
      await db.schema
        .createTable('assessment')
        .addColumn('run_id', 'text', (c) => c.primaryKey())
        .addColumn('seq', 'integer', (c) => c.notNull())
        .addColumn('as_of', 'text', (c) => c.notNull())
        .addColumn('policy', 'text', (c) => c.notNull())
        .addColumn('body', 'text', (c) => c.notNull())
        .execute();
      await db.schema
        .createTable('review')
        .addColumn('id', 'text', (c) => c.primaryKey())
        .addColumn('seq', 'integer', (c) => c.notNull())
        .addColumn('subject_id', 'text', (c) => c.notNull())
        .addColumn('item_id', 'text', (c) => c.notNull())
        .addColumn('at', 'text', (c) => c.notNull())
        .addColumn('body', 'text', (c) => c.notNull())
        .execute();
    },
  },
  '0002-watch': {
    async up(db) {
      // What is asked across subjects: summaries by the hour, and what is older than it need be.
      await db.schema.createIndex('observation_age').on('observation').columns(['kind', 'slot', 'key']).execute();
      await db.schema
        .createTable('visit_plan')
        .addColumn('from_day', 'text', (c) => c.primaryKey())
        .addColumn('seed', 'text', (c) => c.notNull())
        .addColumn('per_day', 'integer', (c) => c.notNull())
        .addColumn('recorded_at', 'text', (c) => c.notNull())
        .execute();
      await db.schema
        .createTable('watch_task')
        .addColumn('name', 'text', (c) => c.notNull())
        .addColumn('due', 'text', (c) => c.notNull())
        .addColumn('state', 'text', (c) => c.notNull())
        .addColumn('attempts', 'integer', (c) => c.notNull())
        .addColumn('started_at', 'text', (c) => c.notNull())
        .addColumn('finished_at', 'text')
        .addColumn('detail', 'text', (c) => c.notNull())
        .addPrimaryKeyConstraint('watch_task_key', ['name', 'due'])
        .execute();
      await db.schema
        .createTable('access_summary')
        .addColumn('subject_id', 'text', (c) => c.notNull())
        .addColumn('unit', 'text', (c) => c.notNull())
        .addColumn('start', 'text', (c) => c.notNull())
        .addColumn('body', 'text', (c) => c.notNull())
        .addPrimaryKeyConstraint('access_summary_key', ['subject_id', 'unit', 'start'])
        .execute();
      await db.schema.createIndex('access_summary_time').on('access_summary').columns(['unit', 'start']).execute();
      await db.schema
        .createTable('mark')
        .addColumn('name', 'text', (c) => c.primaryKey())
        .addColumn('value', 'text', (c) => c.notNull())
        .execute();
    },
  },
  '0003-assessment-parts': {
    async up(db) {
      await db.schema
        .createTable('assessment_part')
        .addColumn('run_id', 'text', (c) => c.notNull())
        .addColumn('n', 'integer', (c) => c.notNull())
        .addColumn('body', 'text', (c) => c.notNull())
        .addPrimaryKeyConstraint('assessment_part_key', ['run_id', 'n'])
        .execute();
    },
  },
};

export type Migrated = 'current' | 'from-newer-version';

/** Brings the database up to date. Throws what went wrong; a half-done migration is rolled back. */
export async function migrate(db: Kysely<Tables>): Promise<Migrated> {
  const { error } = await new Migrator({ db, provider: { getMigrations: async () => migrations } }).migrateToLatest();
  if (!error) return 'current';
  if (await hasUnknownMigration(db)) return 'from-newer-version';
  throw error;
}

async function hasUnknownMigration(db: Kysely<Tables>): Promise<boolean> {
  try {
    const { rows } = await sql<{ name: string }>`select name from kysely_migration`.execute(db);
    return rows.some((r) => migrations[r.name] === undefined);
  } catch {
    // No such table: the migration failed before it began, and its own error says why.
    return false;
  }
}
