import { dayMs } from '#core/calendar.ts';
import { openHttp, policyOf, systemClock } from '../app.ts';
import { exitCodes } from '../flags.ts';
import { interruptible } from '../interrupt.ts';
import { parseFailOn } from '../output/fail-on.ts';
import { assertWritable } from '../output/folder.ts';
import { freshCollections } from '../watch/fresh-collections.ts';
import { type CollectFlags, interrupted } from './collect.ts';
import { deliver, exitOf } from './deliver.ts';
import { ledgerLines } from './ledger.ts';
import { openRender } from './render.ts';
import { printJson, say, withData } from './session.ts';
import { assessStep, collectStep, runFolder, subjectsOf } from './steps.ts';

export async function run(flags: CollectFlags & { failOn?: string[] }): Promise<number> {
  const conditions = parseFailOn(flags.failOn ?? []);
  return interruptible(interrupted, () =>
    withData(flags, 'collect', async (data, config) => {
      // Everything a person may have mistyped is read before the first request goes out.
      const policy = await policyOf(config);
      const registry = await data.registry.load();
      const only = subjectsOf(registry, flags.subject);
      await assertWritable(config.out);
      const clients = await openHttp(config);
      const render = await openRender(config);
      try {
        const collected = await collectStep({
          data: { ...data, collections: freshCollections(data.collections, dayMs) },
          registry,
          config,
          policy,
          http: clients.http,
          visitHttp: clients.visitHttp,
          clock: systemClock,
          render: render.page,
          only,
          quiet: flags.quiet ?? false,
        });
        const assessment = await assessStep({
          data,
          registry,
          policy,
          asOf: systemClock.now(),
          only,
          notes: render.notes,
        });
        const done = await deliver(assessment, data.evidence, runFolder(config, assessment.run.id), {
          generatedAt: systemClock.now().toISOString(),
        });
        if (flags.json) printJson({ ...collected, runId: assessment.run.id, html: done.html, json: done.json });
        else {
          for (const line of ledgerLines(assessment)) say(line);
          say(`报告：${done.html}`);
        }
        return collected.crashed > 0 ? exitCodes.fault : exitOf(conditions, assessment);
      } finally {
        await render.close();
        await clients.close();
      }
    }),
  );
}
