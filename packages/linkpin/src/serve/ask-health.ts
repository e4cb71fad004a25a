import { LinkpinClientError } from '@linkpin/client';
import type { Settings } from '@linkpin/server';
import { networkError } from '../credentials/call.ts';
import { Failure } from '../failure.ts';
import { explainError } from '../login/explain-error.ts';

/** Time-out of the request, in milliseconds; container health checks give up after a few seconds. */
const timeout = 3000;

/** The URL of the service as reached from this machine. */
export function localUrlOf({ host, port, publicUrl }: Pick<Settings, 'host' | 'port' | 'publicUrl'>): string {
  const name = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '[::1]' : host.includes(':') ? `[${host}]` : host;
  const path = publicUrl === undefined ? '' : new URL(publicUrl).pathname.replace(/\/+$/, '');
  return `http://${name}:${port}${path}`;
}

/** What a service says of itself. */
export interface Health {
  readonly ready: boolean;
  readonly warnings: readonly string[];
}

/**
 * Asks a service whether it works.
 *
 * @throws {Failure} if none answers
 */
export async function askHealth(server: string): Promise<Health> {
  let response: Response;
  try {
    response = await fetch(`${server}/readyz`, { signal: AbortSignal.timeout(timeout), redirect: 'manual' });
  } catch (error) {
    const nothing = `Nothing answers at ${server}. Is the service running there, and is the address right?`;
    throw new Failure(await explainError(server, networkError(error), nothing));
  }
  const body: unknown = await response.json().catch(() => null);
  const { status, warnings } = (body ?? {}) as { readonly status?: unknown; readonly warnings?: unknown };
  if (status !== 'ready' && status !== 'not ready') {
    const strange = `What answers at ${server} is not linkpin. Is the address right, base path included?`;
    const error = new LinkpinClientError('unreadable', 'no linkpin');
    throw new Failure(await explainError(server, error, strange));
  }
  return {
    ready: response.ok && status === 'ready',
    warnings: Array.isArray(warnings) ? warnings.filter((word): word is string => typeof word === 'string') : [],
  };
}
