import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Assessment } from '#core/assessment.ts';
import { evidencePath, siteAddress } from '#reports/html/address.ts';
import { limitsFor, renderReport } from '#reports/html/report.ts';
import { escapeHtml, html } from '#reports/html/tag.ts';
import { modelOf } from '#reports/model.ts';
import { expectHarmless, parse } from '../harness/harmless.ts';
import {
  assessment,
  attacked,
  basis,
  blocked,
  clean,
  county,
  evidence,
  fail,
  finding,
  GENERATED_AT,
  hiddenLinks,
  hostile,
  item,
  kinds,
  manyLinks,
  oneSite,
  straddling,
  vetoed,
} from './samples.ts';

const options = {
  generatedAt: GENERATED_AT,
  evidenceHref: (sha256: string) => `evidence/${sha256.slice(0, 2)}/${sha256}`,
};
const render = (a: Assessment) => renderReport(modelOf(a, options));

test('what an attacker wrote is shown as text and does nothing', () => {
  const source = render(assessment([attacked(), clean()]));
  const seen = expectHarmless(source);
  for (const [name, text] of Object.entries(hostile)) {
    if (/[<>"'`]/.test(text)) expect(source.includes(text), name).toBe(false);
  }
  // Shown, not swallowed: a reader sees what stood there.
  expect(seen.text).toContain('消息<script>alert("xss-1")</script>');
  expect(seen.text).toContain('消息javascript:alert(7)');
  expect(seen.text).toContain('消息空字[31m符号');
  expect(seen.text).toContain('消息示例gpj.exe县政府');
  expect(seen.attributes.filter(([, n, v]) => n === 'href' && /^(?:javascript|data|vbscript):/i.test(v))).toEqual([]);
});

test('one attacked site alone is harmless too', () => {
  expectHarmless(render(assessment([attacked()])));
});

test('no text from outside makes an element, an attribute or a link', () => {
  const piece = fc.oneof(
    fc.constantFrom(...Object.values(hostile)),
    fc.constantFrom('<', '>', '"', "'", '`', '&', '=', '/', 'on', 'script', '-->', '\u0000', '\u202e', '\ud800'),
    fc.string({ unit: 'binary', maxLength: 12 }),
  );
  const text = fc.array(piece, { minLength: 1, maxLength: 6 }).map((p) => p.join(''));
  fc.assert(
    fc.property(text, text, text, (a, b, c) => {
      const e = { ...evidence('html', b, { selector: c, text: a.slice(0, 200) }), capturedAt: b };
      const site = { ...clean(), items: [item(kinds.marks, fail(basis(1, 0, a), [finding(a, b, c, a, [e])]), 50)] };
      const subject = { ...site, subject: { ...site.subject, id: a, name: b, organization: c, address: a, detail: b } };
      expectHarmless(
        renderReport(
          modelOf(assessment([subject], { skipped: [{ id: a, name: b, reason: c }] }), {
            generatedAt: a,
            evidenceHref: () => b,
          }),
        ),
      );
    }),
    { numRuns: 150 },
  );
});

test('the tag escapes values, keeps finished parts and refuses an unchecked address', () => {
  expect(html`<p title="${'"><b>'}">${['<', html`<br>`, null, false, 7]}</p>`.text).toBe(
    '<p title="&quot;&gt;&lt;b&gt;">&lt;<br>7</p>',
  );
  expect(() => html`<a href="${'https://example.gov.cn/'}">x</a>`).toThrow('href');
  expect(() => html`<img src="${'x.png'}">`).toThrow('href');
  expect(() => html`<p onclick="${'x'}">`).toThrow('href');
  const to = evidencePath('evidence/a');
  expect(() => html`<p>${to}</p>`).toThrow('地址');
  expect(html`<a href="${to}">x</a>`.text).toBe('<a href="evidence/a">x</a>');
  expect(escapeHtml('a\u0000b\u202ec\nd')).toBe('abc d');
});

test.each([
  ['evidence/ab/cd', 'evidence/ab/cd'],
  ['../佐证/ab', '../%E4%BD%90%E8%AF%81/ab'],
  ['evidence/%E4%BD', 'evidence/%E4%BD'],
  ['javascript:alert(1)', null],
  ['//evil.example.net/x', null],
  ['/etc/passwd', null],
  ['\\\\host\\share', null],
  ['a"b', 'a%22b'],
  ['a?b#c', null],
  ['', null],
  ['\ud800', null],
])('evidence path %j becomes %j', (path, expected) => {
  expect(evidencePath(path)?.address ?? null).toBe(expected);
});

test.each([
  ['http://a.example.gov.cn/x?y=1', 'http://a.example.gov.cn/', true],
  ['https://www.example.gov.cn/', 'http://example.gov.cn/', true],
  ['http://img.a.example.gov.cn/', 'http://www.a.example.gov.cn/', true],
  ['http://evil.example.net/', 'http://a.example.gov.cn/', false],
  ['http://a.example.gov.cn.evil.example.net/', 'http://a.example.gov.cn/', false],
  ['http://a.example.gov.cn@evil.example.net/', 'http://a.example.gov.cn/', false],
  ['http://user:pw@a.example.gov.cn/', 'http://a.example.gov.cn/', false],
  ['javascript:alert(1)//a.example.gov.cn', 'http://a.example.gov.cn/', false],
  ['ftp://a.example.gov.cn/', 'http://a.example.gov.cn/', false],
  ['http://a.example.gov.cn/', 'javascript:alert(1)', false],
  [`http://a.example.gov.cn/${'a'.repeat(3000)}`, 'http://a.example.gov.cn/', false],
])('address %s of site %s is a link: %s', (url, home, expected) => {
  expect(siteAddress(url, home) !== null).toBe(expected);
});

test('the report forbids every request in its own head and holds no script', () => {
  const source = render(county());
  const seen = expectHarmless(source);
  const policy = seen.attributes.find(([, n, v]) => n === 'content' && v.includes('default-src'))?.[2];
  expect(policy).toBe(
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'",
  );
  expect(seen.attributes.filter(([, n]) => n === 'src')).toEqual([]);
});

test('a hijacked address is never a link, its page on the site is', () => {
  const { attributes, text } = parse(render(assessment([hiddenLinks(), clean()])));
  const links = attributes.filter(([, n]) => n === 'href').map(([, , v]) => v);
  expect(text).toContain('http://duqiu.example.net/?from=gov');
  expect(links.filter((l) => l.includes('duqiu'))).toEqual([]);
  expect(links).toContain('http://wenhua.example.gov.cn/');
});

test('every part of a finding is there: where, since when, why, what to do, evidence, basis', () => {
  const { text } = parse(render(assessment([vetoed(), clean()])));
  expect(text).toContain('源码第 212 行第 9 列，选择器 ul.news > li:nth-child(1)');
  expect(text).toContain('2026-11-18 起');
  expect(text).toContain('第一部分 单项否决·站点无法访问');
  expect(text).toContain('请联系网站托管单位');
  expect(text).toContain('检查 165 次访问，另有 3 次无法观察，2026-11-15 至 2026-11-22');
  expect(text).toMatch(/佐证：访问记录 2026-11-22 09:35 [0-9a-f]{12}/);
  expect(text).toContain('另有 2 份，见 JSON');
  expect(text).toContain('〔未核对原文〕');
  expect(text).toContain('证书将于 2026-12-03 到期');
});

test('upper and local clause stand side by side, an unverified one is marked', () => {
  const { text } = parse(render(county()));
  expect(text).toContain('上位依据');
  expect(text).toContain('本地依据');
  expect(text).toMatch(/前 2 周内无更新，即单项否决。 〔未核对原文〕/);
  expect(text).toMatch(/前 1 周内无更新，即单项否决。(?! 〔未核对原文〕)/);
});

test('what was not seen, not checked, not applicable and not inspected is said', () => {
  const { text } = parse(render(county()));
  expect(text).toContain('演示县的时间经过压缩');
  expect(text).toContain('168 次访问全部无法观察');
  expect(text).toContain('被对方防护设备拦截');
  expect(text).toContain('扣分项 100 分（7 项）中已检 14 分（4 项）');
  expect(text).toContain('其余扣分指标');
  expect(text).toContain('不适用的指标项');
  expect(text).toContain('示例县旅游局网站');
  expect(text).toContain('（限已检项）');
});

test('a complete policy is not called partial', () => {
  const a = county();
  const { text } = parse(render({ ...a, policy: { ...a.policy, unchecked: [] } }));
  expect(text).not.toContain('限已检项');
  expect(text).toContain('指标体系中的指标项已全部检查');
});

test('one site has no lists over many sites', () => {
  const { text } = parse(render(oneSite()));
  expect(text).not.toContain('单位汇总');
  expect(text).not.toContain('整改清单');
  expect(text).toContain('只访问了 1 次，判断一周的可用性至少要 140 次');
});

test('an assessment without subjects still makes a report', () => {
  expectHarmless(render(assessment([])));
});

test('long lists are cut with the number left out, shared advice is said once', () => {
  const { text } = parse(render(assessment([manyLinks(250), clean()])));
  expect(text).toContain('共 250 处，列出前 100 处');
  expect(text).toContain('另有 150 处，见 JSON');
  expect(text.split('更新或删除该链接；页面已迁移的，改成新地址。').length - 1).toBe(2);
});

test('500 subjects stay within bounds and are all there', () => {
  const makers = [clean, vetoed, straddling, blocked, hiddenLinks, () => manyLinks(200)];
  const subjects = Array.from({ length: 500 }, (_, i) => {
    const s = (makers[i % makers.length] as () => ReturnType<typeof clean>)();
    return { ...s, subject: { ...s.subject, id: `${s.subject.id}-${i}`, name: `${s.subject.name}${i}` } };
  });
  const model = modelOf(assessment(subjects), options);
  const source = renderReport(model);
  expect(Buffer.byteLength(source)).toBeLessThan(9_000_000);
  expect(limitsFor(model).findingsPerItem).toBeLessThan(100);
  const ids = new Set(
    parse(source)
      .attributes.filter(([, n]) => n === 'id')
      .map(([, , v]) => v),
  );
  expect(model.subjects.filter((s) => !ids.has(s.anchor))).toEqual([]);
});

test('the same assessment gives the same bytes, as agreed', async () => {
  expect(render(county())).toBe(render(county()));
  await expect(render(oneSite())).toMatchFileSnapshot('golden/one-site.html');
});
