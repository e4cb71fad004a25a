// The one door through which the service fetches a URL that somebody else chose.
import { lookup as systemLookup } from 'node:dns';
import { request } from 'node:https';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { isPublic, plainAddress } from '../pins/address.ts';

/** Why a fetch came to nothing; the message is for operators and never holds what was fetched. */
export class OutboundError extends Error {
  override name = 'OutboundError';
}

/** What the door lets through beyond the public internet, and whom it trusts. */
export interface OutboundSettings {
  /** Ranges (`10.0.0.0/8`) or addresses that may be fetched from although they are not public. */
  readonly allowed: readonly string[];
  /** Certificates to trust besides the system's, PEM. */
  readonly certificates?: readonly string[];
}

/** The most that is read of an answer, in bytes. */
const longest = 64 * 1024;

/** How long the whole fetch may take, in milliseconds. */
const timeout = 5000;

function rangesOf(ranges: readonly string[]): BlockList {
  const list = new BlockList();
  for (const range of ranges) {
    const [network = '', bits] = range.split('/');
    const family = isIP(network) === 6 ? 'ipv6' : 'ipv4';
    if (bits === undefined) list.addAddress(network, family);
    else list.addSubnet(network, Number(bits), family);
  }
  return list;
}

/**
 * Opens the door. Only https; the address that the name resolves to is checked and is the one that is connected to, so
 * that it cannot change in between; no redirect is followed; five seconds and 64 KiB at most.
 *
 * @returns a function that fetches a JSON document; it rejects with an {@link OutboundError}
 */
export function createOutbound({ allowed, certificates }: OutboundSettings): (url: string) => Promise<unknown> {
  const exceptions = rangesOf(allowed);
  const mayReach = (address: string): boolean => {
    const plain = plainAddress(address);
    return isPublic(plain) || exceptions.check(plain, isIP(plain) === 6 ? 'ipv6' : 'ipv4');
  };
  const lookup: LookupFunction = (name, options, done) => {
    systemLookup(name, { ...options, all: true }, (error, found) => {
      if (error !== null) return done(error, '', 4);
      const fit = found.filter(({ address }) => mayReach(address));
      const [first] = fit;
      if (first === undefined) return done(new OutboundError(`${name} is not on the public internet`), '', 4);
      return options.all === true ? done(null, fit) : done(null, first.address, first.family);
    });
  };

  return (text) =>
    new Promise((resolve, reject) => {
      const fail = (reason: string): void => reject(new OutboundError(`${text}: ${reason}`));
      if (!URL.canParse(text)) return fail('this is no URL');
      const url = new URL(text);
      if (url.protocol !== 'https:' || url.username !== '' || url.password !== '')
        return fail('only plain https is fetched');
      const host = url.hostname.replace(/^\[|\]$/g, '');
      if (isIP(host) !== 0 && !mayReach(host)) return fail('the address is not on the public internet');
      const call = request(
        url,
        {
          lookup,
          agent: false,
          signal: AbortSignal.timeout(timeout),
          headers: { accept: 'application/json' },
          ...(certificates === undefined ? {} : { ca: [...certificates] }),
        },
        (answer) => {
          if (answer.statusCode !== 200) {
            call.destroy();
            return fail(`it answered ${answer.statusCode}`);
          }
          const parts: Buffer[] = [];
          let length = 0;
          answer.on('data', (part: Buffer) => {
            length += part.length;
            if (length > longest) {
              call.destroy();
              fail('the answer is too long');
            } else parts.push(part);
          });
          answer.on('error', (error) => fail(error.message));
          answer.on('end', () => {
            try {
              resolve(JSON.parse(Buffer.concat(parts).toString('utf8')));
            } catch {
              fail('the answer is no JSON');
            }
          });
        },
      );
      call.on('error', (error) => (error instanceof OutboundError ? reject(error) : fail(error.message)));
      call.end();
    });
}
