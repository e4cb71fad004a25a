// Pure: no I/O, no clock, no randomness. What callers of each generation of plexjs pass, as one request.
import { badOption } from '../errors.ts';
import type { GetPinRequest, GetTokenByPinIdRequest, RequestOptions } from './shapes.ts';

/** The arguments of `getPin`: the request, or the positions of 0.20 to 0.26, or those before. */
export type GetPinArguments =
  | readonly [request?: GetPinRequest, options?: RequestOptions]
  | readonly [
      strong?: boolean | undefined,
      clientID?: string | undefined,
      clientName?: string,
      options?: RequestOptions,
    ]
  | readonly [
      clientName: string,
      strong?: boolean | undefined,
      clientID?: string | undefined,
      options?: RequestOptions,
    ];

/** The arguments of `getTokenByPinId`: the request, or the positions before 0.27. */
export type GetTokenArguments =
  | readonly [request: GetTokenByPinIdRequest, options?: RequestOptions]
  | readonly [pinID: number | string, clientID?: string | undefined, options?: RequestOptions];

/** A request and the options of its call. */
export interface Read<Request> {
  readonly request: Request;
  readonly options: RequestOptions;
}

const isRequest = (given: unknown): given is object => typeof given === 'object' && given !== null;

/** Reads the arguments of `getPin`. */
export function readPinArguments(given: GetPinArguments): Read<GetPinRequest> {
  const [first, second, third, fourth] = given as readonly unknown[];
  if (isRequest(first)) return { request: first, options: (second ?? {}) as RequestOptions };
  const options = (fourth ?? {}) as RequestOptions;
  const isNameFirst = typeof first === 'string';
  const [strong, clientID, clientName] = isNameFirst ? [second, third, first] : [first, second, third];
  return { request: { strong, clientID, clientName } as GetPinRequest, options };
}

/**
 * Reads the arguments of `getTokenByPinId`.
 *
 * @throws LinkpinClientError `bad_option` without the id of a pin, so that `/pins/undefined` is never polled
 */
export function readTokenArguments(given: GetTokenArguments): Read<GetTokenByPinIdRequest> {
  const [first, second, third] = given as readonly unknown[];
  const { request, options } = isRequest(first)
    ? { request: first as GetTokenByPinIdRequest, options: second }
    : { request: { pinID: Number(first), clientID: second as string }, options: third };
  if (!Number.isSafeInteger(request.pinID) || request.pinID <= 0) throw badOption('no pinID');
  return { request, options: (options ?? {}) as RequestOptions };
}
