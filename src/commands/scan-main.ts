import { resolve } from 'node:path';
import { InputError } from '#core/errors.ts';
import { openHttp, policyOf, systemClock } from '../app.ts';
import { Config } from '../config.ts';
import { openDataFolder } from '../store/data-folder.ts';
import { freshCollections } from '../watch/fresh-collections.ts';
import { deliver } from './deliver.ts';
import { openRender } from './render.ts';
import type { ScanAnswer, ScanOrder } from './scan-child.ts';
import { assessStep, collectStep, runFolder } from './steps.ts';

/** Entry of the process that does one full scan for `watch`, which holds the data folder. */

/** A scan broken off longer ago than this is begun anew: its slot would date what is seen now. */
const goOnMs = 2 * 86_400_000;

// The watch is gone, and with it the claim to the data folder.
process.on('disconnect', () => process.exit(1));
// Ctrl-C reaches the whole group; the watch decides when to end this.
process.on('SIGINT', () => undefined);
process.once('message', (order) => {
  void scan(order as ScanOrder)
    .then(
      (detail): ScanAnswer => ({ ok: true, detail }),
      (error: unknown): ScanAnswer => ({
        ok: false,
        message:
          error instanceof InputError
            ? error.message
            : error instanceof Error
              ? (error.stack ?? error.message)
              : String(error),
      }),
    )
    .then((answer) => process.send?.(answer, () => process.exit(answer.ok ? 0 : 1)));
});

async function scan(order: ScanOrder): Promise<string> {
  const config = Config.parse(order.config);
  const data = await openDataFolder(resolve(config.data), { use: 'share' });
  const closers: (() => Promise<void>)[] = [() => data.close()];
  try {
    const policy = await policyOf(config);
    const registry = await data.registry.load();
    const clients = await openHttp(config);
    closers.push(() => clients.close());
    const render = await openRender(config);
    closers.push(() => render.close());
    const done = await collectStep({
      data: { ...data, collections: freshCollections(data.collections, goOnMs) },
      registry,
      config,
      policy,
      http: clients.http,
      visitHttp: clients.visitHttp,
      ipv6: clients.ipv6,
      clock: systemClock,
      render: render.page,
      shoot: render.shoot,
      // The visits are the watch's own.
      visitSlots: () => [],
      quiet: true,
    });
    const notes = [...order.notes, ...render.notes];
    const assessment = await assessStep({ data, registry, policy, asOf: systemClock.now(), notes });
    const report = await deliver(assessment, data.evidence, runFolder(config, assessment.run.id), {
      generatedAt: systemClock.now().toISOString(),
      observations: data.observations,
      registry,
    });
    const crashed = done.crashed > 0 ? `，${done.crashed} 项因程序出错没有看成` : '';
    return `巡查 ${done.jobs} 项${crashed}，检查编号 ${assessment.run.id}，报告 ${report.html ?? report.folder}`;
  } finally {
    for (const close of closers.reverse()) await close();
  }
}
