import type { CertificateState } from './evidence.ts';
import type { ObservationValue } from './observation.ts';

type Forms = ObservationValue<'site.address-forms'>;
type Form = Forms['forms'][number];

/** 登记网址的其他写法: at most this many are asked. */
const mostForms = 3;

/**
 * 登记网址的其他写法 — what a visitor may type in place of the registered address: http or https, with or without www. The path stays.
 * Another port than the usual one is a service of its own, so only the host varies there. An IP address or a name without a dot has no
 * other forms. Empty for what is no http address.
 */
export function otherForms(home: string): string[] {
  const url = URL.parse(home);
  if (!url || !/^https?:$/.test(url.protocol) || !isName(url.hostname)) return [];
  const sister = sisterHost(url.hostname);
  const hosts = sister === null ? [url.hostname] : [url.hostname, sister];
  const schemes = url.port === '' ? ['http:', 'https:'] : [url.protocol];
  const forms = hosts.flatMap((host) =>
    schemes.map((scheme) => `${scheme}//${host}${url.port === '' ? '' : `:${url.port}`}${url.pathname}${url.search}`),
  );
  const own = `${url.origin}${url.pathname}${url.search}`;
  return forms.filter((f) => f !== own).slice(0, mostForms);
}

/** 是否为本站的地址: the registered host or one of the registered domains, with or without www, whatever the port. */
export function leadsTo(hosts: readonly string[], address: string): boolean {
  const found = URL.parse(address)?.hostname;
  return found !== undefined && hosts.some((h) => bare(hostnameOf(h)) === bare(found));
}

/** 其他写法中值得告诉维护者的情况: one fact and the address that shows it. */
export type FormRemark = { message: string; finalUrl: string };

const certificates: Partial<Record<CertificateState, string>> = {
  expired: '证书已过期',
  'not-yet-valid': '证书尚未生效',
  'self-signed': '用的是自签名证书',
  'wrong-host': '证书与域名不符',
  untrusted: '证书不受信任（常见原因是缺中间证书）',
  legacy: '只支持主流浏览器已停用的加密方式',
};

/**
 * Facts about the other forms that a maintainer should know; none of them has a price. Silent on what is ordinary: a name that does not exist, an
 * http-only site whose https refuses, a form that could not be looked at. `homes`: how timed visits of the registered address itself ended;
 * where it leads and what its certificate lacks is told there.
 */
export function formRemarks(
  value: Forms,
  homes: readonly Pick<ObservationValue<'site.access'>, 'finalUrl' | 'certificate'>[] = [],
): FormRemark[] {
  const registered = URL.parse(value.url);
  if (!registered) return [];
  const told = new Set(homes.filter((h) => certificates[h.certificate] !== undefined).map((h) => hostOf(h.finalUrl)));
  const ends = homes.map((h) => h.finalUrl);
  const networkStood = value.forms.some((f) => f.status !== undefined);
  const remarks = new Map<string, FormRemark>();

  for (const form of value.forms) {
    const message = remarkOf(form);
    if (message !== null && !remarks.has(message)) remarks.set(message, { message, finalUrl: form.finalUrl });
  }
  return [...remarks.values()];

  function remarkOf(form: Form): string | null {
    const asked = URL.parse(form.url);
    if (!asked || !registered) return null;
    // A www put before a name that nobody announced with it: what a wildcard record answers there is nobody's fault.
    const unasked = asked.hostname.startsWith('www.') && asked.hostname !== registered.hostname;
    const fault = certificates[form.certificate];
    if (form.outcome === 'tls-failure' && fault !== undefined) {
      const host = hostOf(form.finalUrl);
      if (told.has(host) || (host === registered.host && registered.protocol === 'https:')) return null;
      if (unasked && !value.forms.some((f) => f.leadsHome && hostOf(f.url) === asked.host)) return null;
      return `用 https 访问 ${host} 时${fault}，访客会看到安全警告；请换好证书`;
    }
    const status = form.status ?? 0;
    if (form.outcome === 'response' && status < 400) {
      if (!form.leadsHome) {
        if (ends.some((e) => hostOf(e) === hostOf(form.finalUrl))) return null;
        if (unasked && sameFamily(registered.hostname, form.finalUrl)) return null;
        return `网址 ${form.url} 打开的是 ${hostOf(form.finalUrl)}，不是登记的网站；请核对域名解析和跳转设置`;
      }
      if (registered.protocol !== 'https:' || !form.finalUrl.startsWith('http:')) return null;
      if (ends.some((e) => e.startsWith('http:'))) return null;
      return `网址 ${form.url} 没有跳转到登记的 https 网址，访问内容不加密；请设置跳转`;
    }
    // A visitor who leaves the www out of the registered address.
    if (!isBareOf(asked, registered)) return null;
    const why = closed(form, networkStood);
    return why === null ? null : `不带 www 的网址 ${form.url} 打不开（${why}），少打 www 的访客进不来；请设置跳转`;
  }
}

/** Why a form whose name exists does not open, Chinese; null where it may be our view of it. */
function closed(form: Form, networkStood: boolean): string | null {
  switch (form.outcome) {
    case 'response':
      return `状态 ${form.status ?? 0}`;
    case 'refused':
      return '连接被拒绝';
    case 'reset':
      return '连接被中断';
    case 'redirect-loop':
      return '循环跳转';
    case 'redirect-limit':
      return '跳转次数过多';
    case 'redirect-invalid':
      return '跳转到无效地址';
    case 'timeout':
      return networkStood ? '没有应答' : null;
    default:
      return null;
  }
}

function isBareOf(asked: URL, registered: URL): boolean {
  return asked.protocol === registered.protocol && registered.hostname === `www.${asked.hostname}`;
}

/** Under the same name of at least three parts, where the host has a longer one: the site of the unit above. */
function sameFamily(host: string, address: string): boolean {
  const family = bare(host).split('.').slice(1);
  const found = hostOf(address).replace(/:\d+$/, '');
  return family.length >= 3 && (found === family.join('.') || found.endsWith(`.${family.join('.')}`));
}

function isName(host: string): boolean {
  return host.includes('.') && !host.startsWith('[') && !/^[\d.]+$/.test(host) && !host.endsWith('.');
}

/** The same name with www or without it; null where leaving it out leaves no domain. */
function sisterHost(host: string): string | null {
  if (!host.startsWith('www.')) return `www.${host}`;
  return isName(bare(host)) ? bare(host) : null;
}

const bare = (host: string) => host.replace(/^www\./, '');
const hostOf = (address: string) => URL.parse(address)?.host ?? address;
const hostnameOf = (host: string) => URL.parse(`http://${host}`)?.hostname ?? host.toLowerCase();
