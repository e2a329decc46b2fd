import { interpretations } from '#indicators/site/interpretations.ts';
import { testType } from './type-tables.ts';

// Calls testIndicator( with cases for column-missing and stale.
testType(interpretations, {
  type: 'interpretation',
  lastDay: '2026-05-22',
  tooOld: '2026-05-21',
  name: '政策解读',
  firstLevel: true,
});
