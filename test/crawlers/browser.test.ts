import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DeadlineError, within } from '#crawlers/browser/deadline.ts';
import { fontsConf } from '#crawlers/browser/fonts.ts';
import { usualPlaces } from '#crawlers/browser/places.ts';
import { type FoundBrowser, findBrowser, type OpenBrowser, openBrowser } from '#crawlers/browser.ts';

describe('usual places', () => {
  test('Windows: Chrome before Edge, per user last', () => {
    const places = usualPlaces('win32', {
      PROGRAMFILES: 'C:\\Program Files',
      'PROGRAMFILES(X86)': 'C:\\Program Files (x86)',
      LOCALAPPDATA: 'C:\\Users\\示例\\AppData\\Local',
    });
    expect(places[0]).toBe('C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe');
    expect(places).toContain('C:\\Users\\示例\\AppData\\Local\\Google\\Chrome\\Application\\chrome.exe');
    expect(places).toContain('C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe');
  });
  test('macOS: the machine, then the user', () => {
    expect(usualPlaces('darwin', {}, '/Users/x').slice(0, 2)).toEqual([
      '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
      '/Users/x/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    ]);
  });
  test('Linux: PATH in its order, relative folders left out', () => {
    const places = usualPlaces('linux', { PATH: 'bin:/opt/x/bin:/usr/bin' }, '/home/x');
    expect(places[0]).toBe('/opt/x/bin/google-chrome-stable');
    expect(places).toContain('/usr/bin/chromium');
    expect(places.every((p) => p.startsWith('/'))).toBe(true);
    expect(new Set(places).size).toBe(places.length);
  });
});

test('a font folder with marks of XML stays inside the file', () => {
  expect(fontsConf(['/a&b/<c>'], '/cache')).toContain('<dir>/a&amp;b/&lt;c&gt;</dir>');
});

test('a deadline ends what never ends, and hands on what ends in time', async () => {
  await expect(within(20, new Promise(() => {}))).rejects.toBeInstanceOf(DeadlineError);
  await expect(within(5_000, Promise.resolve(7))).resolves.toBe(7);
  await expect(within(5_000, Promise.reject(new Error('x')))).rejects.toThrow('x');
});

describe.runIf(process.platform === 'linux')('finding', () => {
  let folder = '';
  const file = async (name: string, text: string, mode = 0o755) => {
    const place = path.join(folder, name);
    await writeFile(place, text, { mode });
    return place;
  };
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'xuncha-browser-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));
  const options = () => ({ cache: folder, modulesFrom: folder, playwright: false });

  test('the wish of the user comes first', async () => {
    const wished = await file('wished', '#!/bin/sh\necho Chromium 150.0.1.2\n');
    const other = await file('other', '#!/bin/sh\necho Chromium 151.0.1.2\n');
    const found = await findBrowser({ ...options(), env: { XUNCHA_BROWSER: wished }, places: [other] });
    expect(found).toMatchObject({ executablePath: wished, from: 'XUNCHA_BROWSER' });
  });

  test('a wish that leads nowhere is told, never silently replaced', async () => {
    const other = await file('other2', '#!/bin/sh\necho Chromium 151.0.1.2\n');
    const found = await findBrowser({ ...options(), env: { XUNCHA_BROWSER: '/nowhere/chrome' }, places: [other] });
    expect(found).toEqual({ none: 'XUNCHA_BROWSER 指向的 /nowhere/chrome 不存在或不能执行；改正它，或删去这个变量' });
  });

  test('a wish that is no browser is told', async () => {
    const wished = await file('text', '#!/bin/sh\nexit 1\n');
    expect(await findBrowser({ ...options(), env: { XUNCHA_BROWSER: wished }, places: [] })).toMatchObject({
      none: expect.stringContaining('启动不了'),
    });
  });

  test('the browser can be switched off', async () => {
    expect(await findBrowser({ ...options(), env: { XUNCHA_BROWSER: 'none' } })).toMatchObject({
      none: expect.stringContaining('关闭浏览器'),
    });
  });

  test('what does not start is passed over', async () => {
    const broken = await file('broken', '#!/bin/sh\necho "error while loading shared libraries" >&2\nexit 127\n');
    const plain = await file('plain', 'no program', 0o644);
    const good = await file('good', '#!/bin/sh\necho Chromium 150.0.1.2\n');
    const found = await findBrowser({ ...options(), env: {}, places: ['/nowhere', plain, broken, good] });
    expect(found).toMatchObject({ executablePath: good, from: '本机安装' });
  });

  /** A package in the shape of the one npm brings, without its 67 MB. */
  const fakePackage = async (name: string, unpack: string) => {
    const root = path.join(folder, name);
    const home = path.join(root, 'node_modules', '@sparticuz', 'chromium');
    await mkdir(path.join(home, 'build'), { recursive: true });
    await mkdir(path.join(root, 'cache'));
    await writeFile(
      path.join(home, 'package.json'),
      JSON.stringify({ name: '@sparticuz/chromium', version: '9.9.9', type: 'module', exports: './build/index.js' }),
    );
    await writeFile(
      path.join(home, 'build', 'index.js'),
      `import { mkdirSync, writeFileSync } from 'node:fs'; import { tmpdir } from 'node:os';
       export default { async executablePath() { ${unpack} } };
       export const inflate = async () => mkdirSync(tmpdir() + '/al2023/lib', { recursive: true });`,
    );
    return { modulesFrom: root, cache: path.join(root, 'cache'), playwright: false, places: [], env: {} };
  };

  test('the one npm brings is unpacked into our own folder, with its libraries, once', async () => {
    const script = '#!/bin/sh\\necho "Chromium 153.0.0.1 $LD_LIBRARY_PATH"\\n';
    const fake = await fakePackage(
      'good-package',
      `writeFileSync(tmpdir() + '/chromium', '${script}', { mode: 0o700 })`,
    );
    const place = path.join(fake.cache, 'chromium-9.9.9');
    const [one, two] = await Promise.all([findBrowser(fake), findBrowser(fake)]);
    expect(one).toMatchObject({
      executablePath: path.join(place, 'chromium'),
      env: { LD_LIBRARY_PATH: path.join(place, 'al2023', 'lib') },
      from: 'npm 自带（@sparticuz/chromium 9.9.9）',
    });
    expect(two).toEqual(one);
    expect(await findBrowser(fake)).toEqual(one);
    expect((await readdir(fake.cache)).filter((f) => f.startsWith('unpack-'))).toEqual([]);
  });

  test('none at all: says why and what to do, and leaves nothing half unpacked', async () => {
    const broken = await file('broken2', '#!/bin/sh\nexit 127\n');
    const fake = await fakePackage(
      'bad-package',
      `writeFileSync(tmpdir() + '/part', 'x'); throw new Error('disk full')`,
    );
    const found = await findBrowser({ ...fake, places: [broken] });
    expect(found).toMatchObject({ none: expect.stringContaining(`${broken} 启动不了`) });
    expect(found).toMatchObject({ none: expect.stringContaining('npm 自带的浏览器解不开') });
    expect(found).toMatchObject({ none: expect.stringContaining('XUNCHA_BROWSER') });
    expect((await readdir(fake.cache)).filter((f) => f.includes('unpack-') || f.includes('chromium'))).toEqual([]);
  });
});

const found = await findBrowser();
if ('none' in found) console.log(`浏览器测试没有运行：${found.none}`);

/** Nothing more to come: no need to wait for rest. */
const brief = { settleMs: 1 };

describe.runIf(!('none' in found))('a real browser', () => {
  let server: Server;
  let browser: OpenBrowser;
  let base = '';
  const hits: string[] = [];
  const pages: Record<string, RequestListener> = {
    '/list': (_, res) => {
      res.setHeader('content-type', 'text/html; charset=utf-8');
      res.end(`<title>通知公告</title><ul id="l"></ul><script src="/rows.js"></script>`);
    },
    '/rows.js': (_, res) => res.end(`fetch('/rows').then(r => r.text()).then(t => { l.innerHTML = t })`),
    '/rows': (_, res) => res.end('<li>关于示例的通知 2026-11-20</li>'),
    '/hang': () => {},
    '/loop': (_, res) => {
      res.setHeader('content-type', 'text/html');
      res.end('<script>for(;;){}</script>');
    },
    '/missing': (_, res) => {
      res.statusCode = 404;
      res.end('<h1>没有</h1>');
    },
    '/outside': (_, res) => {
      res.setHeader('content-type', 'text/html');
      res.end(
        `<img src="http://203.0.113.7/x.png"><script src="https://cdn.example.net/a.js"></script><script>new WebSocket('ws://203.0.113.7/s'); open('http://203.0.113.7/popup')</script><iframe src="file:///etc/passwd"></iframe>`,
      );
    },
    '/tall': (_, res) => {
      res.setHeader('content-type', 'text/html');
      res.end('<div style="width:90000px;height:90000px;background:linear-gradient(red,blue)">x</div>');
    },
  };
  beforeAll(async () => {
    server = createServer((req, res) => {
      hits.push(req.url ?? '');
      const page = pages[req.url ?? ''];
      if (page) page(req, res);
      else res.writeHead(404).end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    browser = await openBrowser(found as FoundBrowser, { network: 'loopback' });
  });
  afterAll(async () => {
    await browser?.close();
    server?.closeAllConnections();
    await new Promise((resolve) => server?.close(resolve));
  });

  test('a list that a script loads is there', async () => {
    const page = await browser.renderPage({ url: `${base}/list` });
    expect(page).toMatchObject({ outcome: 'rendered', status: 200, title: '通知公告', settled: true, cut: false });
    expect(page.outcome === 'rendered' && page.html).toContain('关于示例的通知 2026-11-20');
  });

  test('an error status is a value', async () => {
    expect(await browser.renderPage({ url: `${base}/missing` }, brief)).toMatchObject({
      outcome: 'rendered',
      status: 404,
    });
  });

  test('a page that never answers and one that never stops end in time', async () => {
    for (const hang of ['/hang', '/loop'])
      expect(await browser.renderPage({ url: base + hang }, { totalMs: 700, settleMs: 100 })).toMatchObject({
        outcome: 'failed',
        reason: 'timeout',
      });
    // And the browser is still of use.
    expect(await browser.renderPage({ html: '<p>还在</p>' }, brief)).toMatchObject({ outcome: 'rendered' });
  });

  test('nothing outside this machine and no file is reached', async () => {
    const page = await browser.renderPage({ url: `${base}/outside` });
    expect(page.outcome).toBe('rendered');
    const refused = page.outcome === 'rendered' ? page.refused : [];
    expect(refused).toEqual(
      expect.arrayContaining(['http://203.0.113.7/x.png', 'https://cdn.example.net/a.js', 'ws://203.0.113.7/s']),
    );
    expect(page.outcome === 'rendered' && page.html).not.toContain('root:');
    expect(await browser.renderPage({ url: 'http://203.0.113.7/' })).toMatchObject({
      outcome: 'failed',
      reason: 'navigation',
    });
  });

  test('the scope guard is asked for every request', async () => {
    const asked: string[] = [];
    const guarded = await openBrowser(found as FoundBrowser, {
      network: {
        allow: (url) => {
          asked.push(new URL(url).pathname);
          return !url.endsWith('/rows');
        },
      },
    });
    try {
      const page = await guarded.renderPage({ url: `${base}/list` });
      expect(asked).toEqual(['/list', '/rows.js', '/rows']);
      expect(page).toMatchObject({ outcome: 'rendered', refused: [`${base}/rows`] });
    } finally {
      await guarded.close();
    }
  });

  test('long HTML is cut, and says so', async () => {
    const page = await browser.renderPage({ html: `<p>${'字'.repeat(5000)}</p>` }, { ...brief, maxCharacters: 1000 });
    expect(page).toMatchObject({ outcome: 'rendered', cut: true });
    expect(page.outcome === 'rendered' && page.html.length).toBe(1000);
  });

  test('Chinese is drawn: a page with text is not the page without', async () => {
    const draw = async (text: string) => {
      const shot = await browser.screenshot({ html: `<body style="font:40px sans-serif">${text}</body>` }, brief);
      if (shot.outcome !== 'taken') throw new Error(shot.detail);
      return Buffer.from(shot.png).toString('base64');
    };
    const [empty, one, other] = [await draw(''), await draw('巡查'), await draw('县府')];
    expect(one).not.toBe(empty);
    // Boxes for missing letters would all look alike.
    expect(one).not.toBe(other);
  });

  test('an endless page gives a bounded picture', async () => {
    const shot = await browser.screenshot({ url: `${base}/tall` }, { ...brief, fullPage: true });
    expect(shot.outcome).toBe('taken');
    const png = shot.outcome === 'taken' ? Buffer.from(shot.png) : Buffer.alloc(24);
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([1280, 16000]);
  });

  test('a marked element changes the picture, a wrong selector does not fail it', async () => {
    const html = '<p id="a">甲</p><p>乙</p>';
    const [plain, marked, wrong] = [
      await browser.screenshot({ html }, brief),
      await browser.screenshot({ html }, { ...brief, mark: '#a' }),
      await browser.screenshot({ html }, { ...brief, mark: '][' }),
    ];
    expect([plain, marked, wrong].filter((s) => s.outcome === 'failed')).toEqual([]);
    expect([plain.outcome, marked.outcome, wrong.outcome]).toEqual(['taken', 'taken', 'taken']);
    expect(marked).not.toEqual(plain);
  });

  test('prints a PDF', async () => {
    const print = await browser.printPdf({ html: '<h1>报告</h1>' }, brief);
    expect(print.outcome === 'printed' && Buffer.from(print.pdf.subarray(0, 5)).toString()).toBe('%PDF-');
  });
});
