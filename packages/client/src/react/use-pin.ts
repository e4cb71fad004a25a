import type { PlexClient, RequestPinOptions } from '../plex-client.ts';
import type { PlexOutcome } from '../plex-outcome.ts';
import type { PlexSignIn } from '../plex-sign-in.ts';
import { useSignIn, type UsedSignIn, type UseSignInOptions } from './use-sign-in.ts';

/** Options of {@link usePin}. */
export interface UsePinOptions extends UseSignInOptions<PlexOutcome>, Pick<RequestPinOptions, 'strong'> {}

/** A plex sign-in as a component shows it. */
export type UsedPin = UsedSignIn<PlexSignIn, PlexOutcome>;

/**
 * Signs a person in by a plex pin: `start` asks for one, `state` says where it is, `signIn` has the code.
 *
 * @param client made once, outside of the component
 */
export const usePin = (client: PlexClient, { strong, ...options }: UsePinOptions = {}): UsedPin =>
  useSignIn<PlexSignIn, PlexOutcome>((signal) => client.requestPin({ strong, signal }), options);
