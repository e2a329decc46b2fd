import { dayMs } from '#core/calendar.ts';
import { openHttp, policyOf, systemClock } from '../app.ts';
import { exitCodes, type GlobalFlags } from '../flags.ts';
import { interruptible } from '../interrupt.ts';
import { freshCollections } from '../watch/fresh-collections.ts';
import { openRender } from './render.ts';
import { printJson, say, withData } from './session.ts';
import { collectStep, subjectsOf } from './steps.ts';

export type CollectFlags = GlobalFlags & { subject?: string[] };

/** What is said at Ctrl-C: every observation is stored as it is made. */
export const interrupted = '已中断。看到的都已保存，再执行一次会接着做';

export async function collect(flags: CollectFlags): Promise<number> {
  return interruptible(interrupted, () =>
    withData(flags, 'collect', async (data, config) => {
      const policy = await policyOf(config);
      const registry = await data.registry.load();
      const only = subjectsOf(registry, flags.subject);
      const clients = await openHttp(config);
      const render = await openRender(config);
      try {
        const done = await collectStep({
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
        if (flags.json) printJson(done);
        else {
          const resumed = done.resumed > 0 ? `，其中 ${done.resumed} 项在上次中断前已完成` : '';
          const crashed = done.crashed > 0 ? `，${done.crashed} 项因程序出错没有看成` : '';
          say(`监测完成：共 ${done.jobs} 项${resumed}${crashed}。监测时段 ${done.slot}`);
        }
        return done.crashed > 0 ? exitCodes.fault : exitCodes.done;
      } finally {
        await render.close();
        await clients.close();
      }
    }),
  );
}
