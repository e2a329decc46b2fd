import type { BrowserProcess, FoundBrowser, View, ViewOptions } from '../browser.ts';
import { startBrowser } from '../browser.ts';

/** Pages shown by one browser process: a watch runs for months, a browser should not. */
const pagesPerBrowser = 200;
/** Sites whose context is kept open; a context holds cookies and some 20 MB. */
const mostViews = 8;

export type SiteViews = {
  /** The context of a site, opened or found again. `release` when the page is done. Throws when no browser can be started. */
  borrow(site: string): Promise<{ view: View; release(): Promise<void> }>;
  /** A view turned out to be of a browser that does not answer any more: nobody gets one of it again. */
  giveUp(view: View): void;
  close(): Promise<void>;
};

type Kept = { view: Promise<View>; inUse: number; usedAt: number };
type Running = { process: Promise<BrowserProcess>; sites: Map<string, Kept>; pages: number; inUse: number };

/**
 * 一站一个上下文: one browser process at a time with a context a site. A process that crashed, was given up or has shown many pages is
 * replaced; it is closed when its last page is done.
 */
export function openSiteViews(found: FoundBrowser, optionsOf: (site: string) => ViewOptions): SiteViews {
  let current: Running | undefined;
  const leaving = new Set<Running>();
  let turn = 0;

  const end = async (r: Running) => {
    leaving.delete(r);
    await (await r.process.catch(() => undefined))?.close();
  };
  const replace = async () => {
    const old = current;
    current = undefined;
    if (!old) return;
    leaving.add(old);
    if (old.inUse === 0) await end(old);
  };
  const running = async (): Promise<Running> => {
    const now = current;
    if (now) {
      const process = await now.process.catch(() => undefined);
      if (process?.alive() && now.pages < pagesPerBrowser) return now;
      if (current === now) await replace();
      if (current) return running();
    }
    current ??= { process: startBrowser(found), sites: new Map(), pages: 0, inUse: 0 };
    return current;
  };
  const spare = async (r: Running) => {
    const idle = [...r.sites].filter(([, k]) => k.inUse === 0).sort(([, a], [, b]) => a.usedAt - b.usedAt);
    for (const [site, kept] of idle.slice(0, Math.max(0, r.sites.size - mostViews))) {
      r.sites.delete(site);
      await (await kept.view.catch(() => undefined))?.close();
    }
  };

  return {
    async borrow(site) {
      const r = await running();
      r.inUse += 1;
      r.pages += 1;
      turn += 1;
      let kept = r.sites.get(site);
      if (!kept) {
        kept = { view: r.process.then((p) => p.openView(optionsOf(site))), inUse: 0, usedAt: turn };
        kept.view.catch(() => {});
        r.sites.set(site, kept);
      }
      const mine = kept;
      mine.inUse += 1;
      mine.usedAt = turn;
      const release = async () => {
        mine.inUse -= 1;
        r.inUse -= 1;
        if (leaving.has(r)) {
          if (r.inUse === 0) await end(r);
        } else await spare(r);
      };
      try {
        return { view: await mine.view, release };
      } catch (error) {
        // Neither a browser that did not start nor a context that did not open is tried again.
        if (current === r) current = undefined;
        leaving.add(r);
        await release();
        throw error;
      }
    },
    giveUp(view) {
      const r = current;
      if (!r) return;
      void Promise.all([...r.sites.values()].map((k) => k.view.catch(() => undefined))).then((views) => {
        if (current === r && views.includes(view)) void replace();
      });
    },
    async close() {
      const all = [...leaving, ...(current ? [current] : [])];
      current = undefined;
      await Promise.all(all.map(end));
    },
  };
}
