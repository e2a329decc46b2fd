import { execFile } from 'node:child_process';
import { constants, existsSync } from 'node:fs';
import { access, readdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { bundledBrowser } from './bundled.ts';
import { cacheFolder } from './cache.ts';
import { fontEnvironment } from './fonts.ts';
import { type Environment, usualPlaces } from './places.ts';

const run = promisify(execFile);
const VERSION_MS = 15_000;

/** A browser that was seen to start, and what it needs to run here. */
export type FoundBrowser = {
  executablePath: string;
  /** To be set beside the machine's own environment. */
  env: Readonly<Record<string, string>>;
  args: readonly string[];
  /** Where it comes from, Chinese. */
  from: string;
  /** What a reader of its screenshots should know, Chinese. */
  notes: readonly string[];
};
/** 没有可用的浏览器: why, and how to get one. */
export type NoBrowser = { none: string };

export type FindOptions = {
  env?: Environment;
  /** Instead of the usual places of this machine. */
  places?: readonly string[];
  /** Folder whose node_modules are looked through. */
  modulesFrom?: string;
  /** Instead of the user's cache folder. */
  cache?: string;
  /** Leave Playwright's own out. */
  playwright?: boolean;
};

/** Switches off what a browser does on the network of its own accord, and what has no use without a screen. */
const quiet = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-domain-reliability',
  '--disable-sync',
  '--disable-quic',
  '--disable-gpu',
  '--no-first-run',
  '--no-default-browser-check',
  '--no-pings',
  '--font-render-hinting=none',
];

async function usable(file: string): Promise<boolean> {
  try {
    await access(file, process.platform === 'win32' ? constants.F_OK : constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Says its version: then its libraries are there. Windows browsers open a window instead, so there it is taken on trust. */
async function starts(file: string, env: Readonly<Record<string, string>>, base: Environment): Promise<boolean> {
  if (process.platform === 'win32') return true;
  try {
    const { stdout } = await run(file, ['--version'], {
      timeout: VERSION_MS,
      killSignal: 'SIGKILL',
      env: { ...base, ...env } as NodeJS.ProcessEnv,
    });
    return /\d+\.\d+\.\d+/.test(stdout);
  } catch {
    return false;
  }
}

/** Where Playwright keeps the browsers that it downloads, unless told otherwise. */
function playwrightFolder(): string {
  const caches =
    process.platform === 'win32'
      ? (process.env.LOCALAPPDATA ?? path.join(homedir(), 'AppData', 'Local'))
      : process.platform === 'darwin'
        ? path.join(homedir(), 'Library', 'Caches')
        : process.env.XDG_CACHE_HOME || path.join(homedir(), '.cache');
  return path.join(caches, 'ms-playwright');
}

/** Playwright's own Chromium or its headless shell, if a person has installed one. */
async function playwrightPlaces(): Promise<string[]> {
  // Loading Playwright costs a third of a second: not for browsers that cannot be there.
  if (process.env.PLAYWRIGHT_BROWSERS_PATH === undefined && !existsSync(playwrightFolder())) return [];
  const { chromium } = await import('playwright');
  const full = chromium.executablePath();
  if (full === '') return [];
  const places = [full];
  const root = /^(.*?[\\/])chromium-\d+[\\/]/.exec(full)?.[1];
  if (root !== undefined) {
    for (const shell of (await readdir(root).catch(() => [])).filter((f) => f.startsWith('chromium_headless_shell-'))) {
      for (const inner of await readdir(path.join(root, shell)).catch(() => []))
        for (const file of ['chrome-headless-shell', 'headless_shell', 'chrome-headless-shell.exe'])
          places.push(path.join(root, shell, inner, file));
    }
  }
  return places;
}

const advice = '装上 Chrome、Chromium 或 Edge，或用环境变量 XUNCHA_BROWSER 指出浏览器程序的位置';

/**
 * 找浏览器, in this order: XUNCHA_BROWSER, Playwright's own, the machine's, the one that npm brings. Never throws; each
 * candidate is started once (`--version`) before it is trusted.
 */
export async function findBrowser(options: FindOptions = {}): Promise<FoundBrowser | NoBrowser> {
  const env = options.env ?? process.env;
  const modulesFrom = options.modulesFrom ?? import.meta.dirname;
  const wished = env.XUNCHA_BROWSER?.trim();
  if (wished === 'none') return { none: '已用 XUNCHA_BROWSER=none 关闭浏览器，需要渲染的页面不作判定' };
  const cache = options.cache ?? (await cacheFolder(env));
  const fonts =
    process.platform === 'linux' && cache !== null
      ? await fontEnvironment(env, cache, modulesFrom).catch(() => ({ env: {}, note: '中文字体没有配好' }))
      : { env: {} };
  const notes = 'note' in fonts && fonts.note !== undefined ? [fonts.note] : [];
  const found = (executablePath: string, from: string, extra: Record<string, string> = {}): FoundBrowser => ({
    executablePath,
    env: { ...fonts.env, ...extra },
    args: quiet,
    from,
    notes,
  });

  if (wished !== undefined && wished !== '') {
    if (!(await usable(wished)))
      return { none: `XUNCHA_BROWSER 指向的 ${wished} 不存在或不能执行；改正它，或删去这个变量` };
    if (!(await starts(wished, fonts.env, env)))
      return { none: `XUNCHA_BROWSER 指向的 ${wished} 启动不了，可能不是 Chrome 或 Chromium，或缺少系统库` };
    return found(wished, 'XUNCHA_BROWSER');
  }
  const broken: string[] = [];
  const first = async (places: readonly string[], from: string): Promise<FoundBrowser | undefined> => {
    for (const place of places) {
      if (!(await usable(place))) continue;
      if (await starts(place, fonts.env, env)) return found(place, from);
      broken.push(place);
    }
    return undefined;
  };
  const own = options.playwright === false ? [] : await playwrightPlaces().catch(() => []);
  const installed =
    (await first(own, 'Playwright 自带')) ??
    (await first(options.places ?? usualPlaces(process.platform, env), '本机安装'));
  if (installed) return installed;

  const why: string[] = [];
  if (broken.length > 0) why.push(`${broken.slice(0, 3).join('、')} 启动不了`);
  if (cache === null) why.push('没有可写的缓存文件夹，npm 自带的浏览器无处解开');
  else {
    const bundled = await bundledBrowser(cache, modulesFrom);
    if (!bundled.found) why.push(bundled.why);
    else {
      const libraries = [bundled.libraries, env.LD_LIBRARY_PATH].filter((l) => l !== undefined && l !== '').join(':');
      if (await starts(bundled.executablePath, { LD_LIBRARY_PATH: libraries }, env))
        return found(bundled.executablePath, `npm 自带（@sparticuz/chromium ${bundled.version}）`, {
          LD_LIBRARY_PATH: libraries,
        });
      why.push('npm 自带的浏览器在这台机器上启动不了');
    }
  }
  return { none: `没有找到可用的浏览器（${why.join('；')}）。${advice}` };
}
