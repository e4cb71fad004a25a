// plex.tv for a recorder: the emulator behind its own proxy for HTTPS, with an authority of its own. A program that is
// given nothing but these two reaches it as it would reach the real one.
import { readFileSync } from 'node:fs';
import type { Emulator } from '../../packages/linkpin/src/emulator/emulator.ts';

/** What a user behind a proxy has in the environment. */
export function proxied({ env }: Emulator): NodeJS.ProcessEnv {
  const { HTTPS_PROXY, NODE_EXTRA_CA_CERTS } = env;
  return { HTTPS_PROXY, NODE_EXTRA_CA_CERTS };
}

/** Approves each pin. */
export async function approveAll(plex: Emulator, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const pin = await plex.nextPin({ signal }).catch(() => undefined);
    if (pin !== undefined) await plex.approve(pin).catch(() => {});
  }
}

/** Every real value in some calls that must not be in a transcript. */
export function secretsOf(plex: Emulator): readonly string[] {
  return plex.calls().flatMap(({ path, query, headers }) => {
    const named = ['x-plex-client-identifier', 'x-plex-token', 'x-plex-device-name'].map((name) => headers[name] ?? '');
    const inPath = path.split('/').filter((part) => /\d{4}/.test(part));
    return [...named, ...inPath, query['code'] ?? '', query['deviceJWT'] ?? ''].filter(({ length }) => length > 3);
  });
}

/** The content of a file, or undefined. */
export function contentOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
