import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { formRemarks } from '#core/address-forms.ts';
import type { HttpClient, ProbeContext } from '#core/context.ts';
import { type ObservationValue, observationValues } from '#core/observation.ts';
import { openHttpClient } from '#crawlers/http/client.ts';
import { addressFormsProbe } from '#probes/network/address-forms.ts';
import { type Faulty, startFaulty, testRoot } from '../../servers/faulty.ts';

type Form = ObservationValue<'site.address-forms'>['forms'][number];
/** What a name answers: a status, a redirect to an address, silence, a host of the faulty server, or nobody there. */
type Answer = number | `-> ${string}` | 'hang' | 'challenge' | 'huge' | `tls:${string}` | 'refused';

const page = `<html><head><title>示例县</title></head><body><h1>示例县人民政府</h1><p>${'欢迎访问。'.repeat(60)}</p></body></html>`;
const www = 'http://www.faulty.test/ok';
const [wwwS, bare, bareS] = ['https://www.faulty.test/ok', 'http://faulty.test/ok', 'https://faulty.test/ok'];

type Case = {
  name: string;
  home?: string;
  hosts?: readonly string[];
  /** By address; one that is left out does not resolve. */
  answers: Readonly<Record<string, Answer>>;
  forms: Readonly<Record<string, Partial<Form>>>;
  /** What the report says, one pattern a line. */
  says?: readonly RegExp[];
  /** Kinds of bytes kept. Default: one exchange a line. */
  stored?: readonly string[];
};

const nobody = { outcome: 'dns-failure', leadsHome: false, certificate: 'none' } as const;

const cases: readonly Case[] = [
  {
    name: 'an http-only site: https refuses, the bare name leads to www',
    answers: { [wwwS]: 'refused', [bare]: `-> ${www}`, [www]: 200, [bareS]: 'refused' },
    forms: {
      [wwwS]: { outcome: 'refused', leadsHome: false },
      [bare]: { outcome: 'response', status: 200, finalUrl: www, leadsHome: true },
      [bareS]: { outcome: 'refused' },
    },
  },
  {
    name: 'only the registered form exists',
    answers: { [www]: 200 },
    forms: { [wwwS]: nobody, [bare]: nobody, [bareS]: nobody },
  },
  {
    name: 'plain HTTP on the port of https: no certificate, no line',
    answers: { [wwwS]: 'tls:no-tls' },
    forms: { [wwwS]: { outcome: 'tls-failure', certificate: 'none' }, [bare]: nobody, [bareS]: nobody },
  },
  ...(
    [
      ['expired', 'expired', /证书已过期/],
      ['future', 'not-yet-valid', /尚未生效/],
      ['self-signed', 'self-signed', /自签名/],
      ['wrong-host', 'wrong-host', /与域名不符/],
      ['untrusted', 'untrusted', /不受信任/],
    ] as const
  ).map(
    ([server, certificate, says]): Case => ({
      name: `https with a certificate that is ${certificate}`,
      answers: { [wwwS]: `tls:${server}` },
      forms: { [wwwS]: { outcome: 'tls-failure', certificate, leadsHome: false }, [bare]: nobody, [bareS]: nobody },
      says: [says],
    }),
  ),
  {
    name: 'a certificate that holds for www alone',
    home: wwwS,
    answers: { [www]: `-> ${wwwS}`, [wwwS]: 'tls:valid', [bare]: `-> ${wwwS}`, [bareS]: 'tls:valid' },
    forms: {
      [www]: { outcome: 'response', finalUrl: wwwS, certificate: 'valid', leadsHome: true },
      [bare]: { outcome: 'response', finalUrl: wwwS, leadsHome: true },
      [bareS]: { outcome: 'tls-failure', certificate: 'wrong-host' },
    },
    says: [/用 https 访问 faulty\.test 时证书与域名不符/],
  },
  {
    name: 'https registered, http does not lead there',
    home: wwwS,
    answers: { [www]: 200 },
    forms: { [www]: { outcome: 'response', status: 200, leadsHome: true }, [bare]: nobody, [bareS]: nobody },
    says: [/没有跳转到登记的 https 网址/],
    stored: ['exchange', 'html'],
  },
  {
    name: 'the bare name refuses',
    answers: { [bare]: 'refused' },
    forms: { [wwwS]: nobody, [bare]: { outcome: 'refused' }, [bareS]: nobody },
    says: [/不带 www 的网址 .+（连接被拒绝）/],
  },
  {
    name: 'the bare name shows an error page',
    answers: { [bare]: 502 },
    forms: { [wwwS]: nobody, [bare]: { outcome: 'response', status: 502, leadsHome: false }, [bareS]: nobody },
    says: [/（状态 502）/],
    stored: ['exchange', 'html'],
  },
  {
    name: 'the bare name hangs while https answers',
    answers: { [wwwS]: 'tls:valid', [bare]: 'hang' },
    forms: {
      [wwwS]: { outcome: 'response', certificate: 'valid', leadsHome: true },
      [bare]: { outcome: 'timeout' },
      [bareS]: nobody,
    },
    says: [/（没有应答）/],
  },
  {
    name: 'everything hangs: whose fault it is cannot be told',
    answers: { [wwwS]: 'hang', [bare]: 'hang', [bareS]: 'hang' },
    forms: { [wwwS]: { outcome: 'timeout' }, [bare]: { outcome: 'timeout' }, [bareS]: { outcome: 'timeout' } },
  },
  {
    name: 'a form that leads to another site, however long its page',
    answers: { [bare]: '-> http://parked.test/', 'http://parked.test/': 'huge' },
    forms: {
      [wwwS]: nobody,
      [bare]: { outcome: 'response', finalUrl: 'http://parked.test/', leadsHome: false },
      [bareS]: nobody,
    },
    says: [/打开的是 parked\.test，不是登记的网站/],
    stored: ['exchange', 'html'],
  },
  {
    name: 'the same with that host in the register',
    hosts: ['parked.test'],
    answers: { [bare]: '-> http://parked.test/', 'http://parked.test/': 200 },
    forms: { [wwwS]: nobody, [bare]: { outcome: 'response', leadsHome: true }, [bareS]: nobody },
  },
  {
    name: 'a challenge and a refusal of our address are noted, nothing more',
    answers: { [bare]: 'challenge', [wwwS]: 'refused' },
    forms: {
      [wwwS]: { outcome: 'refused' },
      [bare]: { outcome: 'blocked', status: 412, leadsHome: false },
      [bareS]: nobody,
    },
  },
  {
    name: 'a plain 403',
    answers: { [bare]: 403 },
    forms: { [wwwS]: nobody, [bare]: { outcome: 'blocked', status: 403 }, [bareS]: nobody },
  },
  {
    name: 'a loop',
    answers: { [bare]: `-> ${bare}` },
    forms: { [wwwS]: nobody, [bare]: { outcome: 'redirect-loop' }, [bareS]: nobody },
    says: [/循环跳转/],
  },
];

