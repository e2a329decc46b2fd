import type { Kysely } from 'kysely';
import type { Assessment, SubjectAssessment } from '#core/assessment.ts';
import { BugError, InputError } from '#core/errors.ts';
import type { AssessmentStore } from '../ports.ts';
import { instant } from './instant.ts';
import { sequence } from './sequence.ts';
import type { Tables } from './tables.ts';

/** Subjects of one statement. */
const partsPerStatement = 200;

/** 检查结果 in SQL. Immutable: saving the same again is a no-op, saving something else under the same id a bug. */
export function assessmentStore(db: Kysely<Tables>): AssessmentStore {
  return {
    async save(assessment) {
      const { run, subjects } = assessment;
      const body = JSON.stringify({ ...assessment, subjects: subjects.length });
      const isNew = await db.transaction().execute(async (trx) => {
        const result = await trx
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
        if ((result.numInsertedOrUpdatedRows ?? 0n) === 0n) return false;
        for (let from = 0; from < subjects.length; from += partsPerStatement) {
          const rows = subjects
            .slice(from, from + partsPerStatement)
            .map((s, i) => ({ run_id: run.id, n: from + i, body: JSON.stringify(s) }));
          await trx.insertInto('assessment_part').values(rows).execute();
        }
        return true;
      });
      if (isNew) return;
      const there = await this.load(run.id);
      if (JSON.stringify(there) !== JSON.stringify(assessment))
        throw new BugError(`assessment ${run.id} is already stored with other content`);
    },

    async load(runId) {
      const row = await db.selectFrom('assessment').select('body').where('run_id', '=', runId).executeTakeFirst();
      if (row === undefined) return undefined;
      const head = parse(runId, row.body);
      // Written by a version that kept the subjects inside.
      if (Array.isArray(head.subjects)) return head;
      const subjects: SubjectAssessment[] = [];
      for (;;) {
        const parts = await db
          .selectFrom('assessment_part')
          .select('body')
          .where('run_id', '=', runId)
          .where('n', '>=', subjects.length)
          .orderBy('n')
          .limit(partsPerStatement)
          .execute();
        for (const part of parts) subjects.push(parsePart(runId, part.body));
        if (parts.length < partsPerStatement) break;
      }
      if (subjects.length !== Number(head.subjects)) throw unreadable(runId);
      return { ...head, subjects };
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
  const value = json(body);
  if (value !== null && typeof value === 'object' && 'format' in value && value.format === 1)
    return value as Assessment;
  throw unreadable(runId);
}

function parsePart(runId: string, body: string): SubjectAssessment {
  const value = json(body);
  if (value !== null && typeof value === 'object' && 'subject' in value) return value as SubjectAssessment;
  throw unreadable(runId);
}

function json(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}

function unreadable(runId: string): InputError {
  return new InputError({
    file: '数据库',
    place: `检查结果 ${runId}`,
    message: '存储的内容读不懂：已损坏，或由更新版本的程序写成',
    hint: '用原来的 asOf 和指标体系重新判定即可，监测记录不受影响',
  });
}
