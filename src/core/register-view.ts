import type { Evidence } from './evidence.ts';
import { type Account, type Organization, platformNames, type Registry, type Site } from './registry.ts';

/** 台账中一个单位的部分: the unit, what it holds, and the stored register that says so. */
export type RegisterView = {
  organization: Organization;
  /** Its sites and accounts, closed ones too, in the order of the register. */
  sites: readonly Site[];
  accounts: readonly Account[];
  /** 下属单位, those below them too, each with what it holds. */
  subordinates?: readonly Pick<RegisterView, 'organization' | 'sites' | 'accounts'>[];
  /** 门户网站 of the whole register. */
  portals: readonly Site[];
  /** The register as it was stored when this was judged. */
  evidence: Evidence;
};

/** Views of every unit of a register, by the id of the unit. */
export function registerViews(registry: Registry, evidence: Evidence): ReadonlyMap<string, RegisterView> {
  const sites = Map.groupBy(registry.sites, (s) => s.organization);
  const accounts = Map.groupBy(registry.accounts, (a) => a.organization);
  const portals = registry.sites.filter((s) => s.kind === 'portal');
  const children = Map.groupBy(registry.organizations, (o) => o.parent);
  const held = (organization: Organization) => ({
    organization,
    sites: sites.get(organization.id) ?? [],
    accounts: accounts.get(organization.id) ?? [],
  });
  /** A register may name two units as each other's superior: each is met once. */
  const below = (top: Organization): Organization[] => {
    const met = new Set<Organization>([top]);
    for (const o of met) for (const child of children.get(o.id) ?? []) met.add(child);
    return [...met].slice(1);
  };
  return new Map(
    registry.organizations.map((organization) => [
      organization.id,
      {
        ...held(organization),
        subordinates: below(organization).map(held),
        portals,
        evidence,
      },
    ]),
  );
}

/** The register as evidence, pointing at the entry of an account. */
export function entryOf(view: RegisterView, account: Account): Evidence {
  return pointing(view, `${platformNames[account.platform]}“${account.name}”（编号 ${account.id}）`);
}

/** The register as evidence, pointing at the entry of the unit. */
export function unitEntryOf(view: RegisterView): Evidence {
  return pointing(view, `${view.organization.name}（编号 ${view.organization.id}）`);
}

function pointing(view: RegisterView, text: string): Evidence {
  return { ...view.evidence, locator: { text: text.slice(0, 200) } };
}
