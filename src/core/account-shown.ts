import type { StoreRound } from './app-availability.ts';
import type { ObservationValue, Observed } from './observation.ts';

type Profile = ObservationValue<'account.profile'>;
type Tri = 'yes' | 'no' | 'unknown';

/** A fact of the newest look that shows it. */
export type Shown<T> = { value: T; from: Observed<'account.profile'> };

/** 账号页面显示的资料, each fact from the newest look that shows it. */
export type AccountShown = {
  name?: Shown<string>;
  /** 认证. */
  verified?: Shown<NonNullable<Profile['verified']>>;
  followers?: Shown<NonNullable<Profile['followers']>>;
  /** 评论、私信、自定义菜单 open to the public. */
  comments?: Shown<Tri>;
  directMessage?: Shown<Tri>;
  menu?: Shown<Tri>;
};

/** What looks at an account show of it. Looks at another account (identity mismatch) show nothing of this one. */
export function accountShown(profiles: readonly Observed<'account.profile'>[]): AccountShown {
  const out: AccountShown = {};
  const sorted = [...profiles].sort((a, b) => (a.slot < b.slot ? 1 : a.slot > b.slot ? -1 : 0));
  for (const from of sorted) {
    const v = from.value;
    if (v.state !== 'seen') continue;
    if (v.name !== undefined && v.name.trim() !== '') out.name ??= { value: v.name.trim(), from };
    if (v.verified !== undefined && (v.verified.ok !== null || (v.verified.text ?? '') !== ''))
      out.verified ??= { value: v.verified, from };
    if (v.followers !== undefined) out.followers ??= { value: v.followers, from };
    for (const key of ['comments', 'directMessage', 'menu'] as const) {
      const value = v.features?.[key] ?? 'unknown';
      if (value !== 'unknown') out[key] ??= { value, from };
    }
  }
  return out;
}

/** 应用市场的历次答复, as `appAvailability` takes them. What was asked while the platform failed its 对照账号 is left out. */
export function appRounds(profiles: readonly Observed<'account.profile'>[]): StoreRound[] {
  return profiles
    .filter((o) => o.value.canary !== 'failed' && o.value.apps !== undefined && o.value.apps.length > 0)
    .map((o) => ({ at: Date.parse(o.slot), apps: o.value.apps ?? [] }));
}
