import { recordedIndicator } from '../recorded.ts';

/** 机构职能 */
export const functions = recordedIndicator({
  id: 'functions',
  version: 1,
  title: '机构职能',
  description: '是否开设机构职能类栏目，内容是否准确。',
  subject: 'site',
  faults: { 'column-missing': '没有开设机构职能类栏目', inaccurate: '机构职能信息不准确' },
  person: '与“三定”规定等核对，不准确的逐处记录。',
});
