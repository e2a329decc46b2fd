import { accessProbe } from './network/access.ts';
import { addressFormsProbe } from './network/address-forms.ts';
import { ipv6Probe } from './network/ipv6.ts';
import { linkProbe } from './network/link.ts';
import { pageCluesProbe } from './page/clues.ts';
import { datedItemsProbe } from './page/dated-items.ts';
import { footerMarksProbe } from './page/footer-marks.ts';
import { interpretationProbe } from './page/interpretation.ts';
import { lettersProbe } from './page/letters.ts';
import { publishDateProbe } from './page/publish-date.ts';
import { serviceGuideProbe } from './page/service-guide.ts';
import { suspectLinksProbe } from './page/suspect-links.ts';
import { pageTagsProbe } from './page/tags.ts';
import type { PageProbe } from './probe.ts';

/** Page probes, in the order they are put to a page. */
// biome-ignore lint/suspicious/noExplicitAny: the list mixes probes of all kinds
export const pageProbes: readonly PageProbe<any>[] = [
  datedItemsProbe,
  publishDateProbe,
  footerMarksProbe,
  suspectLinksProbe,
  pageCluesProbe,
  serviceGuideProbe,
  lettersProbe,
  interpretationProbe,
  pageTagsProbe,
];

export const networkProbes = [accessProbe, addressFormsProbe, linkProbe, ipv6Probe] as const;
