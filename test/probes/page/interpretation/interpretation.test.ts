import { interpretationProbe } from '#probes/page/interpretation.ts';
import { testPages } from '../../../harness/pages.ts';

testPages(interpretationProbe, import.meta.dirname);
