import { sql } from 'kysely';

/** Next number of a table's `seq` column, computed by the insert itself: order of writing without a clock. */
export function sequence(table: 'assessment' | 'review') {
  return sql<number>`(select coalesce(max(seq), 0) + 1 from ${sql.table(table)})`;
}
