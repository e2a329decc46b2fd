import { recordedIndicator } from '../recorded.ts';

/** 新闻与视听资质 */
export const newsLicence = recordedIndicator({
  id: 'news-licence',
  version: 1,
  title: '新闻与视听资质',
  description: '从事互联网新闻信息服务、传播网络视听节目的，有没有相应资质。',
  subject: 'organization',
  faults: {
    'no-licence': '没有相应资质',
  },
  person: '没有从事这两项服务的记为不适用；从事的，查看许可证。',
});
