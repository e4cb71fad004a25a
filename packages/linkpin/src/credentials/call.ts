import { LinkpinClientError, readPlexErrorBody } from '@linkpin/client';
import { Failure } from '../failure.ts';
import { explainError } from '../login/explain-error.ts';
import { refusedToken, type SignedIn } from './signed-in.ts';

/** Time-out of a request, in milliseconds. */
const timeout = 10_000;

/** An authenticated request. */
export interface Call {
  readonly method: 'GET' | 'PUT' | 'DELETE';
  /** Path relative to the server's address. */
  readonly path: string;
  readonly form?: Readonly<Record<string, string>>;
  /** Messages for error responses, by status. */
  readonly refusals?: Readonly<Record<number, string>>;
}

/**
 * Sends a request with this machine's token.
 *
 * @returns the response body
 * @throws {Failure} with what went wrong and what to do; exit code 4 if the token is not valid
 */
export async function call(at: SignedIn, { method, path, form, refusals = {} }: Call): Promise<string> {
  const { server, stored, device } = at;
  let response: Response;
  let text: string;
  try {
    response = await fetch(`${server}${path}`, {
      method,
      headers: {
        accept: 'application/json',
        'x-plex-token': stored.token,
        'x-plex-client-identifier': device.clientIdentifier,
        'x-plex-product': device.product,
      },
      body: form === undefined ? null : new URLSearchParams(form),
      redirect: 'manual',
      signal: AbortSignal.timeout(timeout),
    });
    text = await response.text();
  } catch (error) {
    throw new Failure(await explainError(server, networkError(error)));
  }
  if (response.ok) return text;
  if (response.status === 401) throw refusedToken(at);
  const { plexCode, message } = readPlexErrorBody(text);
  const meant = plexCode === undefined && response.status === 404 ? undefined : refusals[response.status];
  throw new Failure(meant ?? (await explainError(server, unwanted(response, plexCode, message))));
}

/** Converts what `fetch` threw into the SDK's error. */
export function networkError(error: unknown): LinkpinClientError {
  const { name, cause } = error as { readonly name?: string; readonly cause?: { readonly code?: string } };
  if (name === 'TimeoutError') return new LinkpinClientError('timeout', 'no answer');
  return new LinkpinClientError('network', `out of reach: ${cause?.code ?? 'unknown'}`);
}

function unwanted(
  { status, headers }: Response,
  plexCode: number | undefined,
  message: string | undefined,
): LinkpinClientError {
  const retryAfter = Number(headers.get('retry-after')) || undefined;
  const code = status === 429 ? 'rate_limited' : status >= 500 ? 'server' : status < 400 ? 'redirected' : 'refused';
  return new LinkpinClientError(code, message ?? `answered ${status}`, { status, plexCode, retryAfter });
}
