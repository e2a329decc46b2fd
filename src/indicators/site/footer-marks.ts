import { defineIndicator } from '#core/indicator.ts';
import type { ObservationValue, Observed } from '#core/observation.ts';
import type { Site } from '#core/registry.ts';
import { type Draft, listed, verdictOf } from '../common.ts';
import { markPageParams, markPages } from './mark-pages.ts';
import { markOn, withPlace } from './marks.ts';

type Page = Observed<'page.footer-marks'>;
type Value = ObservationValue<'page.footer-marks'>;
type Fault =
  | 'conac-missing'
  | 'site-code-missing'
  | 'icp-missing'
  | 'public-security-missing'
  | 'sponsor-missing'
  | 'contact-missing'
  | 'code-mismatch';

const elements = [
  {
    mark: 'conac',
    fault: 'conac-missing',
    name: '党政机关网站标识',
    how: '向机构编制部门申领标识，把标识代码放到全站页脚，并链接到标识核验页。',
  },
  {
    mark: 'siteCode',
    fault: 'site-code-missing',
    name: '网站标识码',
    how: '在全站页脚注明“网站标识码：”和报送系统分配的标识码。',
  },
  {
    mark: 'icp',
    fault: 'icp-missing',
    name: 'ICP备案编号',
    how: '在全站页脚注明ICP备案编号，并链接到 beian.miit.gov.cn。',
  },
  {
    mark: 'publicSecurity',
    fault: 'public-security-missing',
    name: '公安机关备案标识',
    how: '在全站页脚注明公安机关备案编号，并链接到 beian.mps.gov.cn。',
  },
  { mark: 'sponsor', fault: 'sponsor-missing', name: '网站主办单位', how: '在全站页脚注明“主办单位：”和单位全称。' },
  {
    mark: 'contact',
    fault: 'contact-missing',
    name: '联系方式',
    how: '在全站页脚直接列出联系电话等联系方式，不要只放“联系我们”链接。',
  },
] as const satisfies readonly { mark: keyof Value; fault: Fault; name: string; how: string }[];

/** 网站标识: six elements at the foot of every page. */
export const footerMarks = defineIndicator({
  id: 'footer-marks',
  version: 1,
  title: '网站标识',
  description:
    '逐页查看页面底部是否列明党政机关网站标识、网站标识码、ICP备案编号、公安机关备案标识、网站主办单位、联系方式，每个要素全站只计一次；并核对页脚、页面标签、找错入口和台账中的标识码是否一致。',
  subject: 'site',
  needs: ['page.footer-marks'],
  faults: {
    'conac-missing': '缺党政机关网站标识',
    'site-code-missing': '缺网站标识码',
    'icp-missing': '缺ICP备案编号',
    'public-security-missing': '缺公安机关备案标识',
    'sponsor-missing': '缺网站主办单位',
    'contact-missing': '缺联系方式',
    'code-mismatch': '各处标识码不一致',
  },
  params: markPageParams,
  lookbackDays: (p) => p.maxAgeDays,
  machine: {
    alone: '页面内容完整读到，要素没有出现，或只出现在注释里、没有显示出来的，直接认定缺项。',
    person: '页脚可能由没有读到的脚本写出，要素存疑，或几处标识码不一致的，交人工确认。',
  },
  judge({ subject, observations, params: p }) {
    const { seen, basis, notes, blind } = markPages(observations['page.footer-marks']);
    if (blind) return blind;
    const drafts: Draft<Fault>[] = [];
    for (const element of elements) drafts.push(...elementDrafts(element, seen, subject.record.home));
    const mismatch = mismatchDraft(seen, subject.record);
    if (mismatch) drafts.push(mismatch);
    const home = seen.some((o) => o.value.role === 'home');
    const open = !home
      ? '首页没有看成，看到的其他页面不能代表全站'
      : seen.length < p.minPages
        ? `只看了 ${seen.length} 个页面，少于要求的 ${p.minPages} 个`
        : undefined;
    return verdictOf({ basis, drafts, notes, undeterminable: open });
  },
});

/** At most two findings an element: what is proved, else what is doubtful. */
function elementDrafts(e: (typeof elements)[number], pages: readonly Page[], home: string): Draft<Fault>[] {
  const states = pages.map((page) => ({ page, state: markOn(page.value, e.mark) }));
  const missing = states.filter((s) => s.state.kind === 'missing');
  const doubtful = states.filter((s) => s.state.kind === 'doubtful');
  const chosen = missing.length > 0 ? missing : doubtful;
  if (chosen.length === 0) return [];
  const urls = chosen.map((s) => s.page.value.url);
  const whys = [...new Set(chosen.flatMap((s) => (s.state.kind === 'present' ? [] : s.state.why)))];
  const scope =
    chosen.length === pages.length
      ? `查看的 ${pages.length} 个页面`
      : `查看的 ${pages.length} 个页面中有 ${chosen.length} 个（${listed(urls, '个')}）`;
  const also = missing.length > 0 && doubtful.length > 0 ? `；另有 ${doubtful.length} 个页面存疑` : '';
  const why = whys.length > 0 ? `：${listed(whys, '种情形')}` : '';
  return [
    {
      fault: e.fault,
      certainty: missing.length > 0 ? 'confirmed' : 'suspected',
      target: home,
      message:
        missing.length > 0 ? `${scope}底部没有列明${e.name}${why}${also}` : `${scope}底部的${e.name}需要人工确认${why}`,
      remedy: e.how,
      evidence: chosen.flatMap((s) => withPlace(s.page.evidence, s.state.place)),
    },
  ];
}

/** 标识码 in the footer, in the SiteIDCode tag, in the 找错 entry and in the register: all the same, or a person must look. */
function mismatchDraft(pages: readonly Page[], site: Site): Draft<'code-mismatch'> | undefined {
  const where = new Map<string, Set<string>>();
  const add = (code: string | null | undefined, place: string) => {
    const value = (code ?? '').trim().toLowerCase();
    if (value !== '') where.set(value, (where.get(value) ?? new Set()).add(place));
  };
  add(site.siteCode, '台账');
  for (const { value } of pages) {
    add(value.siteCode?.value, '页脚');
    add(value.siteIdCode, 'SiteIDCode 标签');
    add(value.errorReport?.value, '找错入口');
  }
  if (where.size < 2) return undefined;
  const registered = site.siteCode?.toLowerCase();
  const odd = pages.filter(({ value: v }) => {
    const codes = [v.siteCode?.value, v.siteIdCode, v.errorReport?.value].flatMap((c) =>
      c ? [c.trim().toLowerCase()] : [],
    );
    return new Set(registered === undefined ? codes : [...codes, registered]).size > 1;
  });
  const shown = [...where].map(([code, places]) => `${[...places].join('、')}为 ${code}`);
  return {
    fault: 'code-mismatch',
    certainty: 'suspected',
    target: site.home,
    message: `各处的网站标识码不一致：${shown.slice(0, 6).join('；')}`,
    remedy: '以报送系统分配的标识码为准，改正页脚、页面标签或找错入口代码；台账写错的，改正台账。',
    evidence: (odd.length > 0 ? odd : pages).flatMap((o) => withPlace(o.evidence, o.value.siteCode?.place)),
  };
}
