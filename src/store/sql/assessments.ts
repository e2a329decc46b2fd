import type { Kysely } from 'kysely';
import type { Assessment } from '#core/assessment.ts';
import { BugError, InputError } from '#core/errors.ts';
import type { AssessmentStore } from '../ports.ts';
import { instant } from './instant.ts';
import { sequence } from './sequence.ts';
import type { Tables } from './tables.ts';

/** 检查结果 in SQL. Immutable: saving the same again is a no-op, saving something else under the same id a bug. */
export function assessmentStore(db: Kysely<Tables>): AssessmentStore {
  return {
    async save(assessment) {
      const { run } = assessment;
      const body = JSON.stringify(assessment);
      const result = await db
        .insertInto('assessment')
        .values({
          run_id: run.id,
          seq: sequence('assessment'),
          as_of: instant(run.asOf),
          policy: run.policy.id,
          body,
        })
        .onConflict((c) => c.column('run_id').doNothing())
        .executeTakeFirst();
      if ((result.numInsertedOrUpdatedRows ?? 0n) > 0n) return;
      const there = await db
        .selectFrom('assessment')
        .select('body')
        .where('run_id', '=', run.id)
        .executeTakeFirstOrThrow();
      if (there.body !== body) throw new BugError(`assessment ${run.id} is already stored with other content`);
    },

    async load(runId) {
      const row = await db.selectFrom('assessment').select('body').where('run_id', '=', runId).executeTakeFirst();
      return row && parse(runId, row.body);
    },

    async list(limit) {
      const rows = await db
        .selectFrom('assessment')
        .select(['run_id', 'as_of', 'policy'])
        .orderBy('seq', 'desc')
        .orderBy('run_id')
        .limit(limit)
        .execute();
      return rows.map((r) => ({ runId: r.run_id, asOf: r.as_of, policy: r.policy }));
    },
  };
}

function parse(runId: string, body: string): Assessment {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    value = null;
  }
  if (value !== null && typeof value === 'object' && 'format' in value && value.format === 1)
    return value as Assessment;
  throw new InputError({
    file: '数据库',
    place: `检查结果 ${runId}`,
    message: '存储的内容读不懂：已损坏，或由更新版本的程序写成',
    hint: '用原来的 asOf 和指标体系重新判定即可，监测记录不受影响',
  });
}
