import type { Browser } from 'playwright';
import { CLOSE_MS, within } from './deadline.ts';
import type { FoundBrowser } from './find.ts';
import type { BrowserProcess, OpenBrowser, OpenOptions } from './types.ts';
import { openView } from './view.ts';

const LAUNCH_MS = 30_000;

async function launch(
  found: FoundBrowser,
  options: { loopback?: boolean; launchMs?: number },
): Promise<{ browser: Browser; sandboxed: boolean }> {
  const { chromium } = await import('playwright');
  const timeout = options.launchMs ?? LAUNCH_MS;
  const rules = 'MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE [::1], EXCLUDE localhost';
  const start = (sandbox: boolean) =>
    chromium.launch({
      executablePath: found.executablePath,
      headless: true,
      chromiumSandbox: sandbox,
      args: [...found.args, ...(options.loopback === true ? [`--host-resolver-rules=${rules}`] : [])],
      env: { ...process.env, ...found.env } as Record<string, string>,
      timeout,
      // The program has its own way of stopping.
      handleSIGINT: false,
      handleSIGTERM: false,
      handleSIGHUP: false,
    });
  const root = process.getuid?.() === 0;
  if (!root) {
    try {
      return { browser: await start(true), sandboxed: true };
    } catch {
      // Kernels that forbid user namespaces refuse the sandbox; nothing else tells that apart.
    }
  }
  return { browser: await start(false), sandboxed: false };
}

/** Starts a found browser. Throws when it cannot be started. */
export async function startBrowser(
  found: FoundBrowser,
  options: { loopback?: boolean; launchMs?: number } = {},
): Promise<BrowserProcess> {
  const { browser, sandboxed } = await launch(found, options);
  return {
    version: browser.version(),
    sandboxed,
    alive: () => browser.isConnected(),
    openView: (view) => openView(browser, view, options.launchMs ?? LAUNCH_MS),
    async close() {
      await within(CLOSE_MS, browser.close()).catch(() => {});
    },
  };
}

/** Opens a found browser with one context. Throws when it cannot be started: the caller then has no browser. */
export async function openBrowser(found: FoundBrowser, options: OpenOptions): Promise<OpenBrowser> {
  const process = await startBrowser(found, {
    loopback: options.network === 'loopback',
    ...(options.launchMs === undefined ? {} : { launchMs: options.launchMs }),
  });
  try {
    const view = await process.openView(options);
    return {
      ...view,
      version: process.version,
      from: found.from,
      sandboxed: process.sandboxed,
      async close() {
        await view.close();
        await process.close();
      },
    };
  } catch (error) {
    await process.close();
    throw error;
  }
}
