import { best, combine } from '../combine.ts';
import {
  type AccountReading,
  type AccountRecord,
  type AppSeen,
  type AppStore,
  defineAdapter,
  type FetchedResponse,
  type FetchStep,
  type Plan,
  type StepReading,
  type StepResult,
  type Visibility,
} from '../contract.ts';
import { readStore } from './read.ts';
import { identify, storeNames, storesOf } from './stores.ts';

/**
 * 移动客户端 — what five stores show of an app without log-in: App Store lookup (JSON, exact time of the current version, about 20
 * questions a minute, cached for up to a day), 小米 (JSON with the time of the update), 应用宝 (data inside its page, no time), 华为
 * AppGallery (only where its download leads to), and the unit's own APK link (first bytes). Blocked looks like: App Store 403 with an
 * empty body or 429, 小米 400 or an empty body, 应用宝 a page without its data. A store that is not named in the register and only
 * tried by the name of the package can prove that the app is there, never that it is missing. State of knowledge: 2026-11.
 */
export const app = defineAdapter({
  id: 'app',
  version: 1,
  title: '移动客户端',
  platforms: ['app'],
  sources: ['public'],
  identify,
  plan,
  parse,
  conclude,
});

function plan(account: AccountRecord): Plan {
  const steps = storesOf(account).map((a) => a.step);
  return steps.length > 0
    ? { steps }
    : {
        incomplete:
          '台账里没有客户端的下载处：在“urls”里写上 App Store、小米、应用宝、华为应用市场的链接或 APK 下载链接，或在“ids”里写上 appStoreId、package、huaweiId。',
      };
}

function parse(step: FetchStep, response: FetchedResponse): StepReading {
  return readStore(step, response);
}

/** States of all stores the register names, whether they answered or not; of those only tried, the ones that have the app. */
function conclude(results: readonly StepResult[], account: AccountRecord): AccountReading {
  const asked = storesOf(account);
  const named = new Set(asked.filter((a) => a.registered).map((a) => a.store));
  const states = [...new Set(asked.map((a) => a.store))]
    .map((store) => stateOf(store, results))
    // A store that is only tried by the name of the package has something to say where it has the app.
    .filter((s) => named.has(s.store) || s.state === 'available');
  const own = results.filter((r) => r.reading.visibility.kind !== 'identity_mismatch');
  const joined = combine(own.length > 0 ? own : results);
  return {
    ...joined,
    visibility: sightOf(states, results, named),
    profile: { ...joined.profile, app: states },
  };
}

function stateOf(store: AppStore, results: readonly StepResult[]): AppSeen {
  const answers = results.flatMap((r) => (r.step.memo?.store === store ? (r.reading.profile?.app ?? []) : []));
  // A question asked again replaces the first; of several own links the one that works counts.
  const last = store === 'direct' ? answers : answers.slice(-1);
  const found = last.find((a) => a.state === 'available') ?? last.find((a) => a.state === 'unknown') ?? last[0];
  return found ?? { store, state: 'unknown', why: '这次没有问到' };
}

function sightOf(states: readonly AppSeen[], results: readonly StepResult[], named: ReadonlySet<AppStore>): Visibility {
  const all = results.map((r) => r.reading.visibility);
  if (states.some((s) => s.state === 'available')) return best(all);
  const registered = states.filter((s) => named.has(s.store));
  if (registered.length > 0 && registered.every((s) => s.state === 'not_listed'))
    return {
      kind: 'gone',
      reason: 'not_found',
      text: `登记的应用市场都没有这个应用：${registered.map((s) => storeNames[s.store]).join('、')}`,
    };
  const open = all.filter((v) => v.kind !== 'gone');
  return open.length > 0 ? best(open) : { kind: 'changed', missing: ['登记的应用市场的明确答复'] };
}
