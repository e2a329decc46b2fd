import { expect, test } from 'vitest';
import { exchangeText } from '#reports/text/exchange.ts';

const record = { name: '0123456789abcdef.json', sha256: 'a'.repeat(64) };
const visit = {
  requestedUrl: 'http://wsj.example.gov.cn/',
  finalUrl: 'http://wsj.example.gov.cn/index.html',
  startedAt: '2026-11-22T16:47:33.134Z',
  outcome: 'timeout',
  stage: 'headers',
  totalMs: 15_000.4,
  readableMs: null,
  certificate: 'none',
  bodyComplete: false,
  bodyBytes: 0,
  bodySha256: null,
  hops: [
    {
      url: 'http://wsj.example.gov.cn/',
      method: 'GET',
      status: 302,
      address: '192.0.2.1',
      headers: [['location', '/index.html']],
      phases: { dns: 12, connect: 40, headers: 90, end: 91 },
    },
    { url: 'http://wsj.example.gov.cn/index.html', method: 'GET', headers: [], phases: { end: 14_909 } },
  ],
};

test('a visit in words: Beijing time, what happened, how long, and the record it comes from', () => {
  const text = exchangeText(JSON.stringify([visit]), record) ?? '';
  expect(text).toContain('访问时间：2026-11-23 00:47:33（北京时间）');
  expect(text).toContain('结果：超时，等待服务器答复时');
  expect(text).toContain('用时：15.000 秒，始终没有出现可读内容');
  expect(text).toContain('第 1 跳：GET http://wsj.example.gov.cn/');
  expect(text).toContain('服务器 192.0.2.1，状态码 302');
  expect(text).toContain('location: /index.html');
  expect(text).toContain('没有答复');
  expect(text).toContain(`0123456789abcdef.json 写出，其 SHA-256：${record.sha256}`);
});

test('several attempts are numbered', () => {
  const text = exchangeText(JSON.stringify([visit, visit]), record) ?? '';
  expect(text).toContain('第 2 次访问（共 2 次）');
});

test('what is no record of a visit stays as it is', () => {
  for (const stored of ['', '{', '[]', '{}', '[1]', 'null', '{"requestedUrl":"x","hops":1}'])
    expect(exchangeText(stored, record)).toBeNull();
});

test('a header cannot write lines of its own', () => {
  const hostile = { ...visit, hops: [{ ...visit.hops[0], headers: [['x', 'a\n结果：收到答复\u202e']] }] };
  const text = exchangeText(JSON.stringify(hostile), record) ?? '';
  expect(text.match(/^\s*结果：/gm)).toHaveLength(1);
  expect(text).not.toContain('\u202e');
});
