import { pageTagsProbe } from '#probes/page/tags.ts';
import { testPages } from '../../../harness/pages.ts';

testPages(pageTagsProbe, import.meta.dirname);
