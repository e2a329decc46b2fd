import type { Kysely } from 'kysely';
import { Review } from '#core/assessment.ts';
import { BugError, InputError } from '#core/errors.ts';
import type { ReviewStore } from '../ports.ts';
import { instant } from './instant.ts';
import { sequence } from './sequence.ts';
import type { Tables } from './tables.ts';

/** Rows of one statement: 6 columns each stay far below the parameter limits of SQLite and PostgreSQL. */
const rowsPerStatement = 500;

/** 人工复核 in SQL, append-only, in the order they were written. */
export function reviewStore(db: Kysely<Tables>): ReviewStore {
  /** One statement; what was stored before under the same id must say the same. */
  const add = async (to: Kysely<Tables>, reviews: readonly Review[], after?: number): Promise<number> => {
    const rows = reviews.map((review, i) => ({
      id: review.id,
      seq: after === undefined ? sequence('review') : after + i + 1,
      subject_id: review.subjectId,
      item_id: review.itemId,
      at: instant(review.at),
      body: JSON.stringify(Review.parse(review)),
    }));
    const result = await to
      .insertInto('review')
      .values(rows)
      .onConflict((c) => c.column('id').doNothing())
      .executeTakeFirst();
    const added = Number(result.numInsertedOrUpdatedRows ?? 0n);
    if (added === rows.length) return added;
    const ids = rows.map((r) => r.id);
    const there = await to.selectFrom('review').select(['id', 'body']).where('id', 'in', ids).execute();
    const bodies = new Map(there.map((r) => [r.id, r.body]));
    for (const row of rows)
      if (bodies.get(row.id) !== row.body) throw new BugError(`review ${row.id} is already stored with other content`);
    return added;
  };
  return {
    async append(review) {
      await add(db, [review]);
    },

    appendAll(reviews) {
      return db.transaction().execute(async (trx) => {
        // Once for all: asked by each row, it would look through the table each time.
        const { last } = await trx
          .selectFrom('review')
          .select((e) => e.fn.max('seq').as('last'))
          .executeTakeFirstOrThrow();
        let n = 0;
        for (let i = 0; i < reviews.length; i += rowsPerStatement)
          n += await add(trx, reviews.slice(i, i + rowsPerStatement), Number(last ?? 0) + i);
        return n;
      });
    },

    async all() {
      const rows = await db.selectFrom('review').select(['id', 'body']).orderBy('seq').orderBy('id').execute();
      // A person's decision must never be left out quietly: it changes verdicts. So one that cannot be read stops the run.
      return rows.map((row) => {
        try {
          return Review.parse(JSON.parse(row.body));
        } catch {
          throw new InputError({
            file: '数据库',
            place: `复核记录 ${row.id}`,
            message: '存储的内容读不懂：已损坏，或由更新版本的程序写成',
            hint: '从备份恢复数据库，或换用写入它的程序版本',
          });
        }
      });
    },
  };
}
