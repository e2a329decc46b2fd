/*
 * Portable between SQLite and PostgreSQL by three rules: instants are fixed-width UTC text (so text order is time order),
 * bodies are JSON text, ids are text. No dialect branches.
 */

/** 监测记录. The columns repeat what windows are asked by; `body` is the whole record. */
export type ObservationTable = {
  key: string;
  kind: string;
  subject_id: string;
  target: string;
  slot: string;
  observed_at: string;
  body: string;
};

/** One `collect`. `finished_at` null: broken off, to be gone on with. */
export type CollectionTable = {
  id: string;
  plan_digest: string;
  slot: string;
  started_at: string;
  finished_at: string | null;
};

/**
 * 检查结果. `seq` orders by saving. In `body` the number of subjects stands in the place of the subjects, which are parts: a result of ten thousand
 * accounts is never one text in memory. Results of earlier versions hold them in `body`.
 */
export type AssessmentTable = { run_id: string; seq: number; as_of: string; policy: string; body: string };

/** One subject of a result, by its place (from 0). */
export type AssessmentPartTable = { run_id: string; n: number; body: string };

/** 人工复核. `seq` orders by writing. */
export type ReviewTable = { id: string; seq: number; subject_id: string; item_id: string; at: string; body: string };

/** 访问计划: seed and number of slots that hold from a day (YYYY-MM-DD, Asia/Shanghai) on. */
export type VisitPlanTable = { from_day: string; seed: string; per_day: number; recorded_at: string };

/** Work that `watch` owes at an instant, and what became of it. */
export type WatchTaskTable = {
  name: string;
  due: string;
  state: string;
  attempts: number;
  started_at: string;
  finished_at: string | null;
  detail: string;
};

/** 访问汇总 of one hour or one Asia/Shanghai day; `start` is its first instant. */
export type AccessSummaryTable = { subject_id: string; unit: string; start: string; body: string };

/** How far a piece of work has come, by name. */
export type MarkTable = { name: string; value: string };

export type Tables = {
  observation: ObservationTable;
  collection: CollectionTable;
  assessment: AssessmentTable;
  assessment_part: AssessmentPartTable;
  review: ReviewTable;
  visit_plan: VisitPlanTable;
  watch_task: WatchTaskTable;
  access_summary: AccessSummaryTable;
  mark: MarkTable;
};
