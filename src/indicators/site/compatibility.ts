import { recordedIndicator } from '../recorded.ts';

/** 兼容性 */
export const compatibility = recordedIndicator({
  id: 'compatibility',
  version: 1,
  title: '兼容性',
  description: '用主流浏览器访问网站，看能否正常显示页面内容。',
  subject: 'site',
  faults: { 'broken-display': '某类主流浏览器不能正常显示页面内容' },
  person: '由人用各类主流浏览器打开查看，不能正常显示的每类记一处。',
});
