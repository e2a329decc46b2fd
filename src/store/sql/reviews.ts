import type { Kysely } from 'kysely';
import { Review } from '#core/assessment.ts';
import { BugError, InputError } from '#core/errors.ts';
import type { ReviewStore } from '../ports.ts';
import { instant } from './instant.ts';
import { sequence } from './sequence.ts';
import type { Tables } from './tables.ts';

/** 人工复核 in SQL, append-only, in the order they were written. */
export function reviewStore(db: Kysely<Tables>): ReviewStore {
  const add = async (to: Kysely<Tables>, review: Review): Promise<number> => {
    const body = JSON.stringify(Review.parse(review));
    const result = await to
      .insertInto('review')
      .values({
        id: review.id,
        seq: sequence('review'),
        subject_id: review.subjectId,
        item_id: review.itemId,
        at: instant(review.at),
        body,
      })
      .onConflict((c) => c.column('id').doNothing())
      .executeTakeFirst();
    if ((result.numInsertedOrUpdatedRows ?? 0n) > 0n) return 1;
    const there = await to.selectFrom('review').select('body').where('id', '=', review.id).executeTakeFirstOrThrow();
    if (there.body !== body) throw new BugError(`review ${review.id} is already stored with other content`);
    return 0;
  };
  return {
    async append(review) {
      await add(db, review);
    },

    appendAll(reviews) {
      return db.transaction().execute(async (trx) => {
        let n = 0;
        for (const review of reviews) n += await add(trx, review);
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
