import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openReadable } from '#crawlers/http/readable.ts';

const utf8 = (text: string) => new TextEncoder().encode(text);
const hex = (text: string) => Uint8Array.from(Buffer.from(text, 'hex'));

test.each<[string, boolean, Uint8Array]>([
  ['two ideographs', true, utf8('<p>首页</p>')],
  ['one ideograph', false, utf8('<p>县</p>')],
  ['two letters', true, utf8('ok')],
  ['one on each side of a tag', true, utf8('首<b>页</b>')],
  ['nothing', false, utf8('')],
  ['blanks and signs', false, utf8(' \t\r\n。，！…——“”・|>>&gt;&nbsp;&#160;&#12288;　\u200b\ufeff')],
  ['icon font (private use)', false, utf8('<i>\ue601\ue602</i>')],
  ['numeric entities', true, utf8('&#39318;&#x9875;')],
  ['title', false, utf8('<title>示例县人民政府</title>')],
  ['script', false, utf8('<script>document.write("首页")</script>')],
  ['script with blanks in its end tag', true, utf8('<script>x</script \n>首页')],
  ['style', false, utf8('<STYLE>body{font:宋体}</STYLE>')],
  ['noscript', false, utf8('<noscript>请启用脚本</noscript>')],
  ['noframes', false, utf8('<noframes>不支持框架</noframes>')],
  ['iframe', false, utf8('<iframe src="/a">不支持</iframe>')],
  ['attribute values', false, utf8('<div title="首页内容" alt=\'a>首页\'>')],
  ['comment', false, utf8('<!-- 首页 > 内容 -- 首页 --><!--[if IE]>首页<![endif]-->')],
  ['comment that closes at once', true, utf8('<!-->首页')],
  ['doctype and processing instruction', false, utf8('<!DOCTYPE html PUBLIC "-//W3C"><?xml version="1.0"?>')],
  ['text after a script', true, utf8('<script>if(a</b>c){}</script>首页')],
  ['a lone <', true, utf8('a < b')],
  ['open tag at the end', false, utf8('<a href="首页首页')],
  ['GBK 首页', true, hex('3c703ecad7d2b33c2f703e')],
  ['GBK 路路 (also valid UTF-8 for a sign) and a third', true, hex('c2b7c2b7cab5caa9')],
  ['GBK with letters as second bytes', true, hex('3c703e8140a05a3c2f703e')],
  ['GBK blanks and signs', false, hex('3c703ea1a1a1a3a1b03c2f703e')],
  ['GBK character cut by a tag after two UTF-8-like bytes', true, hex('e5b0bb3c703ecad7d2b3')],
  ['UTF-16 little endian', true, Uint8Array.from(Buffer.from('\ufeff<p>首页ab</p>', 'utf16le'))],
  ['UTF-16 without text', false, Uint8Array.from(Buffer.from('\ufeff<p class="a"></p>', 'utf16le'))],
  ['UTF-8 mark', false, hex('efbbbf3c703e')],
])('%s: %s', (_, expected, bytes) => {
  expect(openReadable().push(bytes)).toBe(expected);
  const one = openReadable();
  let last = false;
  for (const b of bytes) last = one.push(Uint8Array.of(b));
  expect(last, 'byte by byte').toBe(expected);
});

test('how the bytes are cut never matters', () => {
  const piece = fc.constantFrom(
    '首',
    '页',
    'a',
    '<p>',
    '</p>',
    '<!--',
    '-->',
    '<script>',
    '</script>',
    '&nbsp;',
    '&#20013;',
    '"',
    '<',
    ' ',
    '<title>',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), fc.array(fc.nat(40), { maxLength: 5 }), (pieces, cuts) => {
      const bytes = utf8(pieces.join(''));
      const whole = openReadable().push(bytes);
      const parts = openReadable();
      let from = 0;
      let last = false;
      for (const cut of [...cuts].sort((a, b) => a - b)) {
        last = parts.push(bytes.subarray(from, Math.max(from, cut)));
        from = Math.max(from, Math.min(cut, bytes.length));
      }
      expect(parts.push(bytes.subarray(from)) || last).toBe(whole);
    }),
    { numRuns: 300 },
  );
});
