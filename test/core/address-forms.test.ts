import { describe, expect, test } from 'vitest';
import { formRemarks, leadsTo, otherForms } from '#core/address-forms.ts';
import type { ObservationValue } from '#core/observation.ts';

type Value = ObservationValue<'site.address-forms'>;
type Form = Value['forms'][number];

describe('other forms of an address', () => {
  test.each<[string, string[], string]>([
    [
      'http://www.shili.gov.cn/',
      ['https://www.shili.gov.cn/', 'http://shili.gov.cn/', 'https://shili.gov.cn/'],
      'scheme and www',
    ],
    [
      'https://jyj.shili.gov.cn/',
      ['http://jyj.shili.gov.cn/', 'http://www.jyj.shili.gov.cn/', 'https://www.jyj.shili.gov.cn/'],
      'registered without www',
    ],
    [
      'http://www.shili.gov.cn/jyj/?a=1#top',
      ['https://www.shili.gov.cn/jyj/?a=1', 'http://shili.gov.cn/jyj/?a=1', 'https://shili.gov.cn/jyj/?a=1'],
      'path and query stay',
    ],
    [
      'http://www.shili.gov.cn:8080/',
      ['http://shili.gov.cn:8080/'],
      'another port: another service, only the host varies',
    ],
    [
      'https://www.shili.gov.cn:443/',
      ['http://www.shili.gov.cn/', 'http://shili.gov.cn/', 'https://shili.gov.cn/'],
      'the usual port spelled out',
    ],
    ['http://192.0.2.7/', [], 'an address of numbers'],
    ['http://[2001:db8::7]/', [], 'IPv6'],
    ['http://localhost/', [], 'a name without a dot'],
    ['http://www.cn/', ['https://www.cn/'], 'nothing left without www'],
    ['ftp://www.shili.gov.cn/', [], 'not the web'],
    ['not an address', [], 'nothing at all'],
  ])('%s', (home, forms) => expect(otherForms(home)).toEqual(forms));

  test('an address of the site: its hosts with or without www, whatever port', () => {
    const hosts = ['www.shili.gov.cn', 'news.example.cn:8080'];
    expect(leadsTo(hosts, 'https://shili.gov.cn/index.html')).toBe(true);
    expect(leadsTo(hosts, 'http://www.news.example.cn/')).toBe(true);
    expect(leadsTo(hosts, 'http://shili.gov.cn.evil.example/')).toBe(false);
    expect(leadsTo(hosts, 'nowhere')).toBe(false);
  });
});

