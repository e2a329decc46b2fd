import { dayMs } from '#core/calendar.ts';
import type { Registry } from '#core/registry.ts';
import type { Collected } from '#pipeline/collect.ts';
import { openHttp, type PolicyInUse, policyOf, systemClock } from '../app.ts';
import type { Config } from '../config.ts';
import type { GlobalFlags } from '../flags.ts';
import { interruptible } from '../interrupt.ts';
import type { DataFolder } from '../store/data-folder.ts';
import { freshCollections } from '../watch/fresh-collections.ts';
import { openRender } from './render.ts';
import { withData } from './session.ts';
import { collectStep, subjectsOf } from './steps.ts';

export type CollectFlags = GlobalFlags & { subject?: string[] };

/** What is said at Ctrl-C: every observation is stored as it is made. */
const interrupted = '已中断。看到的都已保存，再执行一次会接着做';

export type Collecting = {
  data: DataFolder;
  config: Config;
  policy: PolicyInUse;
  registry: Registry;
  only: ReadonlySet<string> | undefined;
  /** What the report must say about how it was looked. */
  notes: readonly string[];
  collected: Collected;
};

/**
 * 监测 of the register as `collect` and `run` do it, then `after`. Everything a person may have mistyped is read before the first request
 * goes out; what was opened is closed whatever happens.
 */
export async function collecting(
  flags: CollectFlags,
  before: (config: Config) => Promise<void>,
  after: (done: Collecting) => Promise<number>,
): Promise<number> {
  return interruptible(interrupted, () =>
    withData(flags, 'collect', async (data, config) => {
      const policy = await policyOf(config);
      const registry = await data.registry.load();
      const only = subjectsOf(registry, flags.subject);
      data.ignores(registry);
      await before(config);
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
          ipv6: clients.ipv6,
          clock: systemClock,
          render: render.page,
          shoot: render.shoot,
          only,
          quiet: flags.quiet ?? false,
        });
        return await after({ data, config, policy, registry, only, notes: render.notes, collected });
      } finally {
        await render.close();
        await clients.close();
      }
    }),
  );
}
