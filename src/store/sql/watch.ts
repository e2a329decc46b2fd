import type { Kysely } from 'kysely';
import type { PlanRecord, TaskRecord, WatchStore } from '../ports.ts';
import { instant } from './instant.ts';
import type { Tables } from './tables.ts';

/** 值守记录 in SQL. */
export function watchStore(db: Kysely<Tables>): WatchStore {
  return {
    async plans() {
      const rows = await db.selectFrom('visit_plan').selectAll().orderBy('from_day').execute();
      return rows.map(
        (r): PlanRecord => ({ fromDay: r.from_day, seed: r.seed, perDay: r.per_day, recordedAt: r.recorded_at }),
      );
    },

    async addPlan(plan) {
      await db
        .insertInto('visit_plan')
        .values({
          from_day: plan.fromDay,
          seed: plan.seed,
          per_day: plan.perDay,
          recorded_at: instant(plan.recordedAt),
        })
        .onConflict((c) => c.column('from_day').doNothing())
        .execute();
    },

    async tasks(name, limit) {
      const rows = await db
        .selectFrom('watch_task')
        .selectAll()
        .where('name', '=', name)
        .orderBy('due', 'desc')
        .limit(limit)
        .execute();
      return rows.map(
        (r): TaskRecord => ({
          name: r.name,
          due: r.due,
          state: r.state as TaskRecord['state'],
          attempts: r.attempts,
          startedAt: r.started_at,
          finishedAt: r.finished_at,
          detail: r.detail,
        }),
      );
    },

    async saveTask(task) {
      const rest = {
        state: task.state,
        attempts: task.attempts,
        started_at: instant(task.startedAt),
        finished_at: task.finishedAt === null ? null : instant(task.finishedAt),
        detail: task.detail,
      };
      await db
        .insertInto('watch_task')
        .values({ name: task.name, due: instant(task.due), ...rest })
        .onConflict((c) => c.columns(['name', 'due']).doUpdateSet(rest))
        .execute();
    },
  };
}
