import type { Kysely } from 'kysely';
import type { RetentionStore } from '../ports.ts';
import { instant } from './instant.ts';
import type { Tables } from './tables.ts';

const markName = 'retention';

/** 数据保留 in SQL. One call is one short transaction: the database is never locked for long. */
export function retentionStore(db: Kysely<Tables>): RetentionStore {
  return {
    async drop(kinds, before, limit) {
      if (kinds.length === 0) return 0;
      const result = await db
        .deleteFrom('observation')
        .where('key', 'in', (q) =>
          q
            .selectFrom('observation')
            .select('key')
            .where('kind', 'in', kinds)
            .where('slot', '<', instant(before))
            .orderBy('slot')
            .limit(limit),
        )
        .executeTakeFirst();
      return Number(result.numDeletedRows);
    },

    async oldest(kinds) {
      let oldest: string | null = null;
      for (const kind of kinds) {
        const row = await db
          .selectFrom('observation')
          .select('slot')
          .where('kind', '=', kind)
          .orderBy('slot')
          .limit(1)
          .executeTakeFirst();
        if (row && (oldest === null || row.slot < oldest)) oldest = row.slot;
      }
      return oldest;
    },

    async lastPass() {
      const row = await db.selectFrom('mark').select('value').where('name', '=', markName).executeTakeFirst();
      return row?.value ?? null;
    },

    async passed(day) {
      await db
        .insertInto('mark')
        .values({ name: markName, value: day })
        .onConflict((c) => c.column('name').doUpdateSet({ value: day }))
        .execute();
    },
  };
}
