import { availableParallelism, cpus, freemem, totalmem } from 'node:os';

/** 本机负载 of one moment, in the shape that Crawlee's autoscaling reads. */
export type MachineLoad = {
  createdAt: Date;
  /** Share of all processors since the last reading, percent. */
  cpuCurrentUsage: number;
  isCpuOverloaded: boolean;
  memTotalBytes: number;
  memCurrentBytes: number;
};

/** Above this share of the processors no further page is begun. */
const busy = 0.95;

/**
 * Reads the load of the machine, or of the container that limits us. Crawlee's own reading starts a process each second to list all
 * others; what matters here is how much is left, and that the system tells for nothing.
 */
export function openMachineLoad(): () => MachineLoad {
  let last = ticks();
  return () => {
    const now = ticks();
    const total = now.total - last.total;
    const used = total === 0 ? 0 : 1 - (now.idle - last.idle) / total;
    last = now;
    const limit = process.constrainedMemory();
    const all = limit > 0 && limit < totalmem() ? limit : totalmem();
    const free = typeof process.availableMemory === 'function' ? process.availableMemory() : freemem();
    return {
      createdAt: new Date(),
      cpuCurrentUsage: used * 100,
      isCpuOverloaded: used > busy,
      memTotalBytes: all,
      memCurrentBytes: Math.max(0, all - free),
    };
  };
}

/** 同时渲染的页面数: what this machine bears at most. A page wants half a processor and some 200 MB while it is built. */
export function pagesAtOnce(): number {
  const byMemory = Math.floor(totalmem() / 700_000_000);
  return Math.max(1, Math.min(8, 2 * availableParallelism(), byMemory));
}

function ticks(): { idle: number; total: number } {
  let idle = 0;
  let total = 0;
  for (const { times } of cpus()) {
    idle += times.idle;
    total += times.user + times.nice + times.sys + times.irq + times.idle;
  }
  return { idle, total };
}
