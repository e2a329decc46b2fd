import { footerMarksProbe } from '#probes/page/footer-marks.ts';
import { testPages } from '../../../harness/pages.ts';

testPages(footerMarksProbe, import.meta.dirname);
