import { createDeviceClient, isLinkpinClientError, type DeviceSignIn, type OAuthTokens } from '@linkpin/client';
import { Failure } from '../failure.ts';
import { outcomeMessage } from '../login/outcome-messages.ts';
import type { Screen } from '../login/screen.ts';
import { explainError } from '../login/explain-error.ts';
import { watch } from '../login/watch.ts';
import type { Target } from './target.ts';
import { oauthErrorMessage } from './error-messages.ts';

/** Options of a sign-in by code. */
export interface SignInContext {
  readonly screen: Screen;
  /** Aborting it cancels the sign-in. */
  readonly signal: AbortSignal;
  /** Prompts for another code after one has expired and resolves on consent. Absent if the input is not interactive. */
  readonly anotherCode?: (() => Promise<void>) | undefined;
}

/**
 * Signs in with a code that is approved on another device (RFC 8628).
 *
 * @param prepare called before anybody can approve: a token that cannot be stored would be lost
 * @throws {Failure} if it does not succeed; the signal's reason
 */
export async function signInByCode(
  target: Target,
  prepare: () => Promise<void>,
  { screen, signal, anotherCode }: SignInContext,
): Promise<OAuthTokens> {
  const { issuer } = target;
  const client = createDeviceClient(target);
  for (;;) {
    const signIn = await client.requestCode({ signal }).catch(async (error: unknown) => {
      if (!isLinkpinClientError(error)) throw error;
      throw new Failure(await explainError(issuer, error, oauthErrorMessage(issuer, error)));
    });
    await prepare();
    const outcome = await watch(shown(signIn), screen, signal);
    switch (outcome.kind) {
      case 'approved':
        return outcome.tokens;
      case 'failed':
        throw new Failure(`Not signed in. ${oauthErrorMessage(issuer, outcome.error)}`);
      case 'expired':
        if (anotherCode === undefined) throw new Failure(outcomeMessage(outcome, issuer));
        await anotherCode();
        break;
      case 'denied':
      case 'cancelled':
        throw new Failure(outcomeMessage(outcome, issuer));
    }
  }
}

/** Converts a sign-in to what the screen shows. */
const shown = (signIn: DeviceSignIn) => ({
  code: signIn.code,
  linkUrl: signIn.verificationUri,
  qrText: signIn.qrText,
  remaining: signIn.remaining,
  states: signIn.states,
  cancel: signIn.cancel,
});
