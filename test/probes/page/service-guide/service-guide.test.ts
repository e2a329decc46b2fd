import { serviceGuideProbe } from '#probes/page/service-guide.ts';
import { testPages } from '../../../harness/pages.ts';

testPages(serviceGuideProbe, import.meta.dirname);
