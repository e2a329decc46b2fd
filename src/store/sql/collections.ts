import { createHash } from 'node:crypto';
import type { Kysely } from 'kysely';
import { BugError } from '#core/errors.ts';
import type { Collection, CollectionStore } from '../ports.ts';
import { instant } from './instant.ts';
import type { CollectionTable, Tables } from './tables.ts';

/** Collections in SQL. The database itself keeps at most one unfinished a plan, so two openers get the same one. */
export function collectionStore(db: Kysely<Tables>): CollectionStore {
  const unfinished = (planDigest: string) =>
    db
      .selectFrom('collection')
      .selectAll()
      .where('plan_digest', '=', planDigest)
      .where('finished_at', 'is', null)
      .executeTakeFirst();
  return {
    async open(planDigest, slot, startedAt) {
      const row: CollectionTable = {
        id: '',
        plan_digest: planDigest,
        slot: instant(slot),
        started_at: instant(startedAt),
        finished_at: null,
      };
      // The number tells a second collection begun in the same millisecond as a finished one from that one.
      for (let n = 0; n < 100; n++) {
        const there = await unfinished(planDigest);
        if (there) return toCollection(there);
        const id = createHash('sha256').update(`${planDigest}|${row.slot}|${row.started_at}|${n}`).digest('hex');
        await db
          .insertInto('collection')
          .values({ ...row, id: id.slice(0, 16) })
          .onConflict((c) => c.doNothing())
          .execute();
      }
      throw new BugError(`could not open a collection for plan ${planDigest}`);
    },

    async finish(id, finishedAt) {
      const result = await db
        .updateTable('collection')
        .set({ finished_at: instant(finishedAt) })
        .where('id', '=', id)
        .where('finished_at', 'is', null)
        .executeTakeFirst();
      if (result.numUpdatedRows > 0n) return;
      const there = await db.selectFrom('collection').select('id').where('id', '=', id).executeTakeFirst();
      if (!there) throw new BugError(`no such collection: ${id}`);
    },
  };
}

function toCollection(row: CollectionTable): Collection {
  return {
    id: row.id,
    planDigest: row.plan_digest,
    slot: row.slot,
    startedAt: row.started_at,
    finishedAt: row.finished_at,
  };
}