let faulty: Faulty;
let server: Server;
/** By `host`: what the plain server answers. */
let routes: Readonly<Record<string, Answer>> = {};
let asked: string[] = [];
let mostOpen = 0;
let open = 0;

beforeAll(async () => {
  faulty = await startFaulty({ limitMs: 300 });
  server = createServer((request, response) => {
    open += 1;
    mostOpen = Math.max(mostOpen, open);
    response.on('close', () => {
      open -= 1;
    });
    const host = request.headers.host ?? '';
    asked.push(`http://${host}${request.url}`);
    const answer = routes[host] ?? 404;
    const type = { 'content-type': 'text/html; charset=utf-8' };
    if (answer === 'hang') return;
    if (answer === 'challenge')
      return void response.writeHead(412, type).end('<script>$_ts=window["$_ts"]||{}</script>');
    if (answer === 'huge') return void response.writeHead(200, type).end(page + 'x'.repeat(2_000_000));
    if (typeof answer === 'string') return void response.writeHead(301, { location: answer.slice(3) }).end();
    response.writeHead(answer, type).end(answer === 200 ? page : `<h1>${answer}</h1>`);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await faulty.close();
});

/** One look, with a client whose table of hosts is the case. */
async function look<T>(
  answers: Case['answers'],
  work: (context: ProbeContext) => Promise<T>,
  o: {
    controls?: readonly string[];
    allowPrivate?: boolean;
    resolve?: (host: string) => Promise<readonly string[]>;
  } = {},
): Promise<T> {
  const port = (server.address() as AddressInfo).port;
  const hosts = new Map<string, { address: string; port: number }>();
  const plain: Record<string, Answer> = {};
  for (const [address, answer] of Object.entries(answers)) {
    const url = new URL(address);
    const key = `${url.hostname}:${url.protocol === 'https:' ? 443 : 80}`;
    const name =
      answer === 'refused'
        ? 'refused'
        : typeof answer === 'string' && answer.startsWith('tls:')
          ? answer.slice(4)
          : answer === 'hang' && url.protocol === 'https:'
            ? 'tls-hang'
            : null;
    hosts.set(key, name === null ? { address: '127.0.0.1', port } : faulty.hosts.get(`${name}.faulty.test`)!);
    if (name === null) plain[url.host] = answer;
  }
  routes = plain;
  asked = [];
  mostOpen = 0;
  const http: HttpClient = openHttpClient({
    userAgent: 'xuncha-test',
    allowPrivate: o.allowPrivate ?? true,
    hosts,
    perHost: { concurrency: 2, intervalMs: 0 },
    resolve: o.resolve ?? (() => Promise.reject(Object.assign(new Error('no such host'), { code: 'ENOTFOUND' }))),
    ca: [testRoot],
  });
  try {
    return await work({
      http,
      clock: { now: () => new Date() },
      log: { debug() {}, info() {}, warn() {}, error() {} },
      vantage: '测试机',
      controls: o.controls ?? [],
    });
  } finally {
    await http.close();
  }
}

describe('the table', () => {
  test.each(cases)('$name', async (c) => {
    const home = c.home ?? www;
    const reading = await look(c.answers, (context) =>
      addressFormsProbe.observe({ url: home, hosts: c.hosts ?? [], timeoutMs: 300 }, context),
    );
    if (reading.status !== 'observed') throw new Error(`${reading.reason}: ${reading.detail}`);
    const value = observationValues['site.address-forms'].parse(reading.value);
    expect(value.url).toBe(home);
    expect(value.forms.map((f) => f.url)).toEqual(Object.keys(c.forms));
    for (const f of value.forms) expect(f, f.url).toMatchObject(c.forms[f.url]!);
    const says = c.says ?? [];
    const lines = formRemarks(value).map((r) => r.message);
    expect(lines).toHaveLength(says.length);
    for (const [i, s] of says.entries()) expect(lines[i]).toMatch(s);
    expect(reading.stored.map((s) => s.kind)).toEqual(c.stored ?? says.map(() => 'exchange'));
    for (const s of reading.stored) expect(s.bytes.length).toBeLessThanOrEqual(64 * 1024);
    // Each once, one after the other, and never the registered one by itself.
    expect(asked.filter((a) => a === bare).length).toBeLessThanOrEqual(1);
    expect(mostOpen).toBeLessThanOrEqual(1);
    if (!Object.values(c.answers).includes(`-> ${home}`)) expect(asked).not.toContain(home);
  });
});

describe('what could not be looked at', () => {
  const observe = (context: ProbeContext) =>
    addressFormsProbe.observe({ url: www, hosts: [], timeoutMs: 300 }, context);

  test('silence while no control point opens: our network', async () => {
    expect(await look({}, observe, { controls: ['http://control.test/'] })).toMatchObject({
      status: 'unobserved',
      reason: 'local-network',
    });
  });
  test('silence while a control point opens is what the forms answer', async () => {
    const controls = ['http://control.test/'];
    expect(await look({ 'http://control.test/': 200 }, observe, { controls })).toMatchObject({ status: 'observed' });
  });
  test('stopped on the way', async () => {
    const stopped = (context: ProbeContext) =>
      addressFormsProbe.observe({ url: www, hosts: [], signal: AbortSignal.abort() }, context);
    expect(await look({ [bare]: 200 }, stopped)).toMatchObject({ status: 'unobserved', reason: 'cancelled' });
  });
  test('a form inside a private network is not connected to', async () => {
    const reading = await look({}, observe, { allowPrivate: false, resolve: async () => ['10.0.0.1'] });
    expect(reading).toMatchObject({
      status: 'observed',
      value: { forms: Array(3).fill({ outcome: 'out-of-scope' }) },
      stored: [],
    });
  });
  test('an address of numbers has no other forms, and nothing is asked', async () => {
    const reading = await look({}, (context) =>
      addressFormsProbe.observe({ url: 'http://192.0.2.1/', hosts: [] }, context),
    );
    expect(reading).toMatchObject({ status: 'observed', value: { forms: [] } });
    expect(asked).toEqual([]);
  });
});
