import { exitCodes } from '../flags.ts';
import { type CollectFlags, collecting } from './collecting.ts';
import { printJson, say } from './session.ts';

export async function collect(flags: CollectFlags): Promise<number> {
  return collecting(
    flags,
    async () => {},
    async ({ collected }) => {
      if (flags.json) printJson(collected);
      else {
        const resumed = collected.resumed > 0 ? `，其中 ${collected.resumed} 项在上次中断前已完成` : '';
        const crashed = collected.crashed > 0 ? `，${collected.crashed} 项因程序出错没有看成` : '';
        say(`监测完成：共 ${collected.jobs} 项${resumed}${crashed}。监测时段 ${collected.slot}`);
      }
      return collected.crashed > 0 ? exitCodes.fault : exitCodes.done;
    },
  );
}
