import { listPath } from './families.ts';
import { type FooterPlan, footer, footerScript } from './marks.ts';
import type { SitePlan } from './plan.ts';

export const region = '990123';

/** 网站标识码 of a site: the invented region and the serial. */
export const siteCode = (plan: Pick<SitePlan, 'serial'>) => `${region}${plan.serial}`;
export const homeUrl = (plan: Pick<SitePlan, 'host'>) => `http://${plan.host}/`;

export function footerPlan(plan: SitePlan): FooterPlan {
  return {
    sponsor: plan.office,
    phone: plan.phone,
    code: siteCode(plan),
    serial: plan.serial,
    missing: plan.footer.missing ?? [],
    conac: plan.footer.conac ?? 'rendered',
    errorReport: plan.footer.errorReport ?? 'script',
    dialect: plan.footer.dialect ?? 0,
  };
}

export const sharedFooter = (plan: SitePlan) => footerScript(footerPlan(plan), homeUrl(plan));

/** Fixed pages every site has, under these paths. */
export const fixedPages = [
  ['/jggk/index.html', '机构概况'],
  ['/bsfw/index.html', '办事服务'],
  ['/hdjl/index.html', '互动交流'],
] as const;
const footLinks = [
  ['/wzdt.html', '网站地图'],
  ['/lxwm.html', '联系我们'],
  ['/gywm.html', '关于我们'],
] as const;
export const allFixedPages = [...fixedPages, ...footLinks];

const metaTags = (tags: readonly (readonly [string, string])[]) =>
  tags.map(([name, content]) => `<meta name="${name}" content="${content}">`).join('\n');

/** A whole page of a site: head with its tags, banner, navigation, middle, footer. */
export function page(
  plan: SitePlan,
  options: { title: string; tags: readonly (readonly [string, string])[]; body: string },
): string {
  const charset = plan.metaCharset ?? (plan.charset === 'gbk' ? 'gb2312' : 'utf-8');
  const siteTags = [
    ['SiteName', plan.name],
    ['SiteDomain', plan.host],
    ...(plan.footer.missing?.includes('siteCode') ? [] : [['SiteIDCode', siteCode(plan)] as const]),
  ] as const;
  const nav = [
    ['/', '首页'] as const,
    ...fixedPages,
    ...plan.channels.map((c) => [listPath(plan.family, c, plan.id), c.name] as const),
  ];
  const foot = plan.footerByScript ? '<script src="/js/footer.js"></script>' : footer(footerPlan(plan), homeUrl(plan));
  return `<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta http-equiv="Content-Type" content="text/html; charset=${charset}">
<title>${options.title}</title>
${metaTags([...siteTags, ...options.tags])}
<link rel="stylesheet" href="/css/style.css">
<script src="/js/common.js"></script>
</head>
<body>
<div class="header"><img src="/images/emblem.svg" alt="" width="64" height="64"><strong>${plan.name}</strong></div>
<div class="nav"><ul>
${nav.map(([href, name]) => `<li><a href="${href}">${name}</a></li>`).join('\n')}
</ul></div>
<div class="main">
${options.body}
</div>
<div class="footer">
<p>${footLinks.map(([href, name]) => `<a href="${href}">${name}</a>`).join(' | ')}</p>
${foot}
</div>
</body>
</html>
`;
}
