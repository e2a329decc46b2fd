import { readAll } from './time-table.ts';

/** Reads the table in the time zone of this process, for `time.test.ts`. */
process.stdout.write(JSON.stringify({ offset: new Date('2026-11-22T02:00:00Z').getTimezoneOffset(), rows: readAll() }));
