// The only way in which the service calls URLs that others chose (protection against SSRF).
import { lookup as systemLookup } from 'node:dns';
import { request as requestPlain, type ClientRequest, type IncomingMessage } from 'node:http';
import { request, type RequestOptions } from 'node:https';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { isPublic, plainAddress } from '../domain/address.ts';

/** A failed request; the message is for operators and never contains the response. */
export class SafeFetchError extends Error {
  override name = 'OutboundError';
}

/** Addresses to allow besides the public internet, and certificates to trust. */
export interface SafeFetchSettings {
  /** Non-public ranges (`10.0.0.0/8`) or addresses to allow. */
  readonly allowed: readonly string[];
  /** Certificates to trust in addition to the system's, PEM. */
  readonly certificates?: readonly string[];
}

/** Most bytes of a response. */
const longest = 64 * 1024;

/** Time-out of the whole request, in milliseconds. */
const timeout = 5000;

const wrong = (text: string, reason: string): SafeFetchError => new SafeFetchError(`${text}: ${reason}`);

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

/** A message to a webhook receiver. */
export interface Post {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Aborts the request. */
  readonly signal: AbortSignal;
}

/** Fetches and posts with SSRF protection. */
export interface SafeFetch {
  /** Fetches a JSON document, by https only. Rejects with an {@link SafeFetchError}. */
  fetch(url: string): Promise<unknown>;
  /**
   * Posts a message over https; over plain http only to allowed addresses. Ignores the response body. Rejects with an
   * {@link SafeFetchError}.
   *
   * @returns the response status
   */
  post(message: Post): Promise<number>;
  /**
   * Sends any request over https; over plain http only to allowed addresses. Reads as much of the answer as of a fetch, and
   * follows no redirect. Rejects with an {@link SafeFetchError} when no answer came.
   */
  send(request: Outbound): Promise<Response>;
}

/** A request to a server that the operator named. */
export interface Outbound {
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
  readonly signal: AbortSignal | undefined;
}

/**
 * Creates the client. The resolved address is checked and is the one connected to, so that DNS cannot change in
 * between; redirects are not followed. A fetch is limited to five seconds and 64 KiB.
 */
export function createSafeFetch({ allowed, certificates }: SafeFetchSettings): SafeFetch {
  const exceptions = rangesOf(allowed);
  const isException = (address: string): boolean => {
    const plain = plainAddress(address);
    return exceptions.check(plain, isIP(plain) === 6 ? 'ipv6' : 'ipv4');
  };
  const mayReach = (address: string): boolean => isPublic(plainAddress(address)) || isException(address);

  const lookupOf =
    (may: (address: string) => boolean): LookupFunction =>
    (name, options, done) => {
      systemLookup(name, { ...options, all: true }, (error, found) => {
        if (error !== null) return done(error, '', 4);
        const fit = found.filter(({ address }) => may(address));
        const [first] = fit;
        if (first === undefined) return done(new SafeFetchError(`${name} ${reasonOf(may)}`), '', 4);
        return options.all === true ? done(null, fit) : done(null, first.address, first.family);
      });
    };
  const reasonOf = (may: (address: string) => boolean): string =>
    may === isException ? 'is not allowed by name' : 'is not on the public internet';

  /**
   * Sends a request; `heard` reads the response.
   *
   * @throws {OutboundError} for a URL that is not allowed
   */
  const call = (
    text: string,
    more: Pick<RequestOptions, 'method' | 'headers'> & { readonly signal: AbortSignal; readonly plain: boolean },
    fail: (reason: string | SafeFetchError) => void,
    heard: (answer: IncomingMessage) => void,
  ): ClientRequest => {
    const { plain, ...options } = more;
    if (!URL.canParse(text)) throw wrong(text, 'this is no URL');
    const url = new URL(text);
    const isPlain = plain && url.protocol === 'http:';
    if ((url.protocol !== 'https:' && !isPlain) || url.username !== '' || url.password !== '')
      throw wrong(text, 'only plain https is fetched');
    const may = isPlain ? isException : mayReach;
    const host = url.hostname.replace(/^\[|\]$/g, '');
    if (isIP(host) !== 0 && !may(host)) throw wrong(text, `the address ${reasonOf(may)}`);
    const ca = certificates === undefined ? {} : { ca: [...certificates] };
    const connect = isPlain ? requestPlain : request;
    const made = connect(url, { lookup: lookupOf(may), agent: false, ...options, ...ca }, heard);
    made.on('error', (error) => fail(error instanceof SafeFetchError ? error : error.message));
    return made;
  };

  const failing =
    (text: string, reject: (reason: SafeFetchError) => void) =>
    (reason: string | SafeFetchError): void =>
      reject(reason instanceof SafeFetchError ? reason : wrong(text, reason));

  return {
    fetch: (text) =>
      new Promise((resolve, reject) => {
        const fail = failing(text, reject);
        const options = { headers: { accept: 'application/json' }, signal: AbortSignal.timeout(timeout), plain: false };
        const made = call(text, options, fail, (answer) => {
          if (answer.statusCode !== 200) {
            made.destroy();
            return fail(`it answered ${answer.statusCode}`);
          }
          readAll(answer, fail, (body) => {
            try {
              resolve(JSON.parse(body));
            } catch {
              fail('the answer is not valid JSON');
            }
          });
        });
        made.end();
      }),
    send: ({ url, method, headers, body, signal }) =>
      new Promise((resolve, reject) => {
        const fail = failing(url, reject);
        const limit = AbortSignal.timeout(timeout);
        const signals = signal === undefined ? limit : AbortSignal.any([signal, limit]);
        const made = call(url, { method, headers, signal: signals, plain: true }, fail, (answer) => {
          readAll(answer, fail, (text) => resolve(responseOf(answer, text)));
        });
        made.end(body);
      }),
    post: ({ url, headers, body, signal }) =>
      new Promise((resolve, reject) => {
        const options = { method: 'POST', headers, signal, plain: true };
        const made = call(url, options, failing(url, reject), (answer) => {
          resolve(answer.statusCode ?? 0);
          made.destroy();
        });
        made.end(body);
      }),
  };
}

/** Statuses whose answers have no body. */
const bodiless = [101, 204, 205, 304];

const responseOf = ({ statusCode = 500, headers }: IncomingMessage, text: string): Response =>
  new Response(bodiless.includes(statusCode) ? null : text, {
    status: statusCode < 200 || statusCode > 599 ? 502 : statusCode,
    headers: Object.entries(headers).flatMap(([name, value]): [string, string][] =>
      value === undefined ? [] : [value].flat().map((one) => [name, one]),
    ),
  });

/** Reads a response up to the size limit. */
function readAll(answer: IncomingMessage, fail: (reason: string) => void, done: (text: string) => void): void {
  const parts: Buffer[] = [];
  let length = 0;
  answer.on('data', (part: Buffer) => {
    length += part.length;
    if (length > longest) {
      answer.destroy();
      fail('the answer is too long');
    } else parts.push(part);
  });
  answer.on('error', (error) => fail(error.message));
  answer.on('end', () => done(Buffer.concat(parts).toString('utf8')));
}
