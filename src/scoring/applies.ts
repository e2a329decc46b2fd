import { shanghaiDay } from '#core/calendar.ts';
import type { Subject } from '#core/indicator.ts';
import type { PolicyItem } from '#core/policy.ts';
import type { RegisterView } from '#core/register-view.ts';
import { type Organization, organizationClassNames, platformNames } from '#core/registry.ts';

const siteKinds = { portal: '政府门户网站', department: '部门网站', topic: '专题网站' } as const;

/** 不适用: why an item does not bind this subject, with the clause that says so. Undefined: it applies. */
export function whyNotApplicable(
  item: PolicyItem,
  subject: Subject,
  organization: Organization | undefined,
  { register, asOf }: { register?: RegisterView | undefined; asOf?: Date } = {},
): string | undefined {
  const { site, organizationClass, outwardService, platform, holds } = item.when;
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
  if (
    holds !== undefined &&
    register !== undefined &&
    asOf !== undefined &&
    !holdsSome(register, holds, shanghaiDay(asOf))
  ) {
    return `台账里没有该单位在用的${holds === 'accounts' ? '账号' : '网站和账号'}，不是主办单位${cited}`;
  }
  return undefined;
}

/** In use on that day: a closed one binds nobody any more. */
function holdsSome(register: RegisterView, holds: 'accounts' | 'any', today: string): boolean {
  const inUse = (x: { closedOn?: string | undefined; cancelledOn?: string | undefined }) =>
    [x.closedOn, x.cancelledOn].every((day) => day === undefined || day > today);
  return register.accounts.some(inUse) || (holds === 'any' && register.sites.some(inUse));
}
