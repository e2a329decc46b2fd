import type { AnyIndicator } from '#core/indicator.ts';
import { type Observation, type ObservationKind, observationKinds } from '#core/observation.ts';
import type { RegisterView } from '#core/register-view.ts';
import type { Finding } from '#core/verdict.ts';
import { accountFiling } from '#indicators/organization/account-filing.ts';
import { accountNames } from '#indicators/organization/account-names.ts';
import { accountPerPlatform } from '#indicators/organization/account-per-platform.ts';
import { closedPosting } from '#indicators/organization/closed-posting.ts';
import { closureAnnouncement } from '#indicators/organization/closure-announcement.ts';

/** 台账核对: rules that every register of accounts can be held against, whatever the policy asks. */
const rules: readonly AnyIndicator[] = [
  accountPerPlatform,
  accountNames,
  accountFiling,
  closureAnnouncement,
  closedPosting,
];

/** How many days of observations the rules look back on. */
export const registerCheckDays = Math.max(...rules.map((r) => r.lookbackDays(r.params.parse({}))));

/**
 * What the register of one unit itself shows to be wrong, by the rules as they stand without any policy. `judged`: indicators that the policy asks about,
 * which are not asked again. Findings are for putting the register right; they carry no price.
 */
export function registerCheck(o: {
  view: RegisterView;
  posts: readonly Observation<'account.posts'>[];
  profiles: readonly Observation<'account.profile'>[];
  judged: ReadonlySet<string>;
  asOf: Date;
}): { title: string; finding: Finding }[] {
  const { organization } = o.view;
  const none = Object.fromEntries(observationKinds.map((k) => [k, []])) as unknown as {
    [K in ObservationKind]: readonly Observation<K>[];
  };
  const observations = { ...none, 'account.posts': o.posts, 'account.profile': o.profiles };
  return rules
    .filter((rule) => !o.judged.has(rule.id))
    .flatMap((rule) => {
      const verdict = rule.judge({
        subject: { id: organization.id, type: 'organization', name: organization.name, record: organization },
        asOf: o.asOf,
        params: rule.params.parse({}),
        observations,
        register: o.view,
      });
      return verdict.findings.map((finding) => ({ title: rule.title, finding }));
    });
}
