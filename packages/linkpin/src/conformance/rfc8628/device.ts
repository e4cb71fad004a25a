// A device of RFC 8628: what it asks, and what it gets.
import type { Bench, Shown } from '../bench.ts';
import { fail, pass, Unreachable, type Verdict } from '../check.ts';
import { errorOf, formPost, inWords, jsonOf, type Exchange, type Fields } from '../exchange.ts';

/** The grant type of RFC 8628 §3.4. */
export const deviceGrant = 'urn:ietf:params:oauth:grant-type:device_code';

/** A client that the server knows. */
export interface Client {
  readonly id: string;
  /** Null for a public client. */
  readonly secret: string | null;
}

/** The server that is looked at. */
export interface OAuthTarget {
  /** Exactly as given (RFC 8414 §3.3). */
  readonly issuer: string;
  readonly deviceEndpoint: string;
  readonly tokenEndpoint: string;
  /** The metadata, and the exchange that brought them; null where endpoints were given, or none answered. */
  readonly metadata: Exchange | null;
  readonly client: Client;
  /** A second, public client; null if there is none. */
  readonly otherClient: Client | null;
  /** A client with a secret; null if there is none. */
  readonly secretClient: Client | null;
  /** Separated by spaces; empty for none. */
  readonly scope: string;
  /** The `Cookie` header of somebody who is signed in on the issuer's pages; empty for nobody. */
  readonly pageCookie: string;
}

/** What the checks of RFC 8628 have. */
export interface OAuthBench extends Bench {
  readonly target: OAuthTarget;
  /** One code that is asked for once, for checks that leave it as it is. */
  sample(): Promise<DeviceCode>;
}

/** A device authorization response (RFC 8628 §3.2). */
export interface DeviceCode extends Shown {
  readonly exchange: Exchange;
  readonly deviceCode: string;
  /** In seconds. */
  readonly expiresIn: number;
  /** In seconds; five where the server names none (D11). */
  readonly interval: number;
}

/** What a client authenticates by: its name, or its name and secret by HTTP Basic (RFC 6749 §2.3.1). */
function credentialsOf({ id, secret }: Client): {
  readonly fields: Fields;
  readonly headers: Readonly<Record<string, string>>;
} {
  if (secret === null) return { fields: [['client_id', id]], headers: {} };
  const encoded = (text: string): string => new URLSearchParams([['', text]]).toString().slice(1);
  const basic = Buffer.from(`${encoded(id)}:${encoded(secret)}`).toString('base64');
  return { fields: [], headers: { authorization: `Basic ${basic}` } };
}

/** Asks for a code. @param more parameters besides client and scope */
export function askForCode(
  bench: OAuthBench,
  more: Fields = [],
  {
    client = bench.target.client,
    scope = bench.target.scope,
  }: { readonly client?: Client; readonly scope?: string } = {},
): Promise<Exchange> {
  const { fields, headers } = credentialsOf(client);
  const scoped: Fields = scope === '' ? [] : [['scope', scope]];
  return bench.send(formPost(bench.target.deviceEndpoint, [...fields, ...scoped, ...more], headers));
}

/** Reads a device authorization response. @throws {Unreachable} if there is no code in it */
function readCode(exchange: Exchange): DeviceCode {
  const body = jsonOf(exchange) ?? {};
  const text = (name: string): string | null => (typeof body[name] === 'string' ? body[name] : null);
  const seconds = (name: string, usual: number): number => {
    const value = Number(body[name]);
    return body[name] !== undefined && value > 0 && value < 1e6 ? value : usual;
  };
  const [deviceCode, userCode, verificationUri] = ['device_code', 'user_code', 'verification_uri'].map(text);
  if (
    exchange.came.status !== 200 ||
    deviceCode === undefined ||
    deviceCode === null ||
    userCode === undefined ||
    userCode === null
  ) {
    throw new Unreachable(`no code was issued: ${inWords(exchange)}`);
  }
  return {
    exchange,
    deviceCode,
    userCode,
    verificationUri: verificationUri ?? '',
    verificationUriComplete: text('verification_uri_complete'),
    expiresIn: seconds('expires_in', 600),
    interval: seconds('interval', 5),
  };
}

/** A code of its own. @throws {Unreachable} if none is issued */
export const freshCode = async (bench: OAuthBench, scope?: string): Promise<DeviceCode> =>
  readCode(await askForCode(bench, [], scope === undefined ? {} : { scope }));

/** Sends a form to the token endpoint. */
export function askForToken(
  bench: OAuthBench,
  given: Fields,
  { client = bench.target.client }: { readonly client?: Client } = {},
): Promise<Exchange> {
  const { fields, headers } = credentialsOf(client);
  return bench.send(formPost(bench.target.tokenEndpoint, [...fields, ...given], headers));
}

/** One poll (RFC 8628 §3.4). */
export const poll = (
  bench: OAuthBench,
  { deviceCode }: Pick<DeviceCode, 'deviceCode'>,
  as: { readonly client?: Client } = {},
): Promise<Exchange> =>
  askForToken(
    bench,
    [
      ['grant_type', deviceGrant],
      ['device_code', deviceCode],
    ],
    as,
  );

/** The access token of a response; undefined if there is none. */
export function accessTokenOf(exchange: Exchange): string | undefined {
  const token = jsonOf(exchange)?.['access_token'];
  return exchange.came.status === 200 && typeof token === 'string' && token !== '' ? token : undefined;
}

/** Passes for an error of RFC 6749 §5.2 that is one of these, with one of these statuses. */
export function expectError(
  exchange: Exchange,
  errors: readonly string[],
  statuses: readonly number[] = [400],
): Verdict {
  const error = errorOf(exchange);
  const isDue = error !== undefined && errors.includes(error) && statuses.includes(exchange.came.status);
  return isDue ? pass : fail(exchange, inWords(exchange), `${statuses.join(' or ')} ${errors.join(' or ')}`);
}

/** Whether somebody's decision is still open. */
export const isOpen = (exchange: Exchange): boolean =>
  ['authorization_pending', 'slow_down'].includes(errorOf(exchange) ?? '');

/** Tokens of a fresh code that somebody approved. @throws {Unreachable} if there are none */
export async function signIn(
  bench: OAuthBench,
  scope?: string,
): Promise<{ readonly code: DeviceCode; readonly answer: Exchange }> {
  const code = await freshCode(bench, scope);
  await bench.decide(code, 'approve');
  const answer = await poll(bench, code);
  if (accessTokenOf(answer) === undefined) {
    throw new Unreachable(`there was no token after the approval: ${inWords(answer)}`);
  }
  return { code, answer };
}
