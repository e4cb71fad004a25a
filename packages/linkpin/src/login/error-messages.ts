import type { LinkpinClientError } from '@linkpin/client';
import { proxyVariableFor } from '../credentials/proxy.ts';
import { plainText } from '../terminal/plain-text.ts';

interface ErrorAdvice {
  /** A few words, for the status line. */
  readonly short: string;
  /** What to do about it. */
  readonly advice: string;
}

const certificate: ErrorAdvice = {
  short: 'Its certificate is not trusted',
  advice:
    'Somebody may be listening in, or the server has made its certificate itself. If you trust it, name its file in NODE_EXTRA_CA_CERTS.',
};

/** Messages by error code of the system and the TLS library. */
const network: Readonly<Record<string, ErrorAdvice>> = {
  ENOTFOUND: { short: 'No such host', advice: 'Look at the spelling of the address.' },
  EAI_AGAIN: { short: 'The name cannot be looked up', advice: 'Is this machine on the network?' },
  ECONNREFUSED: { short: 'Nothing is running there', advice: 'Is the service running, and is the port right?' },
  ECONNRESET: { short: 'The connection was broken', advice: 'Try again. If the address begins with http, try https.' },
  EHOSTUNREACH: { short: 'That machine cannot be reached', advice: 'Is this machine on the right network?' },
  ENETUNREACH: { short: 'There is no network', advice: 'Is this machine on the network?' },
  ETIMEDOUT: { short: 'It does not answer', advice: 'Is the address right, and does a firewall let you through?' },
  UND_ERR_CONNECT_TIMEOUT: {
    short: 'It does not answer',
    advice: 'Is the address right, and does a firewall let you through?',
  },
  UND_ERR_SOCKET: { short: 'The connection was broken', advice: 'Try again.' },
  CERT_HAS_EXPIRED: { short: 'Its certificate has expired', advice: 'Tell whoever runs it to renew it.' },
  ERR_TLS_CERT_ALTNAME_INVALID: {
    short: 'Its certificate is for another name',
    advice: 'Use the name that it is for.',
  },
  DEPTH_ZERO_SELF_SIGNED_CERT: certificate,
  SELF_SIGNED_CERT_IN_CHAIN: certificate,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: certificate,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: certificate,
  ERR_SSL_WRONG_VERSION_NUMBER: {
    short: 'It does not speak https there',
    advice: 'Is the port right? For plain http, write http:// in front.',
  },
  ERR_SSL_PACKET_LENGTH_TOO_LONG: {
    short: 'It does not speak https there',
    advice: 'Is the port right? For plain http, write http:// in front.',
  },
};

const unknown: ErrorAdvice = { short: 'It cannot be reached', advice: 'Is the address right, and are you online?' };

function adviceFor(error: LinkpinClientError): ErrorAdvice {
  switch (error.code) {
    case 'network':
      return network[/\b[A-Z][A-Z_]{4,}$/.exec(error.message)?.[0] ?? ''] ?? unknown;
    case 'timeout':
      return { short: 'It does not answer', advice: 'Is the address right, and does a firewall let you through?' };
    case 'redirected':
      return { short: 'It redirects elsewhere', advice: 'Use the address that it leads to in a browser.' };
    case 'rate_limited': {
      const wait = error.retryAfter === undefined ? 'in a minute' : `in ${error.retryAfter} s`;
      return { short: 'Too many requests', advice: `Try again ${wait}.` };
    }
    case 'server':
      return { short: `It has a problem (${error.status})`, advice: 'Try again in a minute.' };
    case 'unreadable':
    case 'refused':
      return error.plexCode === undefined
        ? { short: 'It is not a linkpin or Plex server', advice: 'Is the address right, base path included?' }
        : { short: `It refuses: ${plainText(error.message)}`, advice: '' };
    case 'bad_option':
    default:
      return { short: plainText(error.message), advice: '' };
  }
}

/** Summarizes an error in a few words. */
export const shortError = (error: LinkpinClientError): string => adviceFor(error).short;

/** Explains what is wrong with a server and what to do. */
export function errorMessage(server: string, error: LinkpinClientError): string {
  const { short, advice } = adviceFor(error);
  const proxy = error.code === 'network' || error.code === 'timeout' ? proxyVariableFor(server) : undefined;
  const asked = proxy === undefined ? '' : ` It was asked through the proxy that ${proxy} names.`;
  return `${server} cannot be used. ${short}. ${advice}`.trim() + asked;
}