describe('what is worth a line', () => {
  const form = (url: string, over: Partial<Form> = {}): Form => ({
    url,
    outcome: 'response',
    status: 200,
    finalUrl: url,
    certificate: url.startsWith('https') ? 'valid' : 'none',
    ms: 80,
    leadsHome: true,
    ...over,
  });
  const failed = (url: string, outcome: Form['outcome'], over: Partial<Form> = {}): Form => {
    const { status: _, ...rest } = form(url);
    return { ...rest, outcome, certificate: 'none', leadsHome: false, ...over };
  };
  const said = (url: string, forms: Form[], homes: Parameters<typeof formRemarks>[1] = []) =>
    formRemarks({ url, forms }, homes).map((r) => r.message);
  const www = 'http://www.shili.gov.cn/';
  const department = 'http://jyj.shili.gov.cn/';

  test('ordinary answers are not', () => {
    expect(
      said(www, [
        failed('https://www.shili.gov.cn/', 'refused'),
        failed('http://shili.gov.cn/', 'dns-failure'),
        failed('https://shili.gov.cn/', 'dns-failure'),
      ]),
    ).toEqual([]);
    expect(
      said(www, [
        form('https://www.shili.gov.cn/'),
        form('http://shili.gov.cn/', { finalUrl: www }),
        failed('https://shili.gov.cn/', 'tls-failure'),
      ]),
    ).toEqual([]);
    for (const outcome of ['blocked', 'unreachable', 'out-of-scope', 'protocol-error', 'dns-failure'] as const)
      expect(said(www, [form('https://www.shili.gov.cn/'), failed('http://shili.gov.cn/', outcome)]), outcome).toEqual(
        [],
      );
  });

  test('a bare name that exists and does not open; silence counts only while something answers', () => {
    const bare = 'http://shili.gov.cn/';
    expect(said(www, [failed(bare, 'refused')])[0]).toMatch(
      /^不带 www 的网址 http:\/\/shili\.gov\.cn\/ 打不开（连接被拒绝）/,
    );
    expect(said(www, [form(bare, { status: 404, leadsHome: false })])[0]).toMatch(/打不开（状态 404）/);
    expect(said(www, [failed(bare, 'timeout')])).toEqual([]);
    expect(said(www, [form('https://www.shili.gov.cn/'), failed(bare, 'timeout')])[0]).toMatch(/打不开（没有应答）/);
    // With https registered, the http of the bare name is not what the register says.
    expect(said('https://www.shili.gov.cn/', [failed(bare, 'refused')])).toEqual([]);
    // Nobody announced a www here.
    expect(said(department, [failed('http://www.jyj.shili.gov.cn/', 'refused')])).toEqual([]);
  });

  test('a bad certificate is told once a host, and not twice what the visits of the home tell', () => {
    const expired = (url: string, over = {}) => failed(url, 'tls-failure', { certificate: 'expired', ...over });
    const https = 'https://www.shili.gov.cn/';
    expect(said(www, [expired(https)])).toEqual([
      '用 https 访问 www.shili.gov.cn 时证书已过期，访客会看到安全警告；请换好证书',
    ]);
    expect(said(www, [expired(https), expired('http://shili.gov.cn/', { finalUrl: https })])).toHaveLength(1);
    // Registered itself, or where the home leads: told there.
    expect(said(https, [expired(www, { finalUrl: https })])).toEqual([]);
    expect(said(www, [expired(https)], [{ finalUrl: https, certificate: 'expired' }])).toEqual([]);
    expect(said(www, [expired(https)], [{ finalUrl: www, certificate: 'none' }])).toHaveLength(1);
  });

  test('a wildcard record or certificate of the unit above says nothing about a www nobody announced', () => {
    const wrong = failed('https://www.jyj.shili.gov.cn/', 'tls-failure', { certificate: 'wrong-host' });
    const plain = 'http://www.jyj.shili.gov.cn/';
    const portal = form(plain, { finalUrl: 'http://www.shili.gov.cn/', leadsHome: false });
    expect(said(department, [portal, wrong])).toEqual([]);
    expect(said(department, [form(plain), wrong])[0]).toMatch(/www\.jyj\.shili\.gov\.cn 时证书与域名不符/);
    const stranger = form(plain, { finalUrl: 'http://casino.example/', leadsHome: false });
    expect(said(department, [stranger])[0]).toMatch(/打开的是 casino\.example，不是登记的网站/);
  });

  test('another site, unless the home itself leads there', () => {
    const other = form('http://shili.gov.cn/', { finalUrl: 'http://parked.example/x', leadsHome: false });
    expect(said(www, [other])[0]).toMatch(/网址 http:\/\/shili\.gov\.cn\/ 打开的是 parked\.example/);
    expect(said(www, [other], [{ finalUrl: 'http://parked.example/', certificate: 'none' }])).toEqual([]);
  });

  test('https registered and http left open beside it', () => {
    const https = 'https://www.shili.gov.cn/';
    expect(said(https, [form(www)])[0]).toMatch(/没有跳转到登记的 https 网址/);
    expect(said(https, [form(www, { finalUrl: https })])).toEqual([]);
    // The home itself ends on http: there is no https to lead to.
    expect(said(https, [form(www)], [{ finalUrl: www, certificate: 'valid' }])).toEqual([]);
    // An http register asks for nothing.
    expect(said(www, [form('http://shili.gov.cn/')])).toEqual([]);
  });
});
