import type { ProbeContext } from '#core/context.ts';
import { assetKind, isInnerHost, readAddress } from './link/address.ts';
import { openGuard } from './link/guard.ts';
import { openHosts } from './link/host.ts';
import { CancelledLook, hostKey, type LookContext, look, type Pending } from './link/look.ts';
import { runByHost } from './link/schedule.ts';
import { defend, type Proof, settle } from './link/settle.ts';
import type { LinkOptions, LinkParent, LinkReading, LinkTarget, Sight } from './link/types.ts';

export type { LinkOptions, LinkParent, LinkReading, LinkTarget } from './link/types.ts';

/** Raised whenever the same answers could give another verdict. */
export const linkProbe = { id: 'link', version: 1, title: '链接是否可用', produces: 'link.status' } as const;

/** Settings for real sites; tests scale them down. */
export const linkDefaults: Omit<LinkOptions, 'seed' | 'signal'> = {
  secondLookMs: 60_000,
  timeoutMs: 30_000,
  enoughBytes: 32 * 1024,
  fullBytes: 512 * 1024,
  maxBackoffMs: 120_000,
  backoffMs: 5_000,
  concurrency: 32,
  perHost: 2,
  maxRequests: 4,
  maxControlsPerHost: 8,
  guardMs: 15_000,
  maxTargets: 100_000,
};

/** Looks at one target at most; the third settles two that disagree. */
const maxLooks = 3;
const mostParents = 50;

/**
 * 链接检查 of one batch: each distinct target once, for all its parents. Yields in the order in which verdicts are reached; never throws for what a
 * site does, and a fault inside one target costs that target only.
 *
 * `broken` is published only when two looks, `secondLookMs` apart, found the same fault, and silence only while the control points of
 * `context.controls` open. Pace towards a host is the HTTP client's; here are the back-off a server asks for and the order of the looks.
 * Leaving the generator early stops all work.
 */
