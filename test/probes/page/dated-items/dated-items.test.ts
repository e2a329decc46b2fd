import { datedItemsProbe } from '#probes/page/dated-items.ts';
import { testPages } from '../../../harness/pages.ts';

testPages(datedItemsProbe, import.meta.dirname);
