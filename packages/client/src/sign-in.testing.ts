import { type HandClock, createHandClock, settle } from './hand-clock.testing.ts';
import { createPlexClient, type PlexClient } from './plex-client.ts';
import type { PlexOutcome } from './plex-outcome.ts';
import type { PlexSignIn } from './plex-sign-in.ts';
import { type Line, type ScriptedFetch, createScriptedFetch, json, pinBody } from './scripted-fetch.testing.ts';

/** A sign-in under way, and everything to play with it. */
export interface Scene {
  readonly clock: HandClock;
  readonly server: ScriptedFetch;
  readonly plex: PlexClient;
  readonly signIn: PlexSignIn;
}

/** Gets a pin with a life of 900 seconds from a linkpin server whose polls are answered by `polls`. */
export const begin = async (...polls: Line[]): Promise<Scene> => beginAt('https://home.example', ...polls);

/** The same, from the server at this address. */
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

/** A promise whose result can be looked at without waiting. */
export const watch = <Value>(promise: Promise<Value>): { value?: Value; error?: unknown } => {
  const seen: { value?: Value; error?: unknown } = {};
  promise.then(
    (value) => (seen.value = value),
    (error: unknown) => (seen.error = error),
  );
  return seen;
};

/** The outcome of a sign-in, letting as much time pass as it takes, in steps of a second. */
export const outcomeOf = async ({ clock, signIn }: Scene): Promise<PlexOutcome> => {
  const seen = watch(signIn.wait());
  await settle();
  while (!seen.value) await clock.pass(1000);
  return seen.value;
};

/** A pin that waits, as it stands `seconds` after the create. */
export const pendingAt = (seconds: number): Line => json(pinBody({ expiresIn: 900 - seconds }));

/** A pin that somebody approved. */
export const approved: Line = json(
  pinBody({ expiresIn: 10, authToken: 'token-20-characters', newRegistration: false }),
);
