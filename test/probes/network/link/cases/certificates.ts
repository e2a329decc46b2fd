import { html } from '../../../../servers/links.ts';
import type { CaseGroup } from './case.ts';
import { article } from './pages.ts';

const page = html(article(73));

/** Certificates and handshakes. */
export const certificateCases: CaseGroup = {
  sites: {
    'tls.shili.example': { tls: { certificate: 'valid' }, routes: { '/a.html': page } },
    'expired.shili.example': { tls: { certificate: 'expired' }, routes: { '/a.html': page } },
    'self.shili.example': { tls: { certificate: 'self-signed' }, routes: { '/a.html': page } },
    'wrongname.shili.example': { tls: { certificate: 'valid' }, routes: { '/a.html': page } },
    'stranger.shili.example': { tls: { certificate: 'untrusted' }, routes: { '/a.html': page } },
    'oldtls.shili.example': {
      tls: { certificate: 'valid', options: { maxVersion: 'TLSv1.1', minVersion: 'TLSv1', ciphers: 'ALL@SECLEVEL=0' } },
      fallback: page,
    },
    'plainport.shili.example': { fallback: page },
  },
  cases: [
    {
      id: 'tls',
      why: 'good certificate',
      url: 'https://tls.shili.example/a.html',
      status: 'ok',
      reason: 'OK',
      requests: 1,
    },
    {
      id: 'tls-expired',
      why: 'a browser warns and opens',
      url: 'https://expired.shili.example/a.html',
      status: 'caution',
      reason: 'TLS_EXPIRED',
    },
    {
      id: 'tls-expired-404',
      why: 'behind the warning there is nothing',
      url: 'https://expired.shili.example/b.html',
      status: 'broken',
      reason: 'HTTP_404',
    },
    {
      id: 'tls-self',
      why: 'signed by itself',
      url: 'https://self.shili.example/a.html',
      status: 'caution',
      reason: 'TLS_UNTRUSTED',
    },
    {
      id: 'tls-name',
      why: 'another host’s certificate',
      url: 'https://wrongname.shili.example/a.html',
      status: 'caution',
      reason: 'TLS_HOSTNAME',
    },
    {
      id: 'tls-stranger',
      why: 'signed by nobody we know',
      url: 'https://stranger.shili.example/a.html',
      status: 'caution',
      reason: 'TLS_UNTRUSTED',
    },
    {
      id: 'tls-legacy',
      why: 'only protocols browsers have dropped',
      url: 'https://oldtls.shili.example/a.html',
      status: 'caution',
      reason: 'TLS_LEGACY',
    },
    {
      id: 'tls-plain',
      why: 'https to a port that speaks http: no browser opens it',
      url: 'https://plainport.shili.example/a.html',
      status: 'broken',
      reason: 'TLS_FAILED',
    },
  ],
};
