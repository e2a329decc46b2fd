import { mkdtemp, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { endOfDay, isDay, shanghaiDay } from '#core/calendar.ts';
import { InputError } from '#core/errors.ts';
import type { Policy } from '#core/policy.ts';
import { importPosts } from '#crawlers/import/posts.ts';
import { readTable } from '#crawlers/import/table.ts';
import { configOf, openHttp, policyOf, systemClock } from '../app.ts';
import type { Config } from '../config.ts';
import { differences } from '../demo/compare.ts';
import { county } from '../demo/county/county.ts';
import { demoNote, demoPolicyYaml, demoSlots, demoTime } from '../demo/policy.ts';
import { demoImports } from '../demo/posts.ts';
import { demoRegistry } from '../demo/registry.ts';
import { startCounty } from '../demo/server.ts';
import { exitCodes, type GlobalFlags } from '../flags.ts';
import { interruptible } from '../interrupt.ts';
import { parseFailOn } from '../output/fail-on.ts';
import { assertWritable } from '../output/folder.ts';
import { openDataFolder } from '../store/data-folder.ts';
import { deliver, exitOf } from './deliver.ts';
import { ledgerLines } from './ledger.ts';
import { openRender } from './render.ts';
import { printJson, say } from './session.ts';
import { assessStep, collectStep } from './steps.ts';

export type DemoFlags = GlobalFlags & { today?: string; failOn?: string[] };

/** 示例县: served on loopback, really collected over HTTP, judged and reported, then held against what was written down by hand. */
export async function demo(flags: DemoFlags): Promise<number> {
  const conditions = parseFailOn(flags.failOn ?? []);
  const basedOn = flags.policy ?? 'fengdu';
  const { config: given } = configOf({ ...flags, policy: basedOn });
  const asOf = asOfFor(flags.today);
  await assertWritable(given.out);
  const folder = resolve(given.data, 'demo');
  await assertWritable(folder);
  return interruptible('演示已中断，没有留下报告', async (keep) => {
    const scratch = await mkdtemp(join(folder, 'run-'));
    keep.scratch(scratch);
    return show({ flags, conditions, basedOn, given, asOf, scratch });
  });
}

type Show = {
  flags: DemoFlags;
  conditions: ReturnType<typeof parseFailOn>;
  basedOn: string;
  given: Config;
  asOf: Date;
  scratch: string;
};

async function show({ flags, conditions, basedOn, given, asOf, scratch }: Show): Promise<number> {
  const data = await openDataFolder(scratch);
  const closers: (() => Promise<void>)[] = [() => data.close()];
  try {
    const shown = county(shanghaiDay(asOf));
    const slots = demoSlots(asOf.toISOString());
    const registry = demoRegistry(shown, { from: slots[0]!, to: asOf.toISOString() });
    await data.registry.save(registry);
    const chosen = (await policyOf({ ...given, policy: basedOn })).policy;
    await writeFile(join(data.folder, `demo-${basedOn}.yaml`), demoPolicyYaml(chosen));
    for (const file of demoImports(shown)) {
      const path = join(data.folder, file.name);
      await writeFile(path, file.csv);
      const { person, window, coverage, accounts } = file.attestation;
      const attest = { person, ...window, coverage, accounts };
      const table = await readTable(path);
      await data.evidence.put(table.bytes);
      await data.observations.append(importPosts(table, registry, attest, asOf));
    }

    const server = await startCounty(shown, { limitMs: demoTime.limitMs, visits: slots.length });
    closers.push(() => server.close());
    const config = {
      ...given,
      policy: `demo-${basedOn}`,
      policies: [data.folder],
      vantage: '示例县演示机',
      controls: [controlOf(server.hosts)],
      watchMs: 2 * demoTime.limitMs,
      pageMs: 3 * demoTime.limitMs,
      roundMs: 60 * demoTime.limitMs,
      hostConcurrency: 6,
      hostIntervalMs: 0,
      secondLookMs: 300,
    };
    const policy = await policyOf(config);
    const clients = await openHttp(config, server.hosts);
    closers.push(() => clients.close());
    const render = await openRender(config, server.hosts);
    closers.push(() => render.close());
    const clock = { now: () => asOf };
    await collectStep({
      accounts: null,
      data,
      registry,
      config,
      policy,
      http: clients.http,
      visitHttp: clients.visitHttp,
      clock,
      render: render.page,
      shoot: render.shoot,
      visitSlots: () => slots,
      quiet: flags.quiet ?? false,
    });
    const assessment = await assessStep({ data, registry, policy, asOf, notes: [demoNote, ...render.notes] });
    const done = await deliver(assessment, data.evidence, resolve(given.out, 'demo'), {
      generatedAt: systemClock.now().toISOString(),
      observations: data.observations,
      registry,
    });
    const expectedBy = expectationOf(chosen);
    const wrong = expectedBy === null ? [] : differences(assessment, expectedBy, render.page !== null);
    if (flags.json) printJson({ runId: assessment.run.id, html: done.html, json: done.json, differences: wrong });
    else {
      for (const line of ledgerLines(assessment)) say(line);
      const rated = assessment.subjects.filter((s) => s.conclusion !== 'unrated').length;
      if (expectedBy === null) say('示例县没有写这套指标体系的预期，只出报告');
      else if (wrong.length === 0) say(`${rated} 个对象的结论和写明预期的每项判定都与示例县的预期一致`);
      say(`报告：${done.html}`);
    }
    for (const line of wrong) process.stderr.write(`与预期不符：${line}\n`);
    return wrong.length > 0 ? exitCodes.fault : exitOf(conditions, assessment);
  } finally {
    for (const close of closers.reverse()) await close();
  }
}

/** Which of the two written expectations holds under a policy: a local one that builds on the national index leaves its rows as they are. */
function expectationOf(policy: Policy): 'fengdu' | 'national' | null {
  if (policy.id === 'fengdu') return 'fengdu';
  return policy.items.some((i) => i.from === 'national') ? 'national' : null;
}

/** Noon of the day asked for, or now: pages and judgement share one today. */
function asOfFor(today: string | undefined): Date {
  const now = systemClock.now();
  if (today === undefined) return now;
  if (!isDay(today))
    throw new InputError({ file: '--today', place: today, message: '看不懂的日期', hint: '写 2026-01-31 的样子' });
  return new Date(endOfDay(today).getTime() - 12 * 3_600_000);
}

/** 控制点 of the demo: a healthy host of the county. */
function controlOf(hosts: ReadonlyMap<string, { address: string; port: number }>): string {
  const host = [...hosts.keys()][0];
  if (host === undefined) throw new Error('demo county has no host');
  return `http://${host}/`;
}
