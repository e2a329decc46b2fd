import { networkInterfaces } from 'node:os';
import type { Observation, UnobservedReason } from '#core/observation.ts';
import { timeText } from '#indicators/common.ts';
import type { Guard } from '#pipeline/guard.ts';
import type { VisitJob } from '#pipeline/jobs.ts';
import { unobserved } from '#pipeline/write.ts';
import { jumpTolerance, type Time } from './time.ts';

export type SlotVisitDeps = {
  time: Pick<Time, 'now' | 'mono'>;
  guard: Guard;
  /** The visit itself: one attempt. */
  look: (job: VisitJob) => Promise<Observation>;
  /** A visit that could not begin within this many milliseconds of its slot is void. */
  lateMs: number;
  /** Opened later than this, a visit is as doubtful as one that failed. Milliseconds. */
  slowMs: number;
  /** Where no control points are set: null when other sites show that our network stands, else why it is void. Chinese. */
  others?: (url: string, slot: string) => Promise<string | null>;
  /** Addresses of this machine beyond loopback; default: what the system says. */
  own?: () => readonly OwnAddress[];
};

export type OwnAddress = { family: 'IPv4' | 'IPv6'; address: string };

/**
 * 定时访问 of one slot, with everything that can void it: begun too late, clock moved meanwhile, own network down. Three states come out:
 * opened, not opened (both observed), void (unobserved, with the reason).
 */
export async function slotVisit(job: VisitJob, d: SlotVisitDeps): Promise<Observation> {
  const began = d.time.now();
  const late = began.getTime() - Date.parse(job.payload.slot);
  if (late > d.lateMs)
    return voided(
      job,
      began,
      'overload',
      `计划 ${timeText(job.payload.slot)} 访问，本机繁忙，晚了 ${Math.round(late / 1000)} 秒才轮到，这次访问作废`,
    );
  const mono = d.time.mono();
  const guarded = d.guard.begin();
  let seen: Observation | undefined;
  let network: string | null = null;
  try {
    seen = await d.look(job);
  } finally {
    network = await guarded.end(seen === undefined || doubtful(seen, d.slowMs));
  }
  if (seen.status === 'unobserved') return seen;

  const jump = d.time.now().getTime() - began.getTime() - (d.time.mono() - mono);
  if (Math.abs(jump) > jumpTolerance)
    return voided(
      job,
      began,
      'overload',
      `访问期间本机时钟跳变或休眠（相差 ${Math.round(jump / 1000)} 秒），这次访问作废`,
      seen,
    );
  if (network !== null) return voided(job, began, 'local-network', network, seen);
  if (inside(job.payload.url) || !doubtful(seen, d.slowMs)) return seen;
  let own = ownFault(seen, (d.own ?? ownAddresses)());
  if (own === null && d.others && !d.guard.guards && neverConnected(seen))
    own = await d.others(job.payload.url, job.payload.slot);
  return own === null ? seen : voided(job, began, 'local-network', own, seen);
}

/** 作废的时段: what was planned and did not come to a visit that counts. What was got all the same stays beside it. */
export function voided(
  job: VisitJob,
  at: Date,
  reason: UnobservedReason,
  detail: string,
  seen?: Observation,
): Observation {
  const { siteId: subjectId, url: target, slot } = job.payload;
  const head = {
    kind: 'site.access' as const,
    subjectId,
    target,
    slot,
    observedAt: at.toISOString(),
    probe: seen?.probe ?? { id: 'watch', version: 1 },
  };
  return unobserved(head, reason, detail, seen?.evidence ?? []);
}

/** Not opened, or so slowly that it may count as not opened. */
function doubtful(o: Observation, slowMs: number): boolean {
  if (o.kind !== 'site.access' || o.status !== 'observed') return o.status === 'observed';
  return o.value.openedMs === null || o.value.openedMs >= slowMs;
}

/** Addresses of this very machine: no network lies between. */
function inside(url: string): boolean {
  const host = URL.parse(url)?.hostname ?? '';
  return host === 'localhost' || host === '[::1]' || host.startsWith('127.');
}

/** Nothing of the site was reached: a dead network of ours looks just the same. */
function neverConnected(o: Observation): boolean {
  if (o.kind !== 'site.access' || o.status !== 'observed') return false;
  const { outcome, stage, redirects } = o.value;
  if (redirects.length > 0) return false;
  return (
    outcome === 'dns-failure' ||
    outcome === 'unreachable' ||
    (outcome === 'timeout' && (stage === 'dns' || stage === 'connect'))
  );
}

/** Codes by which a system says that it knows no way to an address. */
const noWay = new Set(['ENETUNREACH', 'ENETDOWN', 'EADDRNOTAVAIL']);

/** What is plainly ours, whatever the control points say. */
function ownFault(o: Observation, own: readonly OwnAddress[]): string | null {
  if (o.kind !== 'site.access' || o.status !== 'observed') return null;
  if (own.length === 0) return '本机没有任何网络连接，这次访问作废';
  const { code, address } = o.value;
  if (code === undefined || !noWay.has(code)) return null;
  // A router far away can say the same; but not for a family of addresses that we have none of.
  return address?.includes(':') && !own.some((a) => a.family === 'IPv6' && !/^f[cde]/i.test(a.address))
    ? `网站只有 IPv6 地址，本机没有 IPv6 网络（${code}），这次访问作废`
    : null;
}

function ownAddresses(): OwnAddress[] {
  return Object.values(networkInterfaces()).flatMap((list) => list?.filter((a) => !a.internal) ?? []);
}
