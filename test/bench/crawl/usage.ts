/** Loaded before a tool (`node --import`): writes what its whole process used, start-up included, once it ends. */
import { writeFileSync } from 'node:fs';

export type Usage = {
  /** Milliseconds of user and system time of all threads. */
  cpuMs: number;
  /** Peak resident memory, megabytes. */
  rssMb: number;
};

const file = process.env.XUNCHA_BENCH_USAGE;
if (file !== undefined)
  process.on('exit', () => {
    const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
    const usage: Usage = { cpuMs: (userCPUTime + systemCPUTime) / 1_000, rssMb: maxRSS / 1_024 };
    writeFileSync(file, JSON.stringify(usage));
  });
