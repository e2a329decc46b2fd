import { formRemarks, leadsTo, otherForms } from '#core/address-forms.ts';
import { challengeOf, hasContent } from '#core/challenge.ts';
import type { ProbeContext } from '#core/context.ts';
import type { Exchange } from '#core/evidence.ts';
import type { ObservationValue } from '#core/observation.ts';
import { outlineOf } from '#core/page-text.ts';
import { defineNetworkProbe, type StoredBytes } from '../probe.ts';
import { controlsOpen } from './access-guard.ts';
import { sha256, textOf } from './access-text.ts';

type Form = ObservationValue<'site.address-forms'>['forms'][number];

/** 登记的首页网址 and the hosts that belong to the site. */
export type AddressFormsTarget = {
  url: string;
  /** Hosts of the site, registered ones besides that of `url`. */
  hosts: readonly string[];
  /** Longest that one form may take, milliseconds. Default: 10 s. */
  timeoutMs?: number;
  signal?: AbortSignal;
};

/** Enough to tell a challenge from a page. */
const maxBytes = 64 * 1024;
const defaultMs = 10_000;

/**
 * 登记网址的其他写法 — http or https, with or without www: each asked once, one after the other, at the pace of a crawl. No retry, no second
 * opinion: nothing here is ever held against a site.
 */
export const addressFormsProbe = defineNetworkProbe<'site.address-forms', AddressFormsTarget>({
  id: 'address-forms',
  version: 1,
  title: '登记网址的其他写法（http、https，带或不带 www）',
  produces: 'site.address-forms',
  async observe(target, context) {
    const looked: { form: Form; exchange: Exchange }[] = [];
    for (const url of otherForms(target.url)) {
      const exchange = await ask(url, target, context);
      if (exchange.outcome === 'cancelled')
        return exchange.code === undefined
          ? { status: 'unobserved', reason: 'cancelled', detail: '检查中途停止，其他写法没有问完', stored: [] }
          : {
              status: 'unobserved',
              reason: 'overload',
              detail: `本机资源不足（${exchange.code}），其他写法没有问完`,
              stored: [],
            };
      looked.push({ form: formOf(url, exchange, target), exchange });
    }
    const forms = looked.map((l) => l.form);
    const silent = forms.length > 0 && forms.every((f) => silence.has(f.outcome));
    if (silent && context.controls.length > 0 && !(await controlsOpen(context)))
      return {
        status: 'unobserved',
        reason: 'local-network',
        detail: '其他写法都没有回音，同一时刻控制点也全部打不开，应是监测方网络故障',
        stored: [],
      };
    const value = { url: target.url, forms };
    const shown = new Set(formRemarks(value).map((r) => r.finalUrl));
    const stored = looked.flatMap((l) => (shown.has(l.form.finalUrl) ? bytesOf(l.exchange) : []));
    return { status: 'observed', value, stored };
  },
});

/** Outcomes that a dead network of ours would give as well. */
const silence: ReadonlySet<Form['outcome']> = new Set(['dns-failure', 'unreachable', 'timeout', 'out-of-scope']);

function ask(url: string, target: AddressFormsTarget, context: ProbeContext): Promise<Exchange> {
  return context.http.fetch({
    url,
    limits: { totalMs: target.timeoutMs ?? defaultMs, maxBytes },
    ...(target.signal === undefined ? {} : { signal: target.signal }),
  });
}

function formOf(url: string, e: Exchange, target: AddressFormsTarget): Form {
  const outcome = outcomeOf(e);
  const { status } = e;
  return {
    url,
    outcome,
    ...(status === undefined ? {} : { status }),
    finalUrl: e.finalUrl,
    certificate: e.certificate,
    ms: Math.max(0, e.totalMs),
    leadsHome:
      outcome === 'response' &&
      status !== undefined &&
      status < 400 &&
      leadsTo([new URL(target.url).host, ...target.hosts], e.finalUrl),
  };
}

function outcomeOf(e: Exchange): Form['outcome'] {
  if (e.outcome === 'timeout' && e.stage === 'dns') return 'dns-failure';
  if (e.outcome === 'cancelled') return 'timeout';
  if (e.outcome !== 'response') return e.outcome;
  const status = e.status ?? 0;
  const text = textOf(e);
  if (challengeOf({ status, headers: e.hops.at(-1)?.headers ?? [], text })) return 'blocked';
  // Of our address, or of our network: what visitors see is not known.
  if (status === 407 || status === 429 || status === 511) return 'blocked';
  return status === 403 && !hasContent(outlineOf(text)) ? 'blocked' : 'response';
}

function bytesOf({ body, ...rest }: Exchange): StoredBytes[] {
  const record = { ...rest, bodyBytes: body.length, bodySha256: body.length === 0 ? null : sha256(body) };
  const bytes = new TextEncoder().encode(`${JSON.stringify([record], null, 2)}\n`);
  const stored: StoredBytes[] = [{ kind: 'exchange', url: rest.finalUrl, bytes }];
  if (body.length > 0) stored.push({ kind: 'html', url: rest.finalUrl, bytes: body });
  return stored;
}
