import type { Kysely } from 'kysely';
import { z } from 'zod';
import { BugError } from '#core/errors.ts';
import { Evidence } from '#core/evidence.ts';
import {
  type Observation,
  type ObservationKind,
  observationKey,
  observationValues,
  unobservedReasons,
} from '#core/observation.ts';
import type { ObservationStore } from '../ports.ts';
import { instant } from './instant.ts';
import type { ObservationTable, Tables } from './tables.ts';

/** Rows of one statement: 7 columns each stay far below the parameter limits of SQLite (32,766) and PostgreSQL (65,535). */
const rowsPerStatement = 500;
/** Rows of one transaction. node:sqlite blocks the process while it writes; measured, 2,000 rows take about 30 ms. */
const rowsPerTransaction = 2_000;

const Head = z.object({
  key: z.string(),
  kind: z.string(),
  subjectId: z.string(),
  target: z.string(),
  slot: z.string(),
  observedAt: z.string(),
  probe: z.object({ id: z.string(), version: z.number() }),
  evidence: z.array(Evidence),
});
const Unobserved = Head.extend({
  status: z.literal('unobserved'),
  reason: z.enum(unobservedReasons),
  detail: z.string(),
});
/** The stored form of one kind, built once. */
const stored = new Map<ObservationKind, z.ZodType>(
  Object.entries(observationValues).map(([kind, value]) => [
    kind as ObservationKind,
    z.union([Head.extend({ status: z.literal('observed'), value }), Unobserved]),
  ]),
);

/** Told of a stored record that the present version cannot read, and why. */
export type OnUnreadable = (key: string, why: string) => void;

/** 监测记录 in SQL. */
export function observationStore(db: Kysely<Tables>, onUnreadable: OnUnreadable): ObservationStore {
  return {
    async append(items) {
      const rows = items.map(toRow);
      let added = 0;
      for (const batch of chunks(rows, rowsPerTransaction)) {
        added += await db.transaction().execute(async (trx) => {
          let n = 0;
          for (const values of chunks(batch, rowsPerStatement)) {
            const results = await trx
              .insertInto('observation')
              .values(values)
              .onConflict((c) => c.column('key').doNothing())
              .execute();
            for (const r of results) n += Number(r.numInsertedOrUpdatedRows ?? 0n);
          }
          return n;
        });
        if (rows.length > rowsPerTransaction) await new Promise((resolve) => setImmediate(resolve));
      }
      return added;
    },

    async window(kind, subjectId, from, to) {
      const rows = await db
        .selectFrom('observation')
        .selectAll()
        .where('subject_id', '=', subjectId)
        .where('kind', '=', kind)
        .where('slot', '>=', instant(from))
        .where('slot', '<=', instant(to))
        .orderBy('slot')
        .orderBy('key')
        .execute();
      return rows.map((row) => read(kind, row, onUnreadable));
    },

    async known(keys) {
      const found = new Set<string>();
      for (const some of chunks(keys, rowsPerStatement)) {
        const rows = await db.selectFrom('observation').select('key').where('key', 'in', some).execute();
        for (const r of rows) found.add(r.key);
      }
      return found;
    },
  };
}

function toRow(o: Observation): ObservationTable {
  if (o.key !== observationKey(o)) throw new BugError(`observation key is not the natural one: ${o.key}`);
  return {
    key: o.key,
    kind: o.kind,
    subject_id: o.subjectId,
    target: o.target,
    slot: instant(o.slot),
    observed_at: instant(o.observedAt),
    body: JSON.stringify(o),
  };
}

/**
 * A record that no longer parses becomes `unobserved`, naming its key: the other records of the window still count, the
 * report lists this one among what could not be seen, and it can turn into neither a fault nor a silent pass. The stored
 * text stays as it is, for a version that can read it.
 */
function read<K extends ObservationKind>(kind: K, row: ObservationTable, onUnreadable: OnUnreadable): Observation<K> {
  const schema = stored.get(kind);
  if (!schema) throw new BugError(`no such kind of observation: ${kind}`);
  const why = (() => {
    let body: unknown;
    try {
      body = JSON.parse(row.body);
    } catch {
      return '不是有效的 JSON';
    }
    const result = schema.safeParse(body);
    if (result.success) return { body: result.data as Observation<K> };
    return `内容不符合当前版本的格式：${deepest(result.error.issues)}`;
  })();
  if (typeof why === 'object') return why.body;
  onUnreadable(row.key, why);
  const head = { key: row.key, kind, subjectId: row.subject_id, target: row.target, slot: row.slot };
  return {
    ...head,
    observedAt: row.observed_at,
    probe: { id: 'store', version: 0 },
    status: 'unobserved',
    reason: 'unparsed',
    detail: `库中的监测记录读不懂，没有采用（${row.key}）：${why}`,
    evidence: [],
  } as Observation<K>;
}

/** Place of the issue that got furthest into the record: of a union, the branch that was meant. */
function deepest(issues: readonly z.core.$ZodIssue[]): string {
  let best: readonly PropertyKey[] = [];
  const walk = (list: readonly z.core.$ZodIssue[], base: readonly PropertyKey[]): void => {
    for (const issue of list) {
      const path = [...base, ...issue.path];
      if (path.length > best.length) best = path;
      if (issue.code === 'invalid_union') for (const branch of issue.errors) walk(branch, path);
    }
  };
  walk(issues, []);
  return best.length === 0 ? '整条记录' : best.map(String).join('.');
}

function chunks<T>(items: readonly T[], size: number): T[][] {
  const out: T[][] = [];
  for (let i = 0; i < items.length; i += size) out.push(items.slice(i, i + size));
  return out;
}
