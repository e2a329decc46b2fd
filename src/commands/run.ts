import { systemClock } from '../app.ts';
import { exitCodes } from '../flags.ts';
import { parseFailOn } from '../output/fail-on.ts';
import { assertWritable } from '../output/folder.ts';
import { type CollectFlags, collecting } from './collecting.ts';
import { deliver, exitOf, linkLines, tableLines } from './deliver.ts';
import { ledgerLines } from './ledger.ts';
import { printJson, say } from './session.ts';
import { assessStep, runFolder } from './steps.ts';

export async function run(flags: CollectFlags & { failOn?: string[] }): Promise<number> {
  const conditions = parseFailOn(flags.failOn ?? []);
  return collecting(
    flags,
    (config) => assertWritable(config.out),
    async ({ data, config, policy, registry, only, notes, collected }) => {
      const assessment = await assessStep({ data, registry, policy, asOf: systemClock.now(), only, notes });
      const done = await deliver(assessment, data.evidence, runFolder(config, assessment.run.id), {
        generatedAt: systemClock.now().toISOString(),
        observations: data.observations,
        registry,
      });
      if (flags.json)
        printJson({
          ...collected,
          runId: assessment.run.id,
          html: done.html,
          json: done.json,
          links: done.links,
          accounts: done.accounts,
          issues: done.issues,
        });
      else {
        for (const line of ledgerLines(assessment)) say(line);
        say(`报告：${done.html}`);
        for (const line of [...linkLines(done), ...tableLines(done)]) say(line);
      }
      return collected.crashed > 0 ? exitCodes.fault : exitOf(conditions, assessment);
    },
  );
}
