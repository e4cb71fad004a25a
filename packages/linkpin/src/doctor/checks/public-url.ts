import type { SecretKey, SelfCheckFacts, Settings } from '@linkpin/server';
import { findingsOf, type Finding } from '../finding.ts';
import { meet, type Meeting } from '../meet.ts';
import type { OtherClock } from './clock.ts';

const url = findingsOf('public URL');
const proxy = findingsOf('proxy');

/** What there is behind the public URL. */
export interface PublicUrlFound {
  readonly findings: readonly Finding[];
  readonly clocks: readonly OtherClock[];
}

/** An address for documentation (RFC 5737), which nobody has: what a client would make up. */
const madeUp = '203.0.113.77';

/**
 * Goes out and comes in by the public URL, through DNS, TLS and proxies, and asks whoever is there to prove that it is this
 * service.
 */
export async function checkPublicUrl(settings: Settings, keys: readonly SecretKey[]): Promise<PublicUrlFound> {
  const { publicUrl, host } = settings;
  if (publicUrl === undefined) {
    const alone = `There is none, so only this machine is answered (at ${host}).`;
    return { findings: [url.note(alone, 'Give --public-url, with the address that people use.')], clocks: [] };
  }
  if (keys.length === 0) {
    return { findings: [url.note(`${publicUrl} was not asked: without keys nothing can be proved.`)], clocks: [] };
  }
  const meeting = await meet(publicUrl, keys);
  if (meeting.met !== 'us') return { findings: [unmet(publicUrl, meeting, settings)], clocks: [] };
  const { facts, date } = meeting;
  const ours = Date.now();
  const said = Date.parse(date ?? '');
  const clocks = [
    { whose: 'The service', now: facts.now, ours },
    ...(Number.isNaN(said) ? [] : [{ whose: 'What answers at the public URL', now: said, ours }]),
  ];
  const found = url.ok(`${publicUrl} leads to this service, which proved it by its keys.`);
  return { findings: [found, ...elsewhere(publicUrl, facts), await checkProxies(settings, keys, facts)], clocks };
}

/** The service that was met goes by another public URL: it was started with other settings. */
function elsewhere(publicUrl: string, { baseUrl }: SelfCheckFacts): readonly Finding[] {
  if (baseUrl === publicUrl) return [];
  const mend = 'Start it with the settings that you gave here, or give those that it was started with.';
  return [url.wrong(`The service there was started with ${baseUrl} as its public URL.`, mend)];
}

/** Whether the service knows who its clients are. */
async function checkProxies(
  { publicUrl = '', trustedProxies }: Settings,
  keys: readonly SecretKey[],
  { address, warnings }: SelfCheckFacts,
): Promise<Finding> {
  if (address === null) {
    const why = warnings.findLast((sentence) => sentence.includes('address of the client')) ?? 'It has no address.';
    return proxy.wrong('The service does not know the address of who comes that way.', `${why} See docs/proxies.md.`);
  }
  const seen = `The service takes this machine for ${address}.`;
  if (trustedProxies.length === 0) return proxy.ok(`${seen} No proxy is declared, and none is in between.`);
  for (const header of ['x-forwarded-for', 'forwarded'] as const) {
    const again = await meet(publicUrl, keys, { [header]: header === 'forwarded' ? `for=${madeUp}` : madeUp });
    if (again.met !== 'us') continue;
    if (again.facts.address === madeUp) {
      const mend = `Have the proxy set X-Forwarded-For to the peer that it sees and remove Forwarded, and declare no more than your proxies. See docs/proxies.md.`;
      return proxy.wrong(`Anybody can claim any address: ${madeUp} was made up in ${header}, and believed.`, mend);
    }
    if (again.facts.address !== address) {
      const mend = 'Have it set X-Forwarded-For and remove Forwarded. See docs/proxies.md.';
      return proxy.note(`Who sends ${header} hides its address: the proxy passes that on.`, mend);
    }
  }
  return proxy.ok(`${seen} An address that was made up is not believed.`);
}

const restart = 'Is the service running, and does the proxy know its address and port?';

/** What is wrong when somebody else answers, or nobody. */
function unmet(publicUrl: string, meeting: Exclude<Meeting, { met: 'us' }>, { host, port }: Settings): Finding {
  switch (meeting.met) {
    case 'other-keys':
      return url.wrong(
        `A linkpin answers at ${publicUrl}, and has other secret keys, or its clock is more than a minute apart.`,
        'Replicas need the same keys. If it is another one, the name or the proxy leads astray.',
      );
    case 'nobody':
      return nobody(publicUrl, meeting.code);
    case 'stranger': {
      const { status, location, text } = meeting;
      if (status === 421)
        return url.wrong(`A linkpin answers at ${publicUrl}: ${text}`, 'Have the proxy pass the Host header on.');
      if (location !== null) {
        return url.wrong(
          `${publicUrl} leads elsewhere: ${location}`,
          'Make the public URL what people really use, http or https included.',
        );
      }
      if ([502, 503, 504].includes(status)) {
        return url.wrong(
          `A proxy answers at ${publicUrl} with ${status}: it does not reach the service.`,
          `${restart} Here it serves on port ${port} of ${host}.`,
        );
      }
      const mend = 'Is the name that of this service, and does the proxy hand on every path, base path included?';
      return url.wrong(`What answers at ${publicUrl} is not linkpin (status ${status}).`, mend);
    }
  }
}

const certificateFaults: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: 'has expired',
  CERT_NOT_YET_VALID: 'is not valid yet, by the clock of this machine',
  ERR_TLS_CERT_ALTNAME_INVALID: 'is for another name',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'is signed by nobody but itself',
  SELF_SIGNED_CERT_IN_CHAIN: 'is of an authority that this machine does not trust',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'is of an authority that this machine does not trust',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'comes without the certificates between it and its authority',
};

function nobody(publicUrl: string, code: string): Finding {
  const { hostname } = new URL(publicUrl);
  const fault = certificateFaults[code];
  if (fault !== undefined) {
    const own = 'If it is of an authority of your own, name its file in NODE_EXTRA_CA_CERTS.';
    return url.wrong(`The certificate at ${publicUrl} ${fault} (${code}).`, `Devices refuse it as well. ${own}`);
  }
  switch (code) {
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return url.wrong(
        `The name ${hostname} is not known here (${code}).`,
        'Add it to DNS, or correct the public URL.',
      );
    case 'ECONNREFUSED':
      return url.wrong(`Nobody listens at ${publicUrl}.`, `Start the proxy. ${restart}`);
    case 'EPROTO':
    case 'ERR_SSL_WRONG_VERSION_NUMBER':
      return url.wrong(
        `What listens at ${publicUrl} does not speak https (${code}).`,
        'Put a proxy with https in front: docs/proxies.md.',
      );
    default:
      return url.wrong(
        `Nothing comes back from ${publicUrl} (${code}).`,
        'If others reach it all the same, your router does not let this network in by its own public address; else look at the proxy and the firewall.',
      );
  }
}
