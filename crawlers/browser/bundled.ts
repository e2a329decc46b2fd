import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const NAME = '@sparticuz/chromium';

/** What the child does: unpack the browser and the system libraries it may lack into its own TMPDIR. */
const unpackScript = `
const { default: chromium, inflate } = await import(process.argv[1]);
await chromium.executablePath();
await inflate(process.argv[2]);
`;

export type Bundled =
  | { found: true; executablePath: string; libraries: string; version: string }
  | { found: false; why: string };

/**
 * The browser that npm brings. It unpacks itself into the shared temporary folder under fixed names, which another user
 * of the machine could have put there before: so a child does it in a folder of ours, renamed into place when complete.
 */
export async function bundledBrowser(cache: string, modulesFrom: string): Promise<Bundled> {
  if (process.platform !== 'linux' || process.arch !== 'x64')
    return { found: false, why: 'npm 自带的浏览器只能在 x64 的 Linux 上用' };
  let entry: string;
  let version: string;
  try {
    entry = createRequire(path.join(modulesFrom, 'package.json')).resolve(NAME);
    const manifest: unknown = JSON.parse(await readFile(path.join(path.dirname(entry), '..', 'package.json'), 'utf8'));
    version = String((manifest as { version?: unknown }).version).replace(/[^0-9A-Za-z.-]/g, '');
  } catch {
    return { found: false, why: `没有安装可选组件 ${NAME}` };
  }
  const place = path.join(cache, `chromium-${version}`);
  const found: Bundled = {
    found: true,
    executablePath: path.join(place, 'chromium'),
    libraries: path.join(place, 'al2023', 'lib'),
    version,
  };
  if (existsSync(found.executablePath)) return found;
  await mkdir(cache, { recursive: true });
  const temporary = await mkdtemp(path.join(cache, 'unpack-'));
  try {
    await run(
      process.execPath,
      [
        '--input-type=module',
        '-e',
        unpackScript,
        pathToFileURL(entry).href,
        path.join(path.dirname(entry), '..', 'bin', 'al2023.tar.br'),
      ],
      { timeout: 120_000, env: { PATH: process.env.PATH ?? '', HOME: temporary, TMPDIR: temporary } },
    );
    await rename(temporary, place).catch(async (error: NodeJS.ErrnoException) => {
      // Another process was quicker: its copy is as good.
      if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
      await rm(temporary, { recursive: true, force: true });
    });
  } catch (error) {
    await rm(temporary, { recursive: true, force: true });
    const reason = (error as { code?: unknown }).code;
    return { found: false, why: `npm 自带的浏览器解不开（${String(reason ?? '超时')}），要有约 250 MB 空间：${cache}` };
  }
  return existsSync(found.executablePath) ? found : { found: false, why: 'npm 自带的浏览器解开后不完整' };
}
