import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type FoundBrowser, findBrowser } from '#crawlers/browser.ts';
import { openRenderPool, type Rendered, type RenderPoolOptions } from '#crawlers/site/render-pages.ts';

const found = await findBrowser();
if ('none' in found) console.log(`渲染池测试没有运行：${found.none}`);

type Answer = (req: IncomingMessage, res: ServerResponse) => void;
const page =
  (body: string): Answer =>
  (_, res) => {
    res.setHeader('content-type', 'text/html; charset=utf-8');
    res.end(body);
  };
const htmlOf = (r: Rendered) => ('html' in r ? r.html : `failed: ${r.failed}`);

describe.runIf(!('none' in found))('render pool', () => {
  const hits: { host: string; url: string }[] = [];
  const logged: string[] = [];
  let open = 0;
  let most = 0;
  const starts: number[] = [];
  const answers: Record<string, Answer> = {
    '/list': page(
      '<link rel="stylesheet" href="/s.css"><ul id="l"></ul><img src="/p.png"><script src="/rows.js"></script>',
    ),
    '/rows.js': (_, res) => res.end(`fetch('/rows').then(r => r.text()).then(t => { l.innerHTML = t })`),
    '/s.css': (_, res) => res.end('@font-face{font-family:x;src:url(/f.woff2)} ul{font-family:x}'),
    '/rows': (_, res) => res.end('<li>关于示例的通知 2026-11-20</li>'),
    '/fresh.js': (_, res) => res.setHeader('cache-control', 'no-store').end('document.title = "fresh"'),
    '/uncached': page('<script src="/fresh.js"></script>'),
    '/hang': () => {},
    '/loop': page('<script>for(;;){}</script>'),
    '/big': page(`<p>${'字'.repeat(50_000)}</p>`),
    '/away': (_, res) => res.writeHead(302, { location: `http://outside.example.com:${port}/stranger` }).end(),
    '/stranger': page('<p>别的网站</p>'),
    '/reach': page(
      `<script src="http://outside.example.com/a.js"></script><iframe src="http://outside.example.com/f"></iframe><script>
       const seen = [];
       for (const n of ['RTCPeerConnection', 'SharedWorker', 'WebTransport']) seen.push(n + ':' + typeof globalThis[n]);
       const f = document.createElement('iframe'); document.body.append(f);
       seen.push('frame:' + typeof f.contentWindow.RTCPeerConnection);
       try { new WebSocket('ws://outside.example.com/s') } catch {}
       open('http://outside.example.com/popup'); alert('停'); 
       navigator.serviceWorker?.register('/sw.js').catch(() => {});
       document.body.append(seen.join(' '));
       </script>`,
    ),
    '/file': (_, res) => {
      res.setHeader('content-disposition', 'attachment; filename=a.zip');
      res.setHeader('content-type', 'application/zip').end('PK');
    },
    '/missing': (_, res) => {
      res.statusCode = 404;
      page('<h1>没有</h1>')(_, res);
    },
  };
  const server = createServer((req, res) => {
    hits.push({ host: req.headers.host ?? '', url: req.url ?? '' });
    if (req.url?.startsWith('/counted')) {
      starts.push(performance.now());
      open += 1;
      most = Math.max(most, open);
      setTimeout(() => {
        open -= 1;
        page('<p>数过的页面</p>')(req, res);
      }, 60);
      return;
    }
    const answer = answers[req.url ?? ''];
    if (answer) answer(req, res);
    else res.writeHead(404).end();
  });
  let port = 0;
  const site = (name: string) => ({ hosts: [`${name}.example.gov.cn`] });
  const at = (name: string, path: string) => `http://${name}.example.gov.cn${path}`;
  const log = {
    debug() {},
    info() {},
    warn: (_: object, message: string) => void logged.push(message),
    error: (_: object, message: string) => void logged.push(message),
  };
  /** Pools share nothing, so each test may have one of its own kind. */
  const withPool = async (
    options: Partial<RenderPoolOptions>,
    work: (pool: ReturnType<typeof openRenderPool>) => Promise<void>,
  ) => {
    const names = ['a', 'b', 'c', 'd'];
    const pool = openRenderPool({
      browser: found as FoundBrowser,
      hosts: new Map(names.map((n) => [`${n}.example.gov.cn`, { address: '127.0.0.1', port }])),
      pageMs: 15_000,
      concurrency: 4,
      log,
      ...options,
    });
    try {
      await work(pool);
    } finally {
      await pool.close();
    }
  };

  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    port = (server.address() as AddressInfo).port;
  });
  afterAll(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  beforeEach(() => {
    hits.length = 0;
    logged.length = 0;
    starts.length = 0;
    most = 0;
  });

  test('pages of several sites at once; scripts and styles of a site asked for once, pictures and fonts never', async () => {
    const servers = () => process.getActiveResourcesInfo().filter((r) => r === 'TCPServerWrap').length;
    const before = servers();
    await withPool({ perSite: 1 }, async (pool) => {
      const done = await Promise.all(['a', 'b', 'a', 'b', 'a'].map((n) => pool.render(site(n), at(n, '/list'))));
      for (const d of done) expect(htmlOf(d)).toContain('关于示例的通知 2026-11-20');
      expect(done[0]).toMatchObject({ status: 200, finalUrl: at('a', '/list') });
      // Nothing of ours listens on this machine for others to use.
      expect(servers()).toBe(before);
    });
    const of = (host: string, url: string) => hits.filter((h) => h.host.startsWith(host) && h.url === url).length;
    expect([of('a.', '/list'), of('a.', '/rows'), of('a.', '/rows.js'), of('a.', '/s.css')]).toEqual([3, 3, 1, 1]);
    expect([of('b.', '/rows.js'), of('a.', '/p.png'), of('a.', '/f.woff2')]).toEqual([1, 0, 0]);
    expect(existsSync('storage')).toBe(false);
    expect(logged).toEqual([]);
  });

  test('what the site forbids to keep is asked for each time', async () => {
    await withPool({ perSite: 1 }, async (pool) => {
      for (let i = 0; i < 2; i++)
        expect(await pool.render(site('a'), at('a', '/uncached'))).toMatchObject({ status: 200 });
    });
    expect(hits.filter((h) => h.url === '/fresh.js').length).toBe(2);
  });

  test('at most two pages of a site at once, with its interval between their starts', async () => {
    await withPool({ intervalMs: 120 }, async (pool) => {
      await Promise.all([1, 2, 3, 4, 5].map((n) => pool.render(site('a'), at('a', `/counted${n}`))));
    });
    expect(starts.length).toBe(5);
    expect(most).toBeLessThanOrEqual(2);
    const gaps = starts.slice(1).map((s, i) => s - (starts[i] ?? 0));
    // The two ends of a gap lie in two processes: half of it is far beyond what a busy machine shifts.
    expect(Math.min(...gaps)).toBeGreaterThan(60);
  });

  test('nothing outside the hosts is reached, and there is no way around', async () => {
    await withPool({}, async (pool) => {
      const html = htmlOf(await pool.render(site('a'), at('a', '/reach')));
      expect(html).toContain(
        'RTCPeerConnection:undefined SharedWorker:undefined WebTransport:undefined frame:undefined',
      );
      expect(await pool.render(site('a'), at('b', '/list'))).toMatchObject({ reason: 'forbidden' });
      expect(await pool.render(site('a'), 'file:///etc/passwd')).toMatchObject({ reason: 'forbidden' });
    });
    expect(hits.every((h) => h.host.startsWith('a.'))).toBe(true);
  });

  test('a page that is redirected off the site is not shown', async () => {
    const table = new Map([
      ['a.example.gov.cn', { address: '127.0.0.1', port }],
      ['outside.example.com', { address: '127.0.0.1', port }],
    ]);
    await withPool({ hosts: table }, async (pool) => {
      const away = await pool.render(site('a'), at('a', '/away'));
      expect(away).toMatchObject({ reason: 'forbidden' });
      expect(htmlOf(away)).not.toContain('别的网站');
    });
  });

  test('inner addresses are refused before anything is asked, unless they are allowed', async () => {
    const plain = { hosts: [`127.0.0.1:${port}`, `localhost:${port}`] };
    await withPool({ hosts: new Map() }, async (pool) => {
      expect(await pool.render(plain, `http://127.0.0.1:${port}/list`)).toMatchObject({ reason: 'forbidden' });
      expect(await pool.render(plain, `http://localhost:${port}/list`)).toMatchObject({ reason: 'forbidden' });
    });
    expect(hits).toEqual([]);
    await withPool({ hosts: new Map(), allowPrivate: true }, async (pool) => {
      expect(await pool.render(plain, `http://127.0.0.1:${port}/list`)).toMatchObject({ status: 200 });
    });
  });

  test('what hangs ends in its time and the others go on', async () => {
    await withPool({ pageMs: 1_500 }, async (pool) => {
      const [hang, loop, list, missing, file] = await Promise.all([
        pool.render(site('a'), at('a', '/hang')),
        pool.render(site('b'), at('b', '/loop')),
        pool.render(site('c'), at('c', '/list')),
        pool.render(site('d'), at('d', '/missing')),
        pool.render(site('d'), at('d', '/file')),
      ]);
      expect([hang, loop]).toMatchObject([{ reason: 'timeout' }, { reason: 'timeout' }]);
      expect(list).toMatchObject({ status: 200 });
      expect(missing).toMatchObject({ status: 404 });
      expect(file).toMatchObject({ reason: 'navigation', failed: '这个地址是要下载的文件，不是网页' });
      expect(await pool.render(site('b'), at('b', '/list'))).toMatchObject({ status: 200 });
    });
  });

  describe('pictures', () => {
    const kept = (hidden: string) =>
      `<link rel="stylesheet" href="/s.css"><h1>示例县人民政府</h1><img src="/p.png"><p id="plain"><a href="http://x.example/">友情链接</a></p>${hidden}<script>document.body.textContent = '脚本改了页面'; fetch('/rows')</script>`;
    const block = '<a href="http://x.example/1">甲乙丙丁</a> <a href="http://x.example/2">戊己庚辛</a>';
    const png = (bytes: Uint8Array) => [...bytes.subarray(1, 4)].map((b) => String.fromCharCode(b)).join('');

    test('the page as it was kept, without its scripts, the element framed; a small picture beside it', async () => {
      await withPool({}, async (pool) => {
        const page = { url: at('a', '/list'), html: kept('') };
        const [framed, other] = await Promise.all([
          pool.shoot(site('a'), page, '#plain > a'),
          pool.shoot(site('a'), page, '#nowhere'),
        ]);
        if ('failed' in framed || 'failed' in other) throw new Error(JSON.stringify([framed, other]));
        expect([framed.marked, other.marked]).toEqual(['shown', 'missing']);
        expect(png(framed.png)).toBe('PNG');
        expect(Buffer.compare(framed.png, other.png)).not.toBe(0);
        expect([...framed.thumbnail.subarray(0, 3)]).toEqual([0xff, 0xd8, 0xff]);
        expect(framed.thumbnail.length).toBeLessThan(20_000);
        expect(widthOf(framed.thumbnail)).toBe(320);
      });
      // The document comes from us, what it loads from the site; nothing of its scripts ran.
      expect(new Set(hits.map((h) => h.url))).toEqual(new Set(['/s.css', '/p.png']));
    });

    test.each([
      ['display', `<div id="h" style="display:none">${block}</div>`],
      ['a hidden parent', `<div hidden><div><div id="h">${block}</div></div></div>`],
      ['off the screen', `<div id="h" style="position:absolute;left:-9999px">${block}</div>`],
      [
        'a box without height',
        `<div style="height:0;overflow:hidden"><div id="h" style="height:0;overflow:hidden">${block}</div></div>`,
      ],
      ['tiny letters', `<div id="h" style="font-size:0">${block}</div>`],
      ['no opacity', `<div style="opacity:0"><p id="h">${block}</p></div>`],
      ['a scrolling line of one pixel', `<marquee id="h" height="1" width="1" scrollamount="3000">${block}</marquee>`],
    ])('what is hidden by %s is shown for the picture, and the answer says so', async (_, hidden) => {
      await withPool({}, async (pool) => {
        const url = at('a', '/list');
        const shown = await pool.shoot(site('a'), { url, html: kept(hidden) }, '#h');
        const empty = await pool.shoot(site('a'), { url, html: kept(hidden.replace(block, '')) }, '#h');
        if ('failed' in shown || 'failed' in empty) throw new Error(JSON.stringify([shown, empty]));
        expect(shown.marked).toBe('revealed');
        // The letters of the hidden links are in the one picture and not in the other.
        expect(Buffer.compare(shown.png, empty.png)).not.toBe(0);
      });
    });

    test('a picture of what lies elsewhere is not taken', async () => {
      await withPool({}, async (pool) => {
        expect(await pool.shoot(site('a'), { url: at('b', '/list'), html: '' }, 'a')).toMatchObject({
          reason: 'forbidden',
        });
      });
      expect(hits).toEqual([]);
    });
  });

  test('long HTML is cut, and says so', async () => {
    await withPool({ maxCharacters: 1_000 }, async (pool) => {
      const big = await pool.render(site('a'), at('a', '/big'));
      expect(big).toMatchObject({ cut: true });
      expect(htmlOf(big).length).toBe(1_000);
    });
  });

  test('a page given up ends at once, waiting or under way; a closed pool ends all', async () => {
    await withPool({ perSite: 1 }, async (pool) => {
      const stop = new AbortController();
      const under = pool.render(site('a'), at('a', '/hang'), stop.signal);
      const waiting = pool.render(site('a'), at('a', '/list'), stop.signal);
      const other = pool.render(site('a'), at('a', '/list'));
      await expect.poll(() => hits.length, { timeout: 10_000 }).toBeGreaterThan(0);
      stop.abort();
      expect(await Promise.all([under, waiting])).toMatchObject([{ reason: 'cancelled' }, { reason: 'cancelled' }]);
      expect(await other).toMatchObject({ status: 200 });
      const last = [pool.render(site('a'), at('a', '/hang')), pool.render(site('a'), at('a', '/list'))];
      await pool.close();
      expect(await Promise.all(last)).toMatchObject([{ reason: 'closed' }, { reason: 'closed' }]);
      expect(await pool.render(site('a'), at('a', '/list'))).toMatchObject({ reason: 'closed' });
    });
  });

  test('who waits too long is told so', async () => {
    await withPool({ perSite: 1, pageMs: 2_000, waitMs: 100 }, async (pool) => {
      const [first, second] = await Promise.all([
        pool.render(site('a'), at('a', '/hang')),
        pool.render(site('a'), at('a', '/list')),
      ]);
      expect(first).toMatchObject({ reason: 'timeout' });
      expect(second).toMatchObject({ reason: 'timeout', failed: '等待浏览器的页面太多，没有轮到' });
    });
  });

  test.runIf(process.platform === 'linux')('a browser that dies costs its pages only', async () => {
    // Other tests of this process have browsers too.
    const marked = { ...(found as FoundBrowser), args: [...(found as FoundBrowser).args, mark] };
    await withPool({ browser: marked }, async (pool) => {
      const lost = pool.render(site('a'), at('a', '/hang'));
      await expect.poll(() => hits.length, { timeout: 10_000 }).toBeGreaterThan(0);
      expect(ownBrowsers().length).toBe(1);
      for (const pid of ownBrowsers()) process.kill(pid, 'SIGKILL');
      expect(await lost).toMatchObject({ reason: 'crashed' });
      expect(htmlOf(await pool.render(site('a'), at('a', '/list')))).toContain('关于示例的通知');
    });
    expect(ownBrowsers()).toEqual([]);
  });

  test('a browser that does not start is a reason, not an exception', async () => {
    const broken = { ...(found as FoundBrowser), executablePath: '/bin/false' };
    await withPool({ browser: broken }, async (pool) => {
      expect(await pool.render(site('a'), at('a', '/list'))).toMatchObject({ reason: 'crashed' });
      expect(await pool.render(site('a'), at('a', '/list'))).toMatchObject({ reason: 'crashed' });
    });
    expect(logged.length).toBe(2);
  });
});

/** Pixels across, from the frame header of a JPEG. */
function widthOf(jpeg: Uint8Array): number {
  const bytes = Buffer.from(jpeg);
  for (let i = 2; i + 9 < bytes.length; i += 2 + bytes.readUInt16BE(i + 2)) {
    const marker = bytes[i + 1] ?? 0;
    if (marker >= 0xc0 && marker <= 0xc2) return bytes.readUInt16BE(i + 7);
  }
  return 0;
}

const mark = '--xuncha-test=to-be-killed';

/** Main processes of the browsers that the last test but one has started. */
function ownBrowsers(): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
        const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
        const command = readFileSync(`/proc/${name}/cmdline`, 'utf8');
        const browser = command.includes(mark) && !command.includes('--type=');
        return browser && Number(parent) === process.pid && state !== 'Z' ? [Number(name)] : [];
      } catch {
        return [];
      }
    });
}