export async function* checkLinks(
  targets: readonly LinkTarget[],
  context: ProbeContext,
  given: Partial<LinkOptions> & { seed: string },
): AsyncGenerator<LinkReading> {
  const options: LinkOptions = { ...linkDefaults, ...given };
  const stop = new AbortController();
  const signal = options.signal ? AbortSignal.any([options.signal, stop.signal]) : stop.signal;
  const outbox: LinkReading[] = [];
  let wake: () => void = () => {};
  let over = false;
  const emit = (reading: LinkReading): void => {
    outbox.push(reading);
    wake();
  };
  const work = runBatch(targets, context, { ...options, signal }, emit).finally(() => {
    over = true;
    wake();
  });
  // Awaited below; until then its failure must not count as unhandled.
  work.catch(() => {});
  try {
    while (true) {
      for (const reading of outbox.splice(0)) yield reading;
      if (outbox.length > 0) continue;
      if (over) break;
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
    await work;
  } finally {
    stop.abort();
    await work.catch(() => {});
  }
}

async function runBatch(
  targets: readonly LinkTarget[],
  context: ProbeContext,
  options: LinkOptions & { signal: AbortSignal },
  emit: (reading: LinkReading) => void,
): Promise<void> {
  const { signal } = options;
  const host = openHosts();
  for (const [name, { pages, files }] of options.shown ?? []) {
    host(name).deepPages = pages;
    host(name).files = files;
  }
  const guard = openGuard({
    http: context.http,
    controls: context.controls,
    guardMs: options.guardMs,
    timeoutMs: options.timeoutMs,
    signal,
  });
  const lookContext: LookContext = { http: context.http, guard, host, options, signal };
  const pendings: Pending[] = [];
  for (const { target, url, decided } of distinct(targets)) {
    const settled = decided ?? (pendings.length >= options.maxTargets ? limitReached : null);
    const p: Pending = { target, url, sights: [], attempts: [], stored: [], dueAt: 0, lastAt: 0, lenient: false };
    if (settled !== null) {
      emit(observed(p, settled));
      continue;
    }
    pendings.push(p);
    if (assetKind(url) !== null) host(hostKey(url)).assets++;
  }

  let round = pendings;
  while (round.length > 0) {
    const later: Pending[] = [];
    await runByHost(
      round,
      {
        hostOf: (p) => hostKey(p.url),
        dueAt: (p) => p.dueAt,
        hostReadyAt: (name) => host(name).notBefore,
        perHost: options.perHost,
        concurrency: options.concurrency,
        signal,
      },
      async (p) => {
        try {
          if (signal.aborted) return emit(unobserved(p, 'cancelled', '检查中途停止，该链接未查完'));
          p.sights.push(await look(p, lookContext));
          p.lastAt = performance.now();
          const outcome = settle(p.sights, p.sights.length < maxLooks && p.attempts.length < options.maxRequests);
          if (outcome !== 'again') return emit(await conclude(p, outcome, lookContext));
          p.dueAt = p.lastAt + options.secondLookMs;
          later.push(p);
        } catch (error) {
          emit(failed(p, error, context));
        }
      },
    );
    round = later;
  }
}

const limitReached: Sight = {
  status: 'skipped',
  reason: 'LIMIT_REACHED',
  next: 'done',
  note: '超过本批链接数上限，未检查',
};

/** Proves what the verdict needs, or takes it back. */
async function conclude(p: Pending, sight: Sight, c: LookContext): Promise<LinkReading> {
  if (sight.status !== 'broken' || sight.needs === undefined) return observed(p, sight);
  const silent = sight.needs === 'network' || sight.needs === 'names';
  const host = c.host(hostKey(p.url));
  const proof: Proof = {
    ...(silent ? await c.guard.check(p.lastAt) : { network: 'unknown', names: false }),
    hostShowsPages: host.deepPages > 0,
    hostShowsFiles: host.deepPages > 0 || host.files > 0,
  };
  const stands = defend(sight, proof);
  if (stands === 'local-network')
    return unobserved(p, 'local-network', '控制点当时也打不开，属本方网络故障，该链接未能检查');
  return observed(p, stands);
}

function failed(p: Pending, error: unknown, context: ProbeContext): LinkReading {
  if (error instanceof CancelledLook) {
    const own = error.message !== '';
    return own
      ? unobserved(p, 'overload', `本机资源不足（${error.message}），该链接未能检查`)
      : unobserved(p, 'cancelled', '检查中途停止，该链接未查完');
  }
  context.log.error({ url: p.url, err: error }, '检查链接时程序出错');
  const what = error instanceof Error ? error.message : String(error);
  return unobserved(p, 'crashed', `检查该链接时程序出错：${what}`.slice(0, 300));
}

function unobserved(
  p: Pending,
  reason: 'cancelled' | 'crashed' | 'local-network' | 'overload',
  detail: string,
): LinkReading {
  return { target: p.target, reading: { status: 'unobserved', reason, detail }, stored: p.stored };
}

function observed(p: Pending, sight: Sight): LinkReading {
  const quiet = (sight.status === 'ok' || sight.status === 'skipped') && sight.suspect === undefined;
  return {
    target: p.target,
    stored: quiet ? [] : p.stored,
    reading: {
      status: 'observed',
      value: {
        url: p.url,
        status: sight.status,
        reason: sight.reason,
        ...(sight.httpStatus === undefined ? {} : { httpStatus: sight.httpStatus }),
        ...(sight.finalUrl === undefined ? {} : { finalUrl: sight.finalUrl }),
        ...(sight.note === undefined ? {} : { note: sight.note.slice(0, 200) }),
        ...(sight.suspect === undefined ? {} : { suspect: { ...sight.suspect, why: sight.suspect.why.slice(0, 200) } }),
        attempts: p.attempts,
        parents: p.target.parents.slice(0, mostParents),
        parentCount: p.target.parentCount,
        external: p.target.external,
      },
    },
  };
}

/** Targets by address, parents merged; those that need no request come with their verdict. */
function distinct(targets: readonly LinkTarget[]): { target: LinkTarget; url: string; decided: Sight | null }[] {
  const byUrl = new Map<string, { target: LinkTarget; parents: LinkParent[]; url: string; decided: Sight | null }>();
  for (const target of targets) {
    const address = readAddress(target.url);
    const url = address.kind === 'http' ? address.url : target.url;
    const known = byUrl.get(url);
    if (known) {
      for (const parent of target.parents) if (known.parents.length < mostParents) known.parents.push(parent);
      const { excluded, ...merged } = known.target;
      known.target = {
        ...merged,
        ...(excluded === undefined || target.excluded === undefined ? {} : { excluded }),
        ...(merged.seen === undefined && target.seen !== undefined ? { seen: target.seen } : {}),
        external: merged.external && target.external,
        parentCount: merged.parentCount + target.parentCount,
      };
    } else byUrl.set(url, { target, parents: [...target.parents], url, decided: null });
  }
  return [...byUrl.values()].map(({ target: merged, parents, url }) => {
    const target = { ...merged, parents };
    return { target, url, decided: decidedByAddress(target, url) };
  });
}

/** What the address alone decides; null when it must be looked at. */
function decidedByAddress(target: LinkTarget, url: string): Sight | null {
  if (target.excluded !== undefined) return { status: 'skipped', reason: target.excluded, next: 'done' };
  const address = readAddress(target.url);
  switch (address.kind) {
    case 'invalid':
      return { status: 'broken', reason: 'URL_INVALID', next: 'done', note: address.note };
    case 'caution':
      return { status: 'caution', reason: 'URL_UNSUPPORTED', next: 'done', note: address.note };
    case 'skipped':
      return {
        status: 'skipped',
        reason: 'URL_UNSUPPORTED',
        next: 'done',
        ...(address.note === undefined ? {} : { note: address.note }),
      };
    case 'http':
      // A public page that leads to an inside address: whether we reach it or not, a citizen does not.
      return isInnerHost(url) && !isInnerHost(target.home)
        ? { status: 'caution', reason: 'EXCLUDED_SCOPE', next: 'done', note: '指向内部网络地址，公众无法打开' }
        : null;
  }
}
