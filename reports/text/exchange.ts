import { clean, clip } from '../model/clean.ts';
import { minuteText } from '../model/words.ts';

type Hop = {
  url: string;
  method: string;
  status?: number;
  address?: string;
  headers: readonly (readonly [string, string])[];
  phases: Readonly<Record<string, number>>;
};
type Visit = {
  requestedUrl: string;
  finalUrl: string;
  startedAt: string;
  outcome: string;
  stage?: string;
  code?: string;
  status?: number;
  totalMs: number;
  readableMs: number | null;
  certificate: string;
  bodyBytes?: number;
  bodySha256?: string | null;
  bodyComplete: boolean;
  stalledMs?: number;
  hops: readonly Hop[];
};

const outcomes: Readonly<Record<string, string>> = {
  response: '收到答复',
  'dns-failure': '域名无法解析',
  refused: '对方拒绝连接',
  unreachable: '网络不可达',
  reset: '连接被中断',
  'tls-failure': '安全连接（TLS）失败',
  'protocol-error': '答复不合 HTTP 协议',
  timeout: '超时',
  'redirect-loop': '循环跳转',
  'redirect-limit': '跳转次数过多',
  'redirect-invalid': '跳转到无效地址',
  cancelled: '访问被取消',
  'out-of-scope': '地址不在检查范围，没有访问',
};
const stages: Readonly<Record<string, string>> = {
  dns: '解析域名时',
  connect: '建立连接时',
  tls: '建立安全连接时',
  headers: '等待服务器答复时',
  body: '接收页面内容时',
};
const certificates: Readonly<Record<string, string>> = {
  none: '没有使用证书',
  valid: '有效',
  expired: '已过期',
  'not-yet-valid': '尚未生效',
  'self-signed': '自签名',
  'wrong-host': '与域名不符',
  untrusted: '不受信任',
  legacy: '只支持已淘汰的加密方式',
};
const phases: readonly (readonly [string, string])[] = [
  ['dns', '域名解析完成'],
  ['connect', '连接建立'],
  ['tls', '安全连接建立'],
  ['headers', '答复头收完'],
  ['firstByte', '收到第一个字节'],
  ['end', '结束'],
];

/** Longest list of headers and longest header shown; the record itself holds all. */
const HEADERS = 30;
const LENGTH = 300;

const seconds = (ms: number) => `${(ms / 1000).toFixed(3)} 秒`;
const line = (text: string) => clip(clean(text), LENGTH);

/** 北京时间 to the second. */
function secondText(iso: string): string {
  const second = /:(\d{2})(?:\.\d+)?Z$/.exec(iso)?.[1];
  return `${minuteText(iso)}${second === undefined ? '' : `:${second}`}`;
}

function visitLines(v: Visit, n: number, of: number): string[] {
  const stage = v.stage === undefined ? '' : `，${stages[v.stage] ?? v.stage}`;
  const code = v.code === undefined ? '' : `（${line(v.code)}）`;
  const status = v.status === undefined ? '' : `，状态码 ${v.status}`;
  return [
    ...(of > 1 ? [`第 ${n} 次访问（共 ${of} 次）`] : ['访问记录']),
    `  地址：${line(v.requestedUrl)}`,
    ...(v.finalUrl === v.requestedUrl ? [] : [`  最终地址：${line(v.finalUrl)}`]),
    `  访问时间：${secondText(v.startedAt)}（北京时间）`,
    `  结果：${outcomes[v.outcome] ?? line(v.outcome)}${stage}${status}${code}`,
    `  用时：${seconds(v.totalMs)}${v.readableMs === null ? '，始终没有出现可读内容' : `，${seconds(v.readableMs)}时出现可读内容`}`,
    ...(v.stalledMs ? [`  其中检查一方的延迟最多 ${seconds(v.stalledMs)}`] : []),
    `  证书：${certificates[v.certificate] ?? line(v.certificate)}`,
    ...(v.bodyBytes === undefined ? [] : [`  页面内容：${v.bodyBytes} 字节${v.bodyComplete ? '' : '，没有收完'}`]),
    ...(v.bodySha256 ? [`  页面内容的 SHA-256：${line(v.bodySha256)}`] : []),
    ...v.hops.flatMap((h, i) => hopLines(h, i, v.hops.length)),
  ];
}

function hopLines(h: Hop, i: number, of: number): string[] {
  const times = phases.flatMap(([key, name]) => {
    const at = h.phases[key];
    return at === undefined ? [] : [`${name} ${seconds(at)}`];
  });
  return [
    `  ${of > 1 ? `第 ${i + 1} 跳：` : '请求：'}${line(h.method)} ${line(h.url)}`,
    `    服务器 ${h.address === undefined ? '未连上' : line(h.address)}${h.status === undefined ? '，没有答复' : `，状态码 ${h.status}`}`,
    `    从请求开始计：${times.join('，')}`,
    ...h.headers.slice(0, HEADERS).map(([name, value]) => `    ${line(name)}: ${line(value)}`),
    ...(h.headers.length > HEADERS ? [`    另有 ${h.headers.length - HEADERS} 行答复头，见原始记录`] : []),
  ];
}

const isVisit = (v: unknown): v is Visit =>
  typeof v === 'object' && v !== null && 'requestedUrl' in v && 'hops' in v && Array.isArray(v.hops);

/**
 * 访问记录 in words, for whoever opens the evidence: the stored record is JSON with UTC times. Null for what is no such record. The text
 * proves nothing by itself: it names the record it was made from.
 */
export function exchangeText(stored: string, record: { name: string; sha256: string }): string | null {
  let parsed: unknown;
  try {
    parsed = JSON.parse(stored);
  } catch {
    return null;
  }
  const visits = Array.isArray(parsed) ? parsed : [parsed];
  if (visits.length === 0 || !visits.every(isVisit)) return null;
  const lines = visits.flatMap((v, i) => [...visitLines(v, i + 1, visits.length), '']);
  // The mark tells every editor and browser that this is UTF-8.
  return `\ufeff${[...lines, `依据原始记录 ${record.name} 写出，其 SHA-256：${record.sha256}`].join('\n')}\n`;
}
