import type { Kysely } from 'kysely';
import { endOfDay, shanghaiDay, startOfDay } from '#core/calendar.ts';
import { type UnobservedReason, unobservedReasons } from '#core/observation.ts';
import { type AccessSample, type AccessSummary, type SummaryStore, withinMs } from '../ports.ts';
import { instant } from './instant.ts';
import type { Tables } from './tables.ts';

const hourMs = 3_600_000;
/** Rows read before others get their turn: parsing them takes about 10 ms. */
const rowsPerPage = 500;
const markName = 'access-summary';

type Body = Omit<AccessSummary, 'subjectId' | 'start'>;

/** 访问汇总 in SQL: hours from the visits, days from the hours. */
export function summaryStore(db: Kysely<Tables>): SummaryStore {
  const firstAfter = async (from: string, before: string): Promise<string | undefined> => {
    const row = await db
      .selectFrom('observation')
      .select('slot')
      .where('kind', '=', 'site.access')
      .where('slot', '>=', from)
      .where('slot', '<', before)
      .orderBy('slot')
      .limit(1)
      .executeTakeFirst();
    return row?.slot;
  };

  const upTo = async (): Promise<string | null> => {
    const row = await db.selectFrom('mark').select('value').where('name', '=', markName).executeTakeFirst();
    return row?.value ?? null;
  };

  /** Visits with `from` <= slot < `to`, a page at a time. */
  async function* pages(from: string, to: string): AsyncGenerator<AccessSample[]> {
    let after: { slot: string; key: string } | undefined;
    for (;;) {
      const at = after;
      let query = db
        .selectFrom('observation')
        .select(['key', 'subject_id', 'target', 'slot', 'body'])
        .where('kind', '=', 'site.access')
        .where('slot', '>=', at?.slot ?? from)
        .where('slot', '<', to);
      if (at)
        query = query.where((w) =>
          w.or([w('slot', '>', at.slot), w.and([w('slot', '=', at.slot), w('key', '>', at.key)])]),
        );
      const rows = await query.orderBy('slot').orderBy('key').limit(rowsPerPage).execute();
      yield rows.map((r) => sampleOf(r.subject_id, r.target, r.slot, r.body));
      const last = rows.at(-1);
      if (rows.length < rowsPerPage || !last) return;
      after = last;
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  const read = async (unit: 'hour' | 'day', from: string, to: string, subjectId?: string): Promise<AccessSummary[]> => {
    let query = db
      .selectFrom('access_summary')
      .select(['subject_id', 'start', 'body'])
      .where('unit', '=', unit)
      .where('start', '>=', from)
      .where('start', '<', to);
    if (subjectId !== undefined) query = query.where('subject_id', '=', subjectId);
    const rows = await query.orderBy('start').execute();
    return rows.map((r) => ({ subjectId: r.subject_id, start: r.start, ...(JSON.parse(r.body) as Body) }));
  };

  /** Writes summaries and how far they reach, together: a kill leaves either both or none. */
  const write = (unit: 'hour' | 'day', items: readonly AccessSummary[], mark?: string) =>
    db.transaction().execute(async (trx) => {
      for (let i = 0; i < items.length; i += rowsPerPage) {
        const values = items.slice(i, i + rowsPerPage).map(({ subjectId, start, ...body }) => ({
          subject_id: subjectId,
          unit,
          start,
          body: JSON.stringify(body),
        }));
        await trx
          .insertInto('access_summary')
          .values(values)
          .onConflict((c) =>
            c.columns(['subject_id', 'unit', 'start']).doUpdateSet((e) => ({ body: e.ref('excluded.body') })),
          )
          .execute();
      }
      if (mark === undefined) return;
      await trx
        .insertInto('mark')
        .values({ name: markName, value: mark })
        .onConflict((c) => c.column('name').doUpdateSet({ value: mark }))
        .execute();
    });

  return {
    upTo,

    async update(until) {
      const end = floorHour(instant(until));
      // A mark in the future is left over from a clock that was wrong for a while.
      const mark = (await upTo()) ?? '';
      // Instants are text here: Math.min would make numbers of them.
      let from = [mark, end].sort()[0] ?? mark;
      let written = 0;
      for (;;) {
        const first = await firstAfter(from, end);
        if (first === undefined) break;
        const start = floorHour(first);
        const next = new Date(Date.parse(start) + hourMs).toISOString();
        const groups = new Map<string, AccessSample[]>();
        for await (const page of pages(start, next))
          for (const sample of page) {
            const group = groups.get(sample.subjectId);
            if (group) group.push(sample);
            else groups.set(sample.subjectId, [sample]);
          }
        await write(
          'hour',
          [...groups].map(([subjectId, samples]) => summed(subjectId, start, samples)),
        );
        written += groups.size;
        // The day is summed anew with each of its hours, then the mark moves: a kill in between only repeats the hour.
        const day = shanghaiDay(new Date(start));
        const dayStart = startOfDay(day).toISOString();
        const hours = await read('hour', dayStart, new Date(endOfDay(day).getTime() + 1).toISOString());
        await write('day', merged(dayStart, hours, groups), next);
        from = next;
      }
      if (from < end || mark > end) await write('hour', [], end);
      return written;
    },

    list: (unit, subjectId, from, to) => read(unit, instant(from), instant(to), subjectId),

    async samples(from, to) {
      const after = new Date(Date.parse(instant(from)) + 1).toISOString();
      const before = new Date(Date.parse(instant(to)) + 1).toISOString();
      const out: AccessSample[] = [];
      for await (const page of pages(after, before)) for (const sample of page) out.push(sample);
      return out;
    },
  };
}

/**
 * Just what is counted, without the whole schema: summing a year of visits must not take hours. What does not even hold that
 * much is void, as it is for every other reader.
 */
function sampleOf(subjectId: string, target: string, slot: string, body: string): AccessSample {
  const head = { subjectId, target, slot };
  try {
    const o = JSON.parse(body) as { status?: unknown; reason?: unknown; value?: { openedMs?: unknown } };
    const opened = o.value?.openedMs;
    if (o.status === 'observed' && (opened === null || (typeof opened === 'number' && opened >= 0)))
      return { ...head, openedMs: opened };
    const reason = unobservedReasons.find((r) => r === o.reason);
    if (o.status === 'unobserved' && reason !== undefined) return { ...head, void: reason };
  } catch {
    // Falls through: unreadable.
  }
  return { ...head, void: 'unparsed' };
}

function summed(subjectId: string, start: string, samples: readonly AccessSample[]): AccessSummary {
  const voids: Partial<Record<UnobservedReason, number>> = {};
  const within = withinMs.map(() => 0);
  const sum = { seen: 0, never: 0, sumMs: 0, maxMs: 0 };
  for (const s of samples) {
    if (s.void !== undefined) {
      voids[s.void] = (voids[s.void] ?? 0) + 1;
      continue;
    }
    sum.seen += 1;
    const ms = s.openedMs ?? null;
    if (ms === null) {
      sum.never += 1;
      continue;
    }
    sum.sumMs += ms;
    sum.maxMs = Math.max(sum.maxMs, ms);
    withinMs.forEach((edge, i) => {
      if (ms < edge) within[i] = (within[i] ?? 0) + 1;
    });
  }
  return { subjectId, start, ...sum, within, voids };
}

/** Days of the sites that had a visit in the hour just written. */
function merged(start: string, hours: readonly AccessSummary[], sites: ReadonlyMap<string, unknown>): AccessSummary[] {
  const days = new Map<string, AccessSummary>();
  for (const h of hours) {
    if (!sites.has(h.subjectId)) continue;
    const d = days.get(h.subjectId);
    if (!d) {
      days.set(h.subjectId, { ...h, start });
      continue;
    }
    const voids = { ...d.voids };
    for (const reason of unobservedReasons) {
      const n = (d.voids[reason] ?? 0) + (h.voids[reason] ?? 0);
      if (n > 0) voids[reason] = n;
    }
    days.set(h.subjectId, {
      subjectId: h.subjectId,
      start,
      seen: d.seen + h.seen,
      never: d.never + h.never,
      within: d.within.map((n, i) => n + (h.within[i] ?? 0)),
      sumMs: d.sumMs + h.sumMs,
      maxMs: Math.max(d.maxMs, h.maxMs),
      voids,
    });
  }
  return [...days.values()];
}

const floorHour = (iso: string) => new Date(Math.floor(Date.parse(iso) / hourMs) * hourMs).toISOString();
