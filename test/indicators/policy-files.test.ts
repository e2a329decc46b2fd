import { policyFiles } from '#indicators/site/policy-files.ts';
import { testType } from './type-tables.ts';

// Calls testIndicator( with cases for column-missing and stale.
testType(policyFiles, {
  type: 'policy',
  lastDay: '2026-05-22',
  tooOld: '2026-05-21',
  name: '政策文件',
  firstLevel: true,
});
