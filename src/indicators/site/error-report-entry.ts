import { defineIndicator } from '#core/indicator.ts';
import type { Observed } from '#core/observation.ts';
import { type Draft, verdictOf } from '../common.ts';
import { markPageParams, markPages } from './mark-pages.ts';
import { markOn, withPlace } from './marks.ts';

/** 「我为政府网站找错」入口 */
export const errorReportEntry = defineIndicator({
  id: 'error-report-entry',
  version: 1,
  title: '“我为政府网站找错”入口',
  description: '逐页查看页面底部是否规范添加“我为政府网站找错”入口。首页和其他页面分别计。',
  subject: 'site',
  needs: ['page.footer-marks'],
  faults: { 'home-missing': '首页没有规范的找错入口', 'inner-missing': '其他页面没有规范的找错入口' },
  params: markPageParams,
  lookbackDays: (p) => p.maxAgeDays,
  machine: {
    alone: '页面内容完整读到而没有入口，或入口只在注释里、没有链接，直接认定缺失。',
    person: '入口可能由没有读到的脚本写出，或入口地址、代码存疑的，交人工确认。',
  },
  judge({ subject, observations, params: p }) {
    const { seen, basis, notes, blind } = markPages(observations['page.footer-marks']);
    if (blind) return blind;
    const drafts = seen.flatMap((o) => draftOf(o, subject.record.home));
    const home = seen.some((o) => o.value.role === 'home');
    const open = !home
      ? '首页没有看成，不能下结论'
      : seen.length < p.minPages
        ? `只看了 ${seen.length} 个页面，少于要求的 ${p.minPages} 个`
        : undefined;
    return verdictOf({ basis, drafts, notes, undeterminable: open });
  },
});

function draftOf(o: Observed<'page.footer-marks'>, home: string): Draft<'home-missing' | 'inner-missing'>[] {
  const state = markOn(o.value, 'errorReport');
  if (state.kind === 'present') return [];
  const isHome = o.value.role === 'home';
  const why = state.why.length > 0 ? `：${state.why.slice(0, 3).join('；')}` : '';
  const page = isHome ? '首页' : `页面 ${o.value.url} `;
  return [
    {
      fault: isHome ? 'home-missing' : 'inner-missing',
      certainty: state.kind === 'missing' ? 'confirmed' : 'suspected',
      target: isHome ? home : o.target,
      message:
        state.kind === 'missing'
          ? `${page}底部没有规范添加“我为政府网站找错”入口${why}`
          : `${page}底部的“我为政府网站找错”入口需要人工确认${why}`,
      remedy: '在全站页脚加入平台提供的找错代码（zfwzgl.www.gov.cn），代码中的网站标识码写本站的标识码。',
      evidence: withPlace(o.evidence, state.place),
    },
  ];
}
