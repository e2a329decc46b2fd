import type { Exchange, Hop, PageSnapshot } from '#core/evidence.ts';
import { decodeHtml, latin1 } from './charset.ts';
import { parsePage } from './parse.ts';

/** Characters of one page; larger answers are data, not pages. */
const MAX_CHARACTERS = 8_000_000;

export type SnapshotInput = {
  exchange: Pick<Exchange, 'requestedUrl' | 'finalUrl' | 'status' | 'startedAt' | 'body' | 'hops'> &
    Partial<Pick<Exchange, 'bodyComplete' | 'bodyCut'>>;
  role: PageSnapshot['role'];
  /** SHA-256 of the body. */
  sha256: string;
  scripts?: PageSnapshot['scripts'];
  rendered?: boolean;
};

const cuts = { bytes: '超过字节上限', time: '超过时间上限', reset: '连接中断', encoding: '压缩数据损坏' };

/** 生成网页快照: decoded and parsed once. `notPage` says in Chinese why the answer is no page. Never throws for what a site sent. */
export function snapshotOf(input: SnapshotInput): PageSnapshot | { notPage: string } {
  const { exchange } = input;
  const type = header(exchange.hops.at(-1), 'content-type');
  const not = notHtml(exchange.body, type);
  if (not !== null) return { notPage: not };
  const { text, charset } = decodeHtml(exchange.body, type);
  if (text.length > MAX_CHARACTERS) return { notPage: `页面过大（${text.length} 个字符），未解析` };
  const document = parsePage(text);
  if (document === null) return { notPage: '页面结构异常（嵌套过深或节点过多），未解析' };
  const cut =
    exchange.bodyComplete === false
      ? `页面没有收全：${exchange.bodyCut === undefined ? '原因不明' : cuts[exchange.bodyCut]}`
      : undefined;
  return {
    url: exchange.finalUrl,
    requestedUrl: exchange.requestedUrl,
    status: exchange.status ?? 0,
    fetchedAt: exchange.startedAt,
    sha256: input.sha256,
    html: text,
    charset,
    document,
    scripts: input.scripts ?? [],
    role: input.role,
    rendered: input.rendered ?? false,
    ...(cut === undefined ? {} : { cut }),
  };
}

/** Header value of one answer, whatever the case of its name. */
export function header(hop: Pick<Hop, 'headers'> | undefined, name: string): string | null {
  return hop?.headers.find(([key]) => key.toLowerCase() === name)?.[1] ?? null;
}

const signatures: readonly (readonly [number[], string])[] = [
  [[0x25, 0x50, 0x44, 0x46], 'PDF'],
  [[0x50, 0x4b, 0x03, 0x04], 'ZIP 或 Office'],
  [[0xd0, 0xcf, 0x11, 0xe0], 'Office'],
  [[0x52, 0x61, 0x72, 0x21], 'RAR'],
  [[0x37, 0x7a, 0xbc, 0xaf], '7z'],
  [[0x1f, 0x8b], 'GZIP'],
  [[0x89, 0x50, 0x4e, 0x47], 'PNG'],
  [[0xff, 0xd8, 0xff], 'JPEG'],
  [[0x47, 0x49, 0x46, 0x38], 'GIF'],
];

function notHtml(body: Uint8Array, type: string | null): string | null {
  const mime = (type ?? '').split(';', 1)[0]!.trim().toLowerCase();
  if (body.length === 0) return '响应内容为空';
  for (const [magic, name] of signatures)
    if (magic.every((byte, i) => body[i] === byte)) return `内容是 ${name} 文件，不是网页`;
  const start = latin1(body, 2048);
  if (mime === 'text/html' || mime === 'application/xhtml+xml')
    return /^[\s\u00ef\u00bb\u00bf]*[{[]/.test(start) && !/<[a-z!]/i.test(start)
      ? '内容是数据（JSON），不是网页'
      : null;
  if (/^(?:|text\/plain|text\/xml|application\/(?:xml|octet-stream)|unknown\/unknown|\*\/\*)$/.test(mime))
    return /<(?:!doctype\s+html|html|head|body|title|frameset|meta|div|table)\b/i.test(start)
      ? null
      : `内容不是网页（${mime === '' ? '没有声明类型' : mime}）`;
  return `内容不是网页（${mime}）`;
}
