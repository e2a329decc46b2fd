import type { LinkReason, LinkStatus, ObservationValue } from './observation.ts';

/** 问题说明 and 整改建议 of one link. */
export type LinkText = {
  /** What a visitor meets, in one sentence. */
  problem: string;
  /** What the site's maintainer should do. */
  remedy: string;
};

type Shown = Pick<ObservationValue<'link.status'>, 'reason'> &
  Partial<Pick<ObservationValue<'link.status'>, 'status' | 'httpStatus' | 'finalUrl' | 'note' | 'external'>>;

/** 链接状态 in words. */
export const linkStatusNames: Readonly<Record<LinkStatus, string>> = {
  ok: '正常',
  caution: '有疑点',
  broken: '打不开',
  skipped: '未检查',
  undeterminable: '无法判定',
};

/** 原因 in a few words, for counting and for columns; the sentences are `explainLink`'s. */
export const linkReasonNames: Readonly<Record<LinkReason, string>> = {
  OK: '正常',
  HTTP_404: '页面不存在（HTTP 404）',
  HTTP_410: '页面已永久删除（HTTP 410）',
  HTTP_4XX: '服务器拒绝请求（HTTP 4xx）',
  HTTP_5XX: '服务器出错（HTTP 5xx）',
  NET_TIMEOUT: '连接超时',
  NET_REFUSED: '连接被拒绝',
  NET_RESET: '连接被中断',
  NET_EMPTY: '服务器没有返回内容',
  NET_UNREACHABLE: '网络不可达',
  NET_PROTOCOL: '响应不合 HTTP 协议',
  DNS_NXDOMAIN: '域名不存在',
  DNS_SERVFAIL: '域名解析失败',
  TLS_EXPIRED: '证书已过期',
  TLS_HOSTNAME: '证书与域名不符',
  TLS_UNTRUSTED: '证书不受信任',
  TLS_LEGACY: '加密方式过旧，主流浏览器打不开',
  TLS_FAILED: '安全连接失败',
  REDIRECT_LOOP: '循环跳转',
  REDIRECT_LIMIT: '跳转次数过多',
  REDIRECT_INVALID: '跳转到无效地址',
  REDIRECT_TO_HOME: '内容已不在，跳转到首页',
  SOFT_404: '页面显示内容不存在（状态码却是正常）',
  BLOCKED_CHALLENGE: '被防护拦截',
  BLOCKED_AUTH: '需要登录',
  BLOCKED_RATE: '被限制访问频率',
  URL_INVALID: '链接地址写错，无法打开',
  URL_UNSUPPORTED: '不是网页链接',
  EXCLUDED_ROBOTS: '对方不允许程序访问',
  EXCLUDED_RULE: '按设置不检查',
  EXCLUDED_SCOPE: '不在允许访问的范围内',
  LIMIT_REACHED: '超过本次检查的数量上限',
};

const code = (v: Shown): string => (v.httpStatus === undefined ? '' : `（状态码 ${v.httpStatus}）`);
const because = (v: Shown): string => (v.note === undefined || v.note === '' ? '' : `：${v.note}`);
const owner = (v: Shown): string =>
  v.external === true ? '请更换为对方的现用地址，或取消该链接' : '请恢复该页面，或更正、取消指向它的链接';
const guarded = '如网站设有防护，请将巡查程序的出口地址加入允许名单后复查；也可由人工用浏览器核对';
const certificate = '请更换由受信任机构签发、域名相符且在有效期内的证书';

/**
 * One pair of sentences for each reason. What is not a fault of the target says so: a reader must never take 无法判定 for 打不开.
 */
