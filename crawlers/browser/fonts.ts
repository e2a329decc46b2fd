import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Environment } from './places.ts';

const run = promisify(execFile);

async function systemHasChinese(env: Environment): Promise<boolean> {
  try {
    const { stdout } = await run('fc-list', [':lang=zh-cn', 'family'], {
      timeout: 10_000,
      env: { ...env } as NodeJS.ProcessEnv,
    });
    return stdout.trim() !== '';
  } catch {
    return false;
  }
}

const xml = (s: string) => s.replace(/[&<>]/g, (c) => (c === '&' ? '&amp;' : c === '<' ? '&lt;' : '&gt;'));

/** Fontconfig file: what the machine has, and the Chinese font beside it. */
export function fontsConf(folders: readonly string[], cache: string): string {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
<include ignore_missing="yes">/etc/fonts/fonts.conf</include>
${folders.map((f) => `<dir>${xml(f)}</dir>`).join('\n')}
<cachedir>${xml(path.join(cache, 'fontconfig'))}</cachedir>
</fontconfig>
`;
}

/**
 * Environment that lets a browser on Linux draw Chinese: without any Chinese font a screenshot is blank. Empty when the
 * machine has one of its own or the user has set FONTCONFIG_FILE; a note when there is none to give.
 */
export async function fontEnvironment(
  env: Environment,
  cache: string,
  modulesFrom: string,
): Promise<{ env: Record<string, string>; note?: string }> {
  if (env.FONTCONFIG_FILE !== undefined || (await systemHasChinese(env))) return { env: {} };
  let root: string;
  try {
    const require = createRequire(path.join(modulesFrom, 'package.json'));
    root = path.dirname(require.resolve('@expo-google-fonts/noto-sans-sc/package.json'));
  } catch {
    return { env: {}, note: '本机没有中文字体，截图里的汉字可能是空白；装上可选组件或任一中文字体即可' };
  }
  // Two weights of nine: each is 10 MB that fontconfig reads.
  const folders = ['400Regular', '700Bold'].map((w) => path.join(root, w)).filter((f) => existsSync(f));
  const file = path.join(cache, 'fonts.conf');
  await writeFile(file, fontsConf(folders, cache));
  return { env: { FONTCONFIG_FILE: file } };
}
