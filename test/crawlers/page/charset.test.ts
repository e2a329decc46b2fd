import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { decodeHtml } from '#crawlers/page/charset.ts';
import { corpusDir } from '../../harness/pages.ts';

const ascii = (text: string) => [...new TextEncoder().encode(text)];
const utf8 = ascii('示例县人民政府公告：关于开展检查的通知');
// 示例县人民政府公告 in GB 2312.
const gb = [0xca, 0xbe, 0xc0, 0xfd, 0xcf, 0xd8, 0xc8, 0xcb, 0xc3, 0xf1, 0xd5, 0xfe, 0xb8, 0xae, 0xb9, 0xab, 0xb8, 0xe6];
// 示例縣人民政府公告 in Big5.
const big5 = [
  0xa5, 0xdc, 0xa8, 0xd2, 0xbf, 0xa4, 0xa4, 0x48, 0xa5, 0xc1, 0xac, 0x46, 0xa9, 0xb2, 0xa4, 0xbd, 0xa7, 0x69,
];
const meta = (label: string) =>
  ascii(`<html><head><meta http-equiv="Content-Type" content="text/html; charset=${label}"></head><body>`);
const decode = (bytes: number[], type: string | null = null) => decodeHtml(new Uint8Array(bytes), type);

describe('字符集判定', () => {
  const cases: [string, number[], string | null, object][] = [
    [
      '响应头声明',
      utf8,
      'text/html; charset=UTF-8',
      { used: 'utf-8', declared: 'utf-8', source: 'header', lying: false },
    ],
    [
      '响应头加引号',
      gb,
      'text/html; charset="gb2312"',
      { used: 'gb18030', declared: 'gb2312', source: 'header', lying: false },
    ],
    [
      'http-equiv 声明',
      [...meta('gb2312'), ...gb],
      'text/html',
      { used: 'gb18030', declared: 'gb2312', source: 'meta', lying: false },
    ],
    [
      'meta charset',
      [...ascii('<meta charset=gbk>'), ...gb],
      null,
      { used: 'gb18030', declared: 'gbk', source: 'meta' },
    ],
    [
      'XML 声明',
      [...ascii('<?xml version="1.0" encoding="GBK"?><html>'), ...gb],
      null,
      { used: 'gb18030', source: 'meta' },
    ],
    [
      'BOM 在声明之前',
      [0xef, 0xbb, 0xbf, ...meta('gb2312'), ...utf8],
      null,
      { used: 'utf-8', source: 'bom', lying: false },
    ],
    ['UTF-16 BOM', [0xff, 0xfe, 0x3a, 0x79, 0x8b, 0x4f], null, { used: 'utf-16le', source: 'bom' }],
    ['没有声明的 UTF-8', utf8, null, { used: 'utf-8', declared: null, source: 'guess', lying: false }],
    ['没有声明的 GB 2312', gb, null, { used: 'gb18030', declared: null, source: 'guess', lying: false }],
    ['没有声明的 Big5', big5, null, { used: 'big5', source: 'guess' }],
    ['声明 Big5', [...meta('big5'), ...big5], null, { used: 'big5', source: 'meta', lying: false }],
    [
      '声明 gb2312，其实是 UTF-8',
      [...meta('gb2312'), ...utf8],
      null,
      { used: 'utf-8', declared: 'gb2312', source: 'guess', lying: true },
    ],
    [
      '声明 utf-8，其实是 GBK',
      [...meta('utf-8'), ...gb],
      null,
      { used: 'gb18030', declared: 'utf-8', source: 'guess', lying: true },
    ],
    ['UTF-8 BOM 后面是 GBK', [0xef, 0xbb, 0xbf, ...gb, ...gb], null, { used: 'gb18030', source: 'guess', lying: true }],
    [
      '服务器默认的 ISO-8859-1 不算数',
      [...meta('gbk'), ...gb],
      'text/html;charset=ISO-8859-1',
      { used: 'gb18030', declared: 'iso-8859-1', source: 'meta', lying: true },
    ],
    [
      '响应头与 meta 不一，响应头对',
      [...meta('gbk'), ...utf8],
      'text/html; charset=utf-8',
      { used: 'utf-8', source: 'header', lying: false },
    ],
    [
      '写错的名字不是声明',
      [...meta('uft-8'), ...utf8],
      null,
      { used: 'utf-8', declared: null, source: 'guess', lying: false },
    ],
    [
      '注释里的声明不算',
      [...ascii('<!-- <meta charset="gbk"> --><meta charset="utf-8">'), ...utf8],
      null,
      { used: 'utf-8', declared: 'utf-8', lying: false },
    ],
    ['meta 写 utf-16 而能逐字节读出：按 UTF-8', [...meta('utf-16'), ...utf8], null, { used: 'utf-8', lying: false }],
    ['只有 ASCII：声明的就是', [...meta('gb2312'), ...ascii('hello')], null, { used: 'gb18030', lying: false }],
    ['空内容', [], null, { used: 'utf-8', declared: null, lying: false }],
    [
      '别的文字按声明',
      [0xc7, 0xd1, 0xb1, 0xb9, 0xbe, 0xee],
      'text/html; charset=euc-kr',
      { used: 'euc-kr', lying: false },
    ],
    ['在一个字中间截断', utf8.slice(0, -1), 'text/html; charset=utf-8', { used: 'utf-8', lying: false }],
    ['GB 18030 四字节字', [...gb, 0x82, 0x35, 0x8f, 0x33, ...gb], null, { used: 'gb18030' }],
    [
      'UTF-8 页面里混进几个坏字节',
      [...meta('utf-8'), ...utf8, ...utf8, 0xff, ...utf8],
      null,
      { used: 'utf-8', lying: false },
    ],
  ];
  test.each(cases)('%s', (_, bytes, type, expected) => {
    expect(decode(bytes, type).charset).toMatchObject(expected);
  });

  test('读出的文字', () => {
    expect(decode([...meta('utf-8'), ...gb]).text).toContain('示例县人民政府公告');
    expect(decode([...meta('gb2312'), ...utf8]).text).toContain('关于开展检查的通知');
    expect(decode(big5).text).toBe('示例縣人民政府公告');
    expect(decode([0xef, 0xbb, 0xbf, ...utf8]).text.startsWith('示例')).toBe(true);
  });

  const dir = corpusDir();
  test.skipIf(dir === null)('真实文件：encoding/ 全部判对', () => {
    const labels = JSON.parse(readFileSync(path.join(dir!, 'labels.json'), 'utf8')) as {
      file: string;
      kind: string;
      labels: { encoding: string; label_to_accept?: string[] };
    }[];
    const wrong: string[] = [];
    let files = 0;
    for (const l of labels.filter((x) => x.kind === 'encoding')) {
      files++;
      const { used } = decodeHtml(readFileSync(path.join(dir!, l.file)), null).charset;
      const accept = l.labels.label_to_accept ?? [l.labels.encoding];
      // Pure ASCII reads the same in every candidate; utf-16 is named with its byte order.
      if (!accept.includes('ascii') && !accept.some((a) => used === a || used.startsWith(a)))
        wrong.push(`${l.file} ${used}`);
    }
    expect(wrong).toEqual([]);
    expect(files).toBeGreaterThanOrEqual(40);
  });
});
