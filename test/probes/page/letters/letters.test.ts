import { lettersProbe } from '#probes/page/letters.ts';
import { testPages } from '../../../harness/pages.ts';

testPages(lettersProbe, import.meta.dirname);
