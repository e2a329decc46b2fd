import { recordedIndicator } from '../recorded.ts';

/** 与融媒体中心协调 */
export const mediaCoordination = recordedIndicator({
  id: 'media-coordination',
  version: 1,
  title: '与融媒体中心协调',
  description: '有没有与本地融媒体中心建立沟通协调机制，共同做好发布、解读和回应。',
  subject: 'organization',
  faults: {
    'no-mechanism': '没有建立沟通协调机制',
  },
  person: '查看机制文件和协作记录。',
});
