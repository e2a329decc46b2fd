import { type Dialect, type SqliteDatabase, SqliteDialect } from 'kysely';
import { BugError } from '#core/errors.ts';

/*
 * Why node:sqlite and not better-sqlite3: it is part of Node, so there is no native package to download, compile or lose
 * (`npm ci --omit=optional --ignore-scripts` on an offline machine works), it carries a current SQLite, and it writes as
 * fast. Its price is a smaller surface, which the few lines below make up to what Kysely's SqliteDialect calls.
 */
type Sqlite = typeof import('node:sqlite');
type DatabaseSync = InstanceType<Sqlite['DatabaseSync']>;
type Parameter = null | number | bigint | string | Uint8Array;

/**
 * The built-in module, without the ExperimentalWarning that Node 22 prints when it is loaded first: a user can do nothing
 * about it. The load is synchronous, so no other warning can be lost in between.
 */
function builtin(): Sqlite {
  const emit = process.emitWarning;
  process.emitWarning = (() => undefined) as typeof process.emitWarning;
  try {
    return process.getBuiltinModule('node:sqlite');
  } finally {
    process.emitWarning = emit;
  }
}

/** A database file. Throws SQLite's own error (`errcode`) when it cannot be opened. */
export function openDatabase(path: string): DatabaseSync {
  return new (builtin().DatabaseSync)(path);
}

/**
 * Kysely's dialect on a node:sqlite database. Kysely's own adapter says that SQLite cannot change tables inside a
 * transaction, and so migrates without one: two processes opening a new file at once would both migrate it, and a kill would
 * leave it half done. SQLite can, so the adapter says so.
 */
export function nodeSqliteDialect(db: DatabaseSync): Dialect {
  const base = new SqliteDialect({ database: kyselyDatabase(db) });
  return {
    createDriver: () => base.createDriver(),
    createQueryCompiler: () => base.createQueryCompiler(),
    createIntrospector: (kysely) => base.createIntrospector(kysely),
    createAdapter: () => Object.create(base.createAdapter(), { supportsTransactionalDdl: { value: true } }),
  };
}

/** Statements kept compiled; the texts that come again and again are far fewer. */
const keptStatements = 100;

/** What Kysely's SqliteDialect expects of better-sqlite3, on a node:sqlite database. */
function kyselyDatabase(db: DatabaseSync): SqliteDatabase {
  const kept = new Map<string, ReturnType<DatabaseSync['prepare']>>();
  /** Reading many subjects asks the same few questions thousands of times: compiled once. SQLite itself compiles anew when tables change. */
  const compiled = (sql: string): ReturnType<DatabaseSync['prepare']> => {
    const known = kept.get(sql);
    if (known) return known;
    const statement = db.prepare(sql);
    if (kept.size < keptStatements && /^select /i.test(sql)) kept.set(sql, statement);
    return statement;
  };
  return {
    close: () => db.close(),
    prepare(sql) {
      // A deferred transaction that reads before it writes fails at once when another process wrote in between, and no
      // busy timeout helps. Every transaction here writes, so it takes the write lock first.
      const statement = compiled(sql === 'begin' ? 'begin immediate' : sql);
      return {
        reader: statement.columns().length > 0,
        all: (parameters) => statement.all(...bound(parameters)),
        run: (parameters) => statement.run(...bound(parameters)),
        // Two walks at once must not share one statement.
        iterate: (parameters) => db.prepare(sql).iterate(...bound(parameters)),
      };
    },
  };
}

function bound(parameters: readonly unknown[]): Parameter[] {
  return parameters.map((p) => {
    if (p === null || typeof p === 'number' || typeof p === 'bigint' || typeof p === 'string') return p;
    if (p instanceof Uint8Array) return p;
    throw new BugError(`SQL parameter of type ${typeof p} is not portable`);
  });
}
