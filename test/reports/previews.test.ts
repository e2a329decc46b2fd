import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Evidence } from '#core/evidence.ts';
import { insidePicture } from '#reports/html/address.ts';
import { renderReport } from '#reports/html/report.ts';
import { html } from '#reports/html/tag.ts';
import { modelOf } from '#reports/model.ts';
import { expectHarmless } from '../harness/harmless.ts';
import { assessment, basis, clean, evidence, fail, finding, GENERATED_AT, hostile, item, kinds } from './samples.ts';

const home = 'http://jiaotong.example.gov.cn/';
const small = 'data:image/jpeg;base64,/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAgGBgc=';
const sha = (n: number) => String(n).padStart(64, '0');
const at = { selector: 'body > div:nth-of-type(4)', line: 12, column: 3 };
const shot: Evidence = { ...evidence('screenshot', home, at), sha256: sha(1), preview: sha(2), revealed: true };

function report(pieces: [Evidence, ...Evidence[]], href: (sha256: string) => string | null) {
  const site = {
    ...clean(),
    items: [item(kinds.marks, fail(basis(1, 0, '个页面'), [finding('x', home, '消息', '改', pieces)]), 50)],
  };
  return renderReport(modelOf(assessment([site]), { generatedAt: GENERATED_AT, evidenceHref: href }));
}

const beside = (sha256: string) => (sha256 === sha(2) ? small : `evidence/${sha256.slice(-4)}.png`);

test('a screenshot stands as a small picture beside its page and leads to the whole one', () => {
  const source = report([{ ...evidence('html', home, at) }, shot], beside);
  const seen = expectHarmless(source);
  expect(seen.attributes.filter(([t, n]) => t === 'img' && n === 'src').map(([, , v]) => v)).toEqual([small]);
  expect(source).toContain(`<a href="evidence/0001.png"><img class="shot" src="${small}"`);
  // One place, with the page and the picture of it.
  expect(source.match(/位置：/g)?.length).toBe(1);
  expect(seen.text).toContain('截图（页面隐藏的内容已显示出来）');
});

test('without a small picture there is only the link', () => {
  const { preview: _, ...plain } = shot;
  const seen = expectHarmless(report([plain], beside));
  expect(seen.tags.has('img')).toBe(false);
  expect(seen.text).toContain('截图');
});

test('bytes that a browser had built are called so', () => {
  expect(report([{ ...evidence('html', home), rendered: true }], beside)).toContain('网页源码（浏览器打开后）');
});

test('whatever is given for a picture, the report loads nothing', () => {
  const given = fc.oneof(
    fc.constantFrom(
      ...Object.values(hostile),
      'https://evil.example.net/x.jpg',
      'data:image/svg+xml;base64,PHN2Zz4=',
      'data:text/html,<script>1</script>',
      `${small}" onerror="1`,
      'data:image/jpeg;base64,',
      'evidence/a.png',
    ),
    fc.string({ unit: 'binary', maxLength: 40 }).map((s) => `data:image/jpeg;base64,${s}`),
  );
  fc.assert(
    fc.property(given, (preview) => {
      expectHarmless(report([shot], (sha256) => (sha256 === sha(2) ? preview : 'evidence/a.png')));
    }),
    { numRuns: 100 },
  );
});

test('a picture fits in src and nowhere else', () => {
  const picture = insidePicture(small);
  expect(html`<img src="${picture}">`.text).toBe(`<img src="${small}">`);
  expect(() => html`<a href="${picture}">x</a>`).toThrow('图片');
  expect(() => html`<p>${picture}</p>`).toThrow('图片');
  expect(insidePicture(`data:image/jpeg;base64,${'A'.repeat(90_000)}`)).toBeNull();
});
