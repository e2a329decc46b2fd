/** 网站礼让: how much of one site may be under way. */
export type TurnLimits = {
  /** Pages of one site at once. */
  perSite: number;
  /** Least milliseconds between two navigations to one site. */
  intervalMs: number;
};

type Site<T> = { waiting: T[]; running: number; notBefore: number };

/** Jobs of many sites in one line: sites take turns, and each keeps to its limits. Knows no clock of its own. */
export type Turns<T> = {
  add(site: string, job: T): void;
  /** Takes a job out of the line; false when it is no longer in it. */
  drop(site: string, job: T): boolean;
  /** The next job that may begin at `now`, marked as running; its site's interval begins. */
  take(now: number): { site: string; job: T } | undefined;
  ready(now: number): boolean;
  done(site: string): void;
  /** Milliseconds from `now` until some job may begin as far as intervals go; null when none waits for one. */
  wait(now: number): number | null;
  waiting(): number;
  running(): number;
  /** All that wait, taken out. */
  drain(): T[];
};

export function openTurns<T>({ perSite, intervalMs }: TurnLimits): Turns<T> {
  const sites = new Map<string, Site<T>>();
  const free = (s: Site<T>, now: number) => s.waiting.length > 0 && s.running < perSite && s.notBefore <= now;
  const next = (now: number) => [...sites].find(([, s]) => free(s, now));
  const count = (of: (s: Site<T>) => number) => [...sites.values()].reduce((n, s) => n + of(s), 0);
  return {
    add(key, job) {
      const site = sites.get(key) ?? { waiting: [], running: 0, notBefore: 0 };
      site.waiting.push(job);
      sites.set(key, site);
    },
    drop(key, job) {
      const line = sites.get(key)?.waiting;
      const at = line?.indexOf(job) ?? -1;
      if (at < 0) return false;
      line?.splice(at, 1);
      return true;
    },
    take(now) {
      const found = next(now);
      if (!found) return undefined;
      const [key, site] = found;
      const job = site.waiting.shift() as T;
      site.running += 1;
      site.notBefore = now + intervalMs;
      // To the end of the line: a site of hundreds of pages holds up nobody.
      sites.delete(key);
      sites.set(key, site);
      return { site: key, job };
    },
    ready: (now) => next(now) !== undefined,
    done(key) {
      const site = sites.get(key);
      if (site) site.running -= 1;
    },
    wait(now) {
      let least: number | null = null;
      for (const [key, s] of sites) {
        // A site at rest whose interval is over needs no memory.
        if (s.waiting.length === 0 && s.running === 0 && s.notBefore <= now) sites.delete(key);
        else if (s.waiting.length > 0 && s.running < perSite) {
          const ms = Math.max(0, s.notBefore - now);
          if (least === null || ms < least) least = ms;
        }
      }
      return least;
    },
    waiting: () => count((s) => s.waiting.length),
    running: () => count((s) => s.running),
    drain: () => [...sites.values()].flatMap((s) => s.waiting.splice(0)),
  };
}
