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

/** 检查结果. `seq` orders by saving. */
export type AssessmentTable = { run_id: string; seq: number; as_of: string; policy: string; body: string };

/** 人工复核. `seq` orders by writing. */
export type ReviewTable = { id: string; seq: number; subject_id: string; item_id: string; at: string; body: string };

export type Tables = {
  observation: ObservationTable;
  collection: CollectionTable;
  assessment: AssessmentTable;
  review: ReviewTable;
};
