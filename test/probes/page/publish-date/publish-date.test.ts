import { publishDateProbe } from '#probes/page/publish-date.ts';
import { testPages } from '../../../harness/pages.ts';

testPages(publishDateProbe, import.meta.dirname);
