import { addDays } from '#core/calendar.ts';
import type { Site } from '#core/registry.ts';
import { demoAccounts } from './accounts.ts';
import { html } from './answers.ts';
import { buildSite } from './build.ts';
import { homeUrl, siteCode } from './chrome.ts';
import { listPath } from './families.ts';
import { neighbours } from './neighbours.ts';
import { organizations } from './organizations.ts';
import type { SitePlan } from './plan.ts';
import { availabilitySites } from './sites/availability.ts';
import { footerSites } from './sites/footers.ts';
import { freshnessSites } from './sites/freshness.ts';
import { healthySites } from './sites/healthy.ts';
import { hiddenHosts, linkSites } from './sites/links.ts';
import type { County, DemoSite, VirtualHost } from './types.ts';

const plans: readonly SitePlan[] = [
  ...healthySites,
  ...availabilitySites,
  ...footerSites,
  ...freshnessSites,
  ...linkSites,
];

function register(plan: SitePlan, today: string): DemoSite {
  const site: Site = {
    id: plan.id,
    organization: plan.organization,
    name: plan.name,
    home: homeUrl(plan),
    siteCode: siteCode(plan),
    domains: [],
    kind: plan.kind,
    ...(plan.navigationOnly === undefined ? {} : { navigationOnly: plan.navigationOnly }),
    closures: [],
    ...(plan.closedAge === undefined ? {} : { closedOn: addDays(today, -plan.closedAge) }),
    channels: plan.channels.map((c) => ({
      id: c.dir,
      name: c.name,
      url: new URL(listPath(plan.family, c, plan.id), homeUrl(plan)).href,
      level: 1,
      type: c.type,
      ...(c.updateDays === undefined ? {} : { updateDays: c.updateDays }),
    })),
  };
  return { site, ...(plan.closure === undefined ? {} : { closure: plan.closure }) };
}

/**
 * 示例县 as it stands on a day (YYYY-MM-DD, Asia/Shanghai): offices, sites with every page, accounts with every post. Pure: all
 * dates are counted from `today`, so that the county has the same faults on any day.
 */
export function county(today: string): County {
  const hidden = hiddenHosts.map((name): VirtualHost => {
    const page = html(
      '<html><head><meta charset="utf-8"><title>示例页面</title></head><body><p>这是演示用的替身页面。</p></body></html>',
    );
    return {
      name,
      state: 'serves',
      pages: new Map([
        ['/', page],
        ['/app', page],
      ]),
      missing: { ...page, status: 404 },
    };
  });
  return {
    today,
    title: '示例县',
    organizations,
    sites: plans.map((p) => register(p, today)),
    accounts: demoAccounts(today),
    hosts: [...plans.map((p) => buildSite(p, today)), ...neighbours(plans.map((p) => p.serial)), ...hidden],
  };
}
