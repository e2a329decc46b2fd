import type { CertificateState, Exchange, FetchOutcome } from '#core/evidence.ts';

export type Stage = NonNullable<Exchange['stage']>;

/** Why one request got no answer. */
export type Failure = { outcome: FetchOutcome; stage?: Stage; code?: string };

/** Faults of our own machine: they must never be held against a site. */
const ownFaults = new Set(['EMFILE', 'ENFILE', 'ENOBUFS', 'ENOMEM', 'EADDRINUSE', 'EADDRNOTAVAIL']);
const unreachable = new Set(['EHOSTUNREACH', 'ENETUNREACH', 'ENETDOWN', 'EHOSTDOWN', 'EACCES', 'EPERM', 'EINVAL']);
const resets = new Set(['ECONNRESET', 'EPIPE', 'ECONNABORTED', 'UND_ERR_SOCKET', 'ERR_STREAM_PREMATURE_CLOSE']);

export function codeOf(error: unknown): string {
  const e = error as { code?: unknown; cause?: { code?: unknown }; name?: unknown };
  if (typeof e?.code === 'string') return e.code;
  if (typeof e?.cause?.code === 'string') return e.cause.code;
  return typeof e?.name === 'string' ? e.name : 'UNKNOWN';
}

/** Outcome by error code and stage, never by message text. */
export function failureOf(error: unknown, stage: Stage): Failure {
  const code = codeOf(error);
  if (ownFaults.has(code)) return { outcome: 'cancelled', stage, code };
  if (stage === 'dns') return { outcome: 'dns-failure', stage, code };
  // A reset during the handshake is how many servers refuse a protocol or cipher: a TLS failure, not a reset of the service.
  if (stage === 'tls') return { outcome: 'tls-failure', stage, code };
  if (code === 'ECONNREFUSED') return { outcome: 'refused', stage, code };
  if (code === 'ETIMEDOUT') return { outcome: 'timeout', stage, code };
  if (unreachable.has(code)) return { outcome: 'unreachable', stage, code };
  if (resets.has(code)) return { outcome: 'reset', stage, code };
  return { outcome: 'protocol-error', stage, code };
}

/** 证书状态 by the verification error of a handshake that otherwise stands. */
export function certificateOf(authorizationError: string | undefined): CertificateState {
  switch (authorizationError) {
    case undefined:
      return 'valid';
    case 'CERT_HAS_EXPIRED':
      return 'expired';
    case 'CERT_NOT_YET_VALID':
      return 'not-yet-valid';
    case 'DEPTH_ZERO_SELF_SIGNED_CERT':
      return 'self-signed';
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return 'wrong-host';
    default:
      return 'untrusted';
  }
}

/** Handshake failures that only settings dropped by browsers can mend (TLS 1.0, weak keys, old renegotiation). */
const legacyCodes = new Set([
  'ERR_SSL_UNSUPPORTED_PROTOCOL',
  'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION',
  'ERR_SSL_WRONG_SSL_VERSION',
  'ERR_SSL_UNSAFE_LEGACY_RENEGOTIATION_DISABLED',
  'ERR_SSL_DH_KEY_TOO_SMALL',
  'ERR_SSL_EE_KEY_TOO_SMALL',
  'ERR_SSL_CA_KEY_TOO_SMALL',
  'ERR_SSL_CA_MD_TOO_WEAK',
  'ERR_SSL_LEGACY_SIGALG_DISALLOWED_OR_UNSUPPORTED',
  'ERR_SSL_WRONG_SIGNATURE_TYPE',
  'ERR_SSL_NO_CIPHERS_AVAILABLE',
  'ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE',
  'ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE',
]);
export const isLegacyTls = (code: string): boolean => legacyCodes.has(code);
