import { homedir } from 'node:os';
import path from 'node:path';

export type Environment = Readonly<Record<string, string | undefined>>;

const names = [
  'google-chrome-stable',
  'google-chrome',
  'chromium',
  'chromium-browser',
  'microsoft-edge-stable',
  'microsoft-edge',
];

/** Where Chrome, Chromium and Edge usually lie, best first: the machine's own browser is what its people see pages with. */
export function usualPlaces(platform: NodeJS.Platform, env: Environment, home: string = homedir()): string[] {
  if (platform === 'win32') {
    const p = path.win32;
    const roots = [env.PROGRAMFILES, env['PROGRAMFILES(X86)'], env.LOCALAPPDATA].filter((r) => r !== undefined);
    const files = [
      ['Google', 'Chrome', 'Application', 'chrome.exe'],
      ['Chromium', 'Application', 'chrome.exe'],
      ['Microsoft', 'Edge', 'Application', 'msedge.exe'],
    ];
    return files.flatMap((f) => roots.map((r) => p.join(r, ...f)));
  }
  const p = path.posix;
  if (platform === 'darwin') {
    const apps = [
      ['Google Chrome.app', 'Google Chrome'],
      ['Chromium.app', 'Chromium'],
      ['Microsoft Edge.app', 'Microsoft Edge'],
    ] as const;
    return apps.flatMap(([app, file]) =>
      ['/Applications', p.join(home, 'Applications')].map((root) => p.join(root, app, 'Contents', 'MacOS', file)),
    );
  }
  const folders = (env.PATH ?? '').split(':').filter((f) => p.isAbsolute(f));
  const all = [...folders, '/usr/bin', '/usr/local/bin', '/snap/bin'];
  return [
    ...new Set([
      ...names.flatMap((n) => all.map((f) => p.join(f, n))),
      '/opt/google/chrome/chrome',
      '/opt/microsoft/msedge/msedge',
      '/usr/lib/chromium/chromium',
    ]),
  ];
}
