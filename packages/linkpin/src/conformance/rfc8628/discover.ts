// Finds the endpoints of an issuer (RFC 8414 §3, OpenID Connect Discovery).
import type { Bench } from '../bench.ts';
import { Unreachable } from '../check.ts';
import { jsonOf, type Exchange } from '../exchange.ts';
import { isSameOrigin } from '../loopback.ts';

/** Where an issuer's metadata can be: RFC 8414 puts the name before the path, OpenID Connect after it. */
function metadataUrls(issuer: string): readonly string[] {
  const { origin, pathname } = new URL(issuer);
  const path = pathname.replace(/\/$/, '');
  return [
    `${origin}/.well-known/oauth-authorization-server${path}`,
    `${origin}${path}/.well-known/openid-configuration`,
  ];
}

/** The metadata of an issuer; null if there is none. */
export async function readMetadata({ send }: Pick<Bench, 'send'>, issuer: string): Promise<Exchange | null> {
  for (const url of metadataUrls(issuer)) {
    const exchange = await send({ method: 'GET', url, headers: { accept: 'application/json' }, body: null });
    if (exchange.came.status === 200 && jsonOf(exchange) !== undefined) return exchange;
  }
  return null;
}

/** Endpoints that were given by hand; those of the metadata take the place of what is missing. */
export interface Endpoints {
  readonly deviceEndpoint: string;
  readonly tokenEndpoint: string;
}

/**
 * The endpoints to look at: those that were given, and else those of the metadata.
 *
 * @throws {Unreachable} if one is unknown, or the metadata leads to another origin
 */
export function endpointsOf(issuer: string, metadata: Exchange | null, given: Partial<Endpoints>): Endpoints {
  const members = metadata === null ? {} : (jsonOf(metadata) ?? {});
  const find = (chosen: string | undefined, member: string, flag: string): string => {
    if (chosen !== undefined) return chosen;
    const url = members[member];
    if (typeof url !== 'string' || !URL.canParse(url)) {
      throw new Unreachable(`${issuer} does not say its ${member}: give it by ${flag}`);
    }
    if (!isSameOrigin(url, issuer)) {
      throw new Unreachable(
        `the ${member} is at another origin, ${new URL(url).origin}: if that is right, give it by ${flag}`,
      );
    }
    return url;
  };
  return {
    deviceEndpoint: find(given.deviceEndpoint, 'device_authorization_endpoint', '--device-endpoint'),
    tokenEndpoint: find(given.tokenEndpoint, 'token_endpoint', '--token-endpoint'),
  };
}
