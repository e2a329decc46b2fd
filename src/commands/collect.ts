import { exitCodes } from '../flags.ts';
import { accountLines } from './account-lines.ts';
import { type CollectFlags, collecting } from './collecting.ts';
import { printJson, say } from './session.ts';

export async function collect(flags: CollectFlags): Promise<number> {
  return collecting(
    flags,
    async () => {},
    async ({ collected, config, registry }) => {
      if (flags.json) printJson(collected);
      else {
        const resumed = collected.resumed > 0 ? `，其中 ${collected.resumed} 项在上次中断前已完成` : '';
        const crashed = collected.crashed > 0 ? `，${collected.crashed} 项因程序出错没有看成` : '';
        say(`监测完成：共 ${collected.jobs} 项${resumed}${crashed}。监测时段 ${collected.slot}`);
        if (collected.accounts) {
          const { everyHours } = config.accounts;
          for (const line of accountLines(collected.accounts, { sources: collected.accounts.length, everyHours }))
            say(line);
        } else if (registry.accounts.length > 0)
          say('没有访问账号的公开页面：要采集账号，执行 accounts collect，或在配置里写 accounts.enabled: true');
      }
      return collected.crashed > 0 ? exitCodes.fault : exitCodes.done;
    },
  );
}
