import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const Instant = z.iso.datetime();

/** 心跳: what the running watch says of itself, for `status` and for whoever watches the watch. */
export const Beat = z.object({
  format: z.literal(1),
  pid: z.number().int(),
  startedAt: Instant,
  at: Instant,
  /** Written this often, milliseconds. */
  everyMs: z.number(),
  /** Set by a regular stop. */
  stoppedAt: Instant.nullable(),
  /** Since the start. */
  visits: z.object({ recorded: z.number(), voids: z.number(), running: z.number() }),
  lastVisit: Instant.nullable(),
  nextVisit: Instant.nullable(),
  nextScan: Instant.nullable(),
  /** Due instant of the scan under way. */
  scanning: Instant.nullable(),
  controls: z.number(),
  /** Whether our own network stood when last looked at; null: not looked at. */
  networkUp: z.boolean().nullable(),
  /** Why the present register cannot be read, Chinese; the one read before stays in use. */
  registryProblem: z.string().nullable(),
  /** Newest last. */
  errors: z.array(z.object({ at: Instant, message: z.string() })),
});
export type Beat = z.infer<typeof Beat>;

export const beatFile = (folder: string) => join(folder, 'heartbeat.json');

/** Replaces the file at once: a reader never sees half of it. */
export function writeBeat(folder: string, beat: Beat): void {
  const path = beatFile(folder);
  // One writer a data folder, so the name of the draft needs no number.
  writeFileSync(`${path}.part`, `${JSON.stringify(beat)}\n`);
  renameSync(`${path}.part`, path);
}

/** Null: there is none, or none that can be read. */
export function readBeat(folder: string): Beat | null {
  try {
    return Beat.parse(JSON.parse(readFileSync(beatFile(folder), 'utf8')));
  } catch {
    return null;
  }
}
