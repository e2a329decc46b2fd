import { Agent, type IncomingHttpHeaders, request } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { county } from '../../src/demo/county/county.ts';
import type { County } from '../../src/demo/county/types.ts';
import { type CountyServer, startCounty } from '../../src/demo/server.ts';

const limitMs = 60;
const shown = county('2026-11-22');
type Reply = { status: number; headers: IncomingHttpHeaders; body: Buffer; ms: number };

let server: CountyServer;
let agent: Agent;

function ask(url: string, options: { method?: string; giveUpMs?: number } = {}): Promise<Reply> {
  const { host, pathname, search } = new URL(url);
  const at = server.hosts.get(host);
  if (!at) return server.resolve(host);
  return new Promise((resolve, reject) => {
    const started = performance.now();
    const r = request(
      {
        host: at.address,
        port: at.port,
        path: pathname + search,
        method: options.method ?? 'GET',
        headers: { host },
        agent,
        signal: AbortSignal.timeout(options.giveUpMs ?? 10_000),
      },
      (answer) => {
        const parts: Buffer[] = [];
        answer.on('data', (part: Buffer) => parts.push(part));
        answer.on('end', () =>
          resolve({
            status: answer.statusCode ?? 0,
            headers: answer.headers,
            body: Buffer.concat(parts),
            ms: performance.now() - started,
          }),
        );
        answer.on('error', reject);
      },
    );
    r.on('error', reject);
    r.end();
  });
}

const quiet = async (c: County) => {
  let wrong = 0;
  let asked = 0;
  for (const h of c.hosts.filter((x) => x.state === 'serves'))
    for (const [path, answer] of h.pages) {
      if (answer.timing || answer.nth || answer.part) continue;
      const got = await ask(`http://${h.name}${path}`);
      asked++;
      const type = answer.headers.find(([name]) => name === 'content-type')?.[1];
      if (got.status !== answer.status || !got.body.equals(answer.body) || got.headers['content-type'] !== type)
        wrong++;
    }
  return { asked, wrong };
};

describe('the county on loopback', () => {
  beforeAll(async () => {
    agent = new Agent({ keepAlive: true, maxSockets: 8 });
    server = await startCounty(shown, { limitMs, hangMs: 400 });
  });
  afterAll(async () => {
    agent.destroy();
    await server.close();
  });

  test('every page is served as its data says', async () => {
    const { asked, wrong } = await quiet(shown);
    expect(wrong).toBe(0);
    expect(asked).toBeGreaterThan(500);
  });

  test('unknown paths: 404 with a page that says so, 200 on the host whose errors are soft, a wall on the guarded ones', async () => {
    const portal = await ask('http://www.shilixian.gov.example/nowhere.html');
    expect([portal.status, portal.body.toString('utf8').includes('页面不存在')]).toEqual([404, true]);
    const soft = await ask('http://jxw.shilixian.gov.example/nowhere.html');
    expect([soft.status, soft.body.toString('utf8').includes('页面不存在')]).toEqual([200, true]);
    const rs = await ask('http://wjw.shilixian.gov.example/any/page.html');
    expect([rs.status, rs.body.includes('$_ts'), String(rs.headers['set-cookie']).startsWith('FSSBB')]).toEqual([
      412,
      true,
      true,
    ]);
    expect((await ask('http://scj.shilixian.gov.example/')).status).toBe(521);
    expect((await ask('http://stranger.example/').catch((e) => e.code)) as unknown).toBe('ENOTFOUND');
  });

  test('a stranger in the Host header is turned away', async () => {
    const at = server.hosts.get('www.shilixian.gov.example');
    const status = await new Promise((resolve, reject) => {
      request({ host: at?.address, port: at?.port, headers: { host: 'stranger.example' }, agent }, (r) => {
        r.resume();
        resolve(r.statusCode);
      })
        .on('error', reject)
        .end();
    });
    expect(status).toBe(421);
  });

  test('redirects, refused HEAD, refused connection, missing name', async () => {
    const entry = await ask('http://baita.shilixian.gov.example/');
    expect([entry.status, entry.headers.location]).toEqual([302, '/index.html']);
    expect((await ask('http://rsj.shilixian.gov.example/cx/shebao.do', { method: 'HEAD' })).status).toBe(405);
    expect((await ask('http://rsj.shilixian.gov.example/cx/shebao.do')).status).toBe(200);
    expect(await ask('http://old.shilishangwu.example/').catch((e) => e.code)).toBe('ECONNREFUSED');
    expect(await ask('http://www.shili-zhaoshang.invalid/').catch((e) => e.code)).toBe('ENOTFOUND');
  });

  test('a query that the data does not name finds the page of its path', async () => {
    const page = await ask('http://bszs.conac.cn/sitename?method=show&id=99AF');
    expect(page.status).toBe(200);
    expect((await ask('http://sww.shilixian.gov.example/cx/tongji.jsp?type=1')).status).toBe(500);
  });

  test('the hanging home page accepts and never answers; its other pages do', async () => {
    const home = 'http://zjw.shilixian.gov.example/';
    expect(await ask(home, { giveUpMs: 5 * limitMs }).catch((e) => e.name)).toBe('AbortError');
    expect(await ask(home).catch((e) => e.code)).toBe('ECONNRESET');
    expect((await ask(`${home}jggk/index.html`)).status).toBe(200);
    expect((await server.counts()).get('zjw.shilixian.gov.example')?.hung).toBe(2);
  });

  test('slow pages wait their multiples of the limit, always the same visits', async () => {
    const half = await ask('http://mzj.shilixian.gov.example/');
    expect(half.ms).toBeGreaterThanOrEqual(0.5 * limitMs - 5);
    const home = 'http://jtj.shilixian.gov.example/';
    for (let n = 1; n <= 40; n++) await ask(home);
    const c = (await server.counts()).get('jtj.shilixian.gov.example');
    // Visits 5, 11, 17, 23, 29 and 35, whatever else of the site was asked for before.
    expect([c?.homeGets, c?.delayed]).toEqual([40, 6]);
  });

  const delayedOf168 = async (host: string) => {
    const before = (await server.counts()).get(host)?.delayed ?? 0;
    await Promise.all(Array.from({ length: 168 }, () => ask(`http://${host}/`)));
    return ((await server.counts()).get(host)?.delayed ?? 0) - before;
  };

  test('of a week of 168 visits the share above the limit is what the expectations say', async () => {
    expect(await delayedOf168('nyw.shilixian.gov.example')).toBe(4);
    expect(await delayedOf168('slj.shilixian.gov.example')).toBe(21);
    // 报备 from 25 % to 62 %; late from 36 % to 50 %: all inside.
    expect(await delayedOf168('yjj.shilixian.gov.example')).toBe(24);
  });
});

test('closing ends hanging connections and the thread, and may be done twice', async () => {
  const own = await startCounty(shown, { limitMs: 50 });
  const at = own.hosts.get('zjw.shilixian.gov.example');
  const failed = new Promise((resolve) => {
    request({ host: at?.address, port: at?.port, headers: { host: 'zjw.shilixian.gov.example' } })
      .on('error', (e: NodeJS.ErrnoException) => resolve(e.code))
      .end();
  });
  while ((await own.counts()).get('zjw.shilixian.gov.example')?.hung !== 1);
  await own.close();
  await own.close();
  expect(await failed).toBe('ECONNRESET');
  const again = await new Promise((resolve) => {
    request({ host: at?.address, port: at?.port })
      .on('error', (e: NodeJS.ErrnoException) => resolve(e.code))
      .end();
  });
  expect(again).toBe('ECONNREFUSED');
});
