import type { Subject } from '#core/indicator.ts';
import type { PolicyItem } from '#core/policy.ts';
import { type Organization, organizationClassNames, platformNames } from '#core/registry.ts';

const siteKinds = { portal: '政府门户网站', department: '部门网站', topic: '专题网站' } as const;
/** 不适用: why an item does not bind this subject, with the clause that says so. Undefined: it applies. */
export function whyNotApplicable(
  item: PolicyItem,
  subject: Subject,
  organization: Organization | undefined,
): string | undefined {
  const { site, organizationClass, outwardService, platform } = item.when;
  const clause = item.clauses.at(-1);
  const cited = clause ? `（依据：${clause.document}，${clause.section}）` : '';
  if (site !== undefined && (subject.type !== 'site' || subject.record.kind !== site)) {
    return `只适用于${siteKinds[site]}${cited}`;
  }
  if (organizationClass !== undefined && (!organization || !organizationClass.includes(organization.class))) {
    return `只适用于${organizationClass.map((c) => organizationClassNames[c]).join('、')}${cited}`;
  }
  if (outwardService !== undefined && (organization?.outwardService ?? true) !== outwardService) {
    return `${outwardService ? '没有对外服务职能的单位不检查' : '只适用于没有对外服务职能的单位'}${cited}`;
  }
  if (platform !== undefined && (subject.type !== 'account' || !platform.includes(subject.record.platform))) {
    return `只适用于${platform.map((p) => platformNames[p]).join('、')}${cited}`;
  }
  return undefined;
}
