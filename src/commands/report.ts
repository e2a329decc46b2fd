import { InputError } from '#core/errors.ts';
import { systemClock } from '../app.ts';
import { exitCodes, type GlobalFlags } from '../flags.ts';
import { deliver, linkLines, tableLines } from './deliver.ts';
import { printJson, say, withData } from './session.ts';
import { runFolder } from './steps.ts';

export async function report(id: string | undefined, flags: GlobalFlags): Promise<number> {
  return withData(flags, 'share', async (data, config) => {
    const wanted = id ?? (await data.assessments.list(1))[0]?.runId;
    const assessment = wanted === undefined ? undefined : await data.assessments.load(wanted);
    if (!assessment) {
      const known = await data.assessments.list(5);
      throw new InputError({
        file: 'report',
        place: id ?? '',
        message: id === undefined ? '还没有检查结果' : '没有这个检查编号',
        hint: known.length === 0 ? '先执行 xuncha run' : `最近的有：${known.map((k) => k.runId).join('、')}`,
      });
    }
    const done = await deliver(assessment, data.evidence, runFolder(config, assessment.run.id), {
      generatedAt: systemClock.now().toISOString(),
      observations: data.observations,
      registry: await data.registry.load(),
    });
    if (flags.json)
      printJson({
        runId: assessment.run.id,
        html: done.html,
        json: done.json,
        links: done.links,
        accounts: done.accounts,
        issues: done.issues,
      });
    else for (const line of [`报告：${done.html}`, ...linkLines(done), ...tableLines(done)]) say(line);
    return exitCodes.done;
  });
}
