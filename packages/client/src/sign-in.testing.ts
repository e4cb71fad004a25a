import { type HandClock, createHandClock, settle } from './hand-clock.testing.ts';
import { createPlexClient, type PlexClient } from './plex-client.ts';
import type { PlexOutcome } from './plex-outcome.ts';
import type { PlexSignIn } from './plex-sign-in.ts';
import { type Line, type ScriptedFetch, createScriptedFetch, json, pinBody } from './scripted-fetch.testing.ts';

/** A sign-in in progress, with its clock and scripted server. */
export interface Scene {
  readonly clock: HandClock;
  readonly server: ScriptedFetch;
  readonly plex: PlexClient;
  readonly signIn: PlexSignIn;
}

/** Requests a pin with a lifetime of 900 seconds from a linkpin server; the polls are answered by `polls`. */
export const begin = async (...polls: Line[]): Promise<Scene> => beginAt('https://home.example', ...polls);

/** Like {@link begin}, at a given server. */
export const beginAt = async (address: string, ...polls: Line[]): Promise<Scene> => {
  const clock = createHandClock();
  const server = createScriptedFetch(json(pinBody(), 201), ...polls);
  const plex = createPlexClient({
    clientIdentifier: 'client-1',
    product: 'Test',
    server: address,
    fetch: server.fetch,
    clock,
  });
  return { clock, server, plex, signIn: await plex.requestPin() };
};

/** Makes the result of a promise available synchronously. */
export const watch = <Value>(promise: Promise<Value>): { value?: Value; error?: unknown } => {
  const seen: { value?: Value; error?: unknown } = {};
  promise.then(
    (value) => (seen.value = value),
    (error: unknown) => (seen.error = error),
  );
  return seen;
};

/** Advances the clock in steps of a second until there is an outcome. */
export const outcomeOf = async ({ clock, signIn }: Scene): Promise<PlexOutcome> => {
  const seen = watch(signIn.wait());
  await settle();
  while (!seen.value) await clock.pass(1000);
  return seen.value;
};

/** A pending pin, `seconds` after its creation. */
export const pendingAt = (seconds: number): Line => json(pinBody({ expiresIn: 900 - seconds }));

/** An approved pin. */
export const approved: Line = json(
  pinBody({ expiresIn: 10, authToken: 'token-20-characters', newRegistration: false }),
);
