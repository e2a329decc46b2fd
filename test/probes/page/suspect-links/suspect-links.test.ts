import { suspectLinksProbe } from '#probes/page/suspect-links.ts';
import { testPages } from '../../../harness/pages.ts';

testPages(suspectLinksProbe, import.meta.dirname);
