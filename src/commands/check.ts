import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { z } from 'zod';
import { InputError } from '#core/errors.ts';
import type { AccessValue } from '#core/observation.ts';
import { Registry } from '#core/registry.ts';
import { summaryOf } from '#reports/text/summary.ts';
import { configOf, openHttp, type PolicyInUse, policyOf, systemClock } from '../app.ts';
import type { Config } from '../config.ts';
import { exitCodes, type GlobalFlags } from '../flags.ts';
import { interruptible } from '../interrupt.ts';
import { parseFailOn } from '../output/fail-on.ts';
import { assertWritable } from '../output/folder.ts';
import { openDataFolder } from '../store/data-folder.ts';
import { deliver, exitOf, linkLines } from './deliver.ts';
import { openRender } from './render.ts';
import { printJson, say } from './session.ts';
import { assessStep, collectStep } from './steps.ts';

export type CheckFlags = GlobalFlags & { format?: string; failOn?: string[] };

/** One site without any register: one visit round, everything that it shows, and plainly what it cannot tell. */
export async function check(typed: string, flags: CheckFlags): Promise<number> {
  const url = parseAddress(typed);
  const formats = parseFormats(flags.format ?? 'html,json');
  const conditions = parseFailOn(flags.failOn ?? []);
  // A quick look at one site: `crawl` is the command that reads all of it.
  const config: Config = { ...configOf(flags).config, crawlPages: 0 };
  const policy = await policyOf(config);
  await assertWritable(config.out);
  return interruptible('检查已中断，没有留下报告', async (keep) => {
    const scratch = await mkdtemp(join(tmpdir(), 'xuncha-check-'));
    keep.scratch(scratch);
    return look({ url, formats, conditions, config, policy, flags, scratch });
  });
}

type Look = {
  url: URL;
  formats: ReadonlySet<string>;
  conditions: ReturnType<typeof parseFailOn>;
  config: Config;
  policy: PolicyInUse;
  flags: CheckFlags;
  scratch: string;
};

async function look({ url, formats, conditions, config, policy, flags, scratch }: Look): Promise<number> {
  const data = await openDataFolder(scratch);
  const closers: (() => Promise<void>)[] = [() => data.close()];
  try {
    const registry = Registry.parse({
      version: 1,
      title: url.host,
      organizations: [{ id: 'unit', name: url.host, class: 'county-government' }],
      // The index asks most of a portal: so a maintainer sees all that could be asked.
      sites: [{ id: 'site', organization: 'unit', name: url.host, home: url.href, kind: 'portal' }],
      accounts: [],
    });
    const clients = await openHttp(config);
    closers.push(() => clients.close());
    const render = await openRender(config);
    closers.push(() => render.close());
    const collected = await collectStep({
      data,
      registry,
      config,
      policy,
      http: clients.http,
      visitHttp: clients.visitHttp,
      ipv6: clients.ipv6,
      clock: systemClock,
      render: render.page,
      shoot: render.shoot,
      quiet: flags.quiet ?? false,
    });
    const visits = await data.observations.window('site.access', 'site', collected.slot, collected.slot);
    const visit = visits[0];
    if (visit?.status === 'observed') refuseUnreachable(url, visit.value);
    if (visit?.status === 'unobserved' && visit.reason === 'local-network')
      throw new InputError({
        file: url.href,
        place: '',
        message: '本机网络不通，对照网址也打不开',
        hint: '检查网络后再试',
      });

    if (visit?.status === 'unobserved' && visit.reason === 'not-collected')
      throw new InputError({
        file: url.href,
        place: '',
        message: visit.detail,
        hint: config.allowPrivate ? '检查网址' : '确实要检查内网或本机的网站，加 --allow-private',
      });

    const asOf = systemClock.now();
    const notes = [
      '一次访问只能说明当时的情况。一周的可用性要连续监测才能判定。',
      '没有台账，不知道网站的类别，按政府门户网站的要求检查；部门网站、专题网站适用的指标项可能较少。',
      ...render.notes,
    ];
    const assessment = await assessStep({
      data,
      registry,
      policy,
      asOf,
      notes,
      title: '',
      // The unit was made up for the site.
      only: new Set(['site']),
    });
    const stamp = assessment.run.id.slice(0, 15);
    const folder = resolve(config.out, `check-${url.host.replaceAll(/[^a-z0-9.-]/gi, '_')}-${stamp}`);
    const done = await deliver(assessment, data.evidence, folder, {
      generatedAt: asOf.toISOString(),
      formats,
      observations: data.observations,
    });
    if (flags.json) printJson(assessment);
    else {
      say(summaryOf(done.model, { width: Math.min(process.stdout.columns ?? 100, 120) }));
      if (done.html !== null) say(`报告：${done.html}`);
      for (const line of linkLines(done)) say(line);
      if (done.json !== null) say(`数据：${done.json}`);
    }
    return collected.crashed > 0 ? exitCodes.fault : exitOf(conditions, assessment);
  } finally {
    for (const close of closers.reverse()) await close();
  }
}

/** Throws InputError for what is no address of a site. */
export function parseAddress(typed: string): URL {
  const hint = '写完整的网址，如 https://www.example.gov.cn/';
  const text = typed.trim();
  const url = URL.parse(/^[a-z][a-z0-9+.-]*:/i.test(text) && !/^[^/]+:\d+(\/|$)/.test(text) ? text : `http://${text}`);
  if (
    !url ||
    url.hostname === '' ||
    (!url.hostname.includes('.') && !url.hostname.includes(':') && url.hostname !== 'localhost')
  )
    throw new InputError({ file: typed, place: '', message: '这不是一个网址', hint });
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw new InputError({
      file: typed,
      place: '',
      message: `只能检查 http 和 https 网址，不能是 ${url.protocol}`,
      hint,
    });
  if (url.username !== '' || url.password !== '')
    throw new InputError({ file: url.host, place: '', message: '网址里不要带用户名和密码', hint });
  url.hash = '';
  return url;
}

function parseFormats(text: string): ReadonlySet<string> {
  const formats = text.split(',').map((f) => f.trim());
  for (const f of formats)
    if (f !== 'html' && f !== 'json')
      throw new InputError({
        file: '--format',
        place: f,
        message: '没有这种报告格式',
        hint: '现有 html、json，用逗号隔开',
      });
  return new Set(formats);
}

/** A host that is not there gives nothing to report on: one line, and no report that looks like one. */
function refuseUnreachable(url: URL, value: z.infer<typeof AccessValue>): void {
  const why: Partial<Record<typeof value.outcome, string>> = {
    'dns-failure': `域名 ${url.hostname} 无法解析`,
    refused: `${url.host} 拒绝连接`,
    unreachable: `${url.host} 网络不可达`,
  };
  const message = why[value.outcome];
  if (message === undefined) return;
  throw new InputError({
    file: url.href,
    place: '',
    message: `打不开：${message}`,
    hint: '检查网址和本机网络；网址无误时，说明网站当前确实打不开，可用 xuncha run 持续监测',
  });
}
