import { adapters } from '#crawlers/platforms/index.ts';
import { allCases } from './cases.ts';
import { allWorlds, look } from './matrix.ts';

/** Reads every world of every adapter in the time zone of this process and prints what came out, for `zones.test.ts`. */
const readings = Object.fromEntries(
  adapters.flatMap((adapter) => {
    const cases = allCases[adapter.id];
    if (cases === undefined) return [];
    return Object.entries(allWorlds(cases)).map(([name, world]) => [
      `${adapter.id}: ${name}`,
      look(adapter, cases, world),
    ]);
  }),
);
// The offset proves that the zone was really another one.
process.stdout.write(JSON.stringify({ offset: new Date('2026-11-22T02:00:00Z').getTimezoneOffset(), readings }));