const texts: Readonly<Record<LinkReason, (v: Shown) => LinkText>> = {
  OK: () => ({ problem: '链接可正常打开。', remedy: '无需处理。' }),
  HTTP_404: (v) =>
    v.status === 'caution'
      ? {
          problem: `网站答复“页面不存在”${code(v)}，但仍显示了完整内容。`,
          remedy: '请将该页面的状态码改为 200，以免被当作错链。',
        }
      : { problem: `页面不存在${code(v)}。`, remedy: `${owner(v)}。` },
  HTTP_410: (v) => ({ problem: `页面已被永久删除${code(v)}。`, remedy: '请取消指向它的链接，或更换为新地址。' }),
  HTTP_4XX: (v) => ({
    problem: `网站拒绝了这次请求${code(v)}，不能确定访问者能否打开。`,
    remedy: '请用浏览器核对；打不开的，请更正链接地址或修复服务。',
  }),
  HTTP_5XX: (v) =>
    v.status === 'caution'
      ? {
          problem: `网站答复“服务器出错”${code(v)}，但仍显示了完整内容。`,
          remedy: '请检查服务器程序，使正常页面返回状态码 200。',
        }
      : {
          problem: `网站服务器出错${code(v)}，页面打不开。`,
          remedy:
            v.external === true
              ? '请与对方网站核实；长期不能恢复的，请更换或取消该链接。'
              : '请检查服务器程序并恢复该页面。',
        },
  NET_TIMEOUT: (v) =>
    v.status === 'caution'
      ? { problem: '网站开始应答后迟迟没有传完内容，打开很慢。', remedy: '请检查服务器和网络的传输速度。' }
      : { problem: '连接超时，页面打不开。', remedy: `请检查服务器是否运行、端口是否开放；${owner(v)}。` },
  NET_REFUSED: (v) => ({
    problem: '服务器拒绝连接，页面打不开。',
    remedy: `请检查服务是否启动、端口是否正确；${owner(v)}。`,
  }),
  NET_RESET: (v) =>
    v.status === 'caution'
      ? { problem: '内容传到一半连接就中断了。', remedy: '请检查服务器程序和防护设备的设置。' }
      : { problem: '连接被中断，页面打不开。', remedy: `请检查服务器和防护设备是否误拦正常访问；${owner(v)}。` },
  NET_EMPTY: (v) =>
    v.status === 'broken'
      ? { problem: '服务器没有作任何应答就关闭了连接，页面打不开。', remedy: `请检查服务器程序；${owner(v)}。` }
      : {
          problem: '网站作了应答，但没有任何内容，页面是空白的。',
          remedy: '请用浏览器核对；确为空白的，请补充内容或取消链接。',
        },
  NET_UNREACHABLE: (v) =>
    v.status === 'broken'
      ? { problem: '服务器地址不可达，页面打不开。', remedy: `请检查服务器的网络接入；${owner(v)}。` }
      : { problem: '巡查所在网络没有通往该地址的路径，未能判定。', remedy: '请换一处网络复查。' },
  NET_PROTOCOL: (v) =>
    v.status === 'caution'
      ? { problem: '网站的应答不合 HTTP 规范，部分浏览器可能打不开。', remedy: '请升级或修复网站服务器软件。' }
      : {
          problem: `网站的应答不合 HTTP 规范${code(v)}，程序读不出内容，不能确定浏览器能否打开。`,
          remedy: '请用浏览器核对，并修复网站服务器软件。',
        },
  DNS_NXDOMAIN: (v) =>
    v.status === 'broken'
      ? {
          problem: '域名不存在或没有解析到地址，页面打不开。',
          remedy:
            v.external === true
              ? '域名可能已停用，请尽快更换或取消该链接，以防域名被他人注册后改作他用。'
              : '请检查域名是否拼写正确、是否到期，并恢复解析。',
        }
      : { problem: '域名未能解析，但不能排除巡查所在网络的解析故障。', remedy: '请换一处网络复查。' },
  DNS_SERVFAIL: () => ({
    problem: '域名服务器没有答复，不能确定域名是否可用。',
    remedy: '请检查域名服务器；并换一处网络复查。',
  }),
  TLS_EXPIRED: () => ({ problem: '网站证书不在有效期内，浏览器会先显示安全警告。', remedy: `${certificate}。` }),
  TLS_HOSTNAME: () => ({ problem: '网站证书与域名不符，浏览器会先显示安全警告。', remedy: `${certificate}。` }),
  TLS_UNTRUSTED: () => ({
    problem: '网站证书不受信任（自签名或证书链不完整），浏览器会先显示安全警告。',
    remedy: `${certificate}。`,
  }),
  TLS_LEGACY: () => ({
    problem: '网站只支持已淘汰的加密协议，新版浏览器可能打不开。',
    remedy: '请启用 TLS 1.2 及以上版本。',
  }),
  TLS_FAILED: (v) =>
    v.status === 'broken'
      ? {
          problem: `HTTPS 连接不能建立${because(v)}，页面打不开。`,
          remedy: '请将链接改为 http 地址，或为该服务启用 HTTPS。',
        }
      : {
          problem: 'HTTPS 连接不能建立，可能是只支持国密算法或防护设备拦截了程序，不能确定浏览器能否打开。',
          remedy: `${guarded}。`,
        },
  REDIRECT_LOOP: () => ({ problem: '页面来回跳转，始终打不开。', remedy: '请修正网站的跳转设置。' }),
  REDIRECT_LIMIT: () => ({
    problem: '页面跳转次数过多（超过 20 次），打不开。',
    remedy: '请修正网站的跳转设置，直接指向最终地址。',
  }),
  REDIRECT_INVALID: (v) =>
    v.status === 'caution'
      ? { problem: `网站要求跳转却没有给出有效地址${code(v)}，只显示了过渡页面。`, remedy: '请修正网站的跳转设置。' }
      : { problem: `网站跳转到无效的地址${code(v)}，页面打不开。`, remedy: '请修正网站的跳转设置。' },
  REDIRECT_TO_HOME: (v) =>
    v.status === 'broken'
      ? {
          problem: '点击后没有打开所指内容，而是跳到了网站首页，原内容已不存在。',
          remedy: '请恢复原内容，或更正、取消该链接。',
        }
      : {
          problem: '点击后跳到了网站首页，没有打开所指内容。',
          remedy: '请核对原内容是否还在；已迁移的，请将链接改为新地址。',
        },
  SOFT_404: (v) =>
    v.status === 'broken'
      ? {
          problem: `网站虽答复“正常”，显示的却是错误页，所指内容已不存在${because(v)}。`,
          remedy: `${owner(v)}；并使错误页返回状态码 404。`,
        }
      : v.status === 'undeterminable'
        ? {
            problem: `无法由程序区分该页面与错误页${because(v)}。`,
            remedy: '请用浏览器核对所指内容是否还在；不存在的页面应返回状态码 404。',
          }
        : {
            problem: `打开的页面像是错误页或没有实际内容${because(v)}。`,
            remedy: '请核对所指内容是否还在；不存在的页面应返回状态码 404。',
          },
  BLOCKED_CHALLENGE: () => ({
    problem: '网站的防护系统把程序拦在验证页，未能判定，不算错链。',
    remedy: `${guarded}。`,
  }),
  BLOCKED_AUTH: (v) =>
    v.httpStatus === 403
      ? {
          problem: '网站禁止访问该地址（状态码 403），不能确定是防护拦截还是页面不开放，未能判定。',
          remedy: `请用浏览器核对；页面不开放的，请取消链接。${guarded}。`,
        }
      : v.status === 'skipped'
        ? { problem: '该链接须登录后才能打开，未作判断。', remedy: '无需登录即应公开的内容，请取消登录限制。' }
        : {
            problem: `打开该链接须先登录或验证身份${code(v)}，未能判定。`,
            remedy: '请用浏览器核对；应公开的内容，请取消登录限制。',
          },
  BLOCKED_RATE: () => ({
    problem: '网站限制了访问频率，本次未能判定，不算错链。',
    remedy: `请放慢频率后复查。${guarded}。`,
  }),
  URL_INVALID: (v) => ({
    problem: `链接地址有误，任何浏览器都打不开${because(v)}。`,
    remedy: '请改为正确的完整地址，或取消该链接。',
  }),
  URL_UNSUPPORTED: (v) =>
    v.status === 'caution'
      ? { problem: `链接使用了浏览器不再支持的方式${because(v)}。`, remedy: '请改为 https 地址。' }
      : { problem: '不是可打开的网页（邮件、电话、脚本、表单等），未检查。', remedy: '无需处理。' },
  EXCLUDED_ROBOTS: () => ({
    problem: '网站的 robots.txt 不允许程序访问，未检查。',
    remedy: '检查本单位网站时，可在设置中改为不受 robots.txt 限制。',
  }),
  EXCLUDED_RULE: () => ({ problem: '按忽略规则未检查。', remedy: '请定期核对忽略规则是否仍然适用。' }),
  EXCLUDED_SCOPE: (v) =>
    v.status === 'caution'
      ? { problem: '链接指向内部网络地址，公众无法打开。', remedy: '请改为互联网地址，或取消该链接。' }
      : { problem: '地址不在检查范围内，未检查。', remedy: '无需处理。' },
  LIMIT_REACHED: () => ({ problem: '达到检查上限，未检查。', remedy: '可提高上限后再查。' }),
};

/** 说明与建议 of a link's state. Pure; Chinese; the same sentences in the report, the list and the indicator. */
export function explainLink(value: Shown): LinkText {
  return texts[value.reason](value);
}
