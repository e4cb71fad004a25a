import { createDeviceClient, isLinkpinClientError, type DeviceSignIn, type OAuthTokens } from '@linkpin/client';
import { Failure } from '../failure.ts';
import { outcomeWords } from '../login/outcome-words.ts';
import type { Screen } from '../login/screen.ts';
import { explainTrouble } from '../login/spoken-tls.ts';
import { watch } from '../login/watch.ts';
import type { Target } from './target.ts';
import { oauthTroubleSentence } from './trouble.ts';

/** What a sign-in by code needs of its surroundings. */
export interface Surroundings {
  readonly screen: Screen;
  /** Aborting it calls the sign-in off. */
  readonly signal: AbortSignal;
  /** Asks whether to go on with another code after one has expired; resolves when yes. Absent where nobody can answer. */
  readonly anotherCode?: (() => Promise<void>) | undefined;
}

/**
 * Signs in with a code that somebody approves elsewhere (RFC 8628).
 *
 * @param prepare called before anybody can approve anything: a token that cannot be kept would be lost
 * @throws {Failure} when it comes to nothing; the signal's reason
 */
export async function signInByCode(
  target: Target,
  prepare: () => Promise<void>,
  { screen, signal, anotherCode }: Surroundings,
): Promise<OAuthTokens> {
  const { issuer } = target;
  const client = createDeviceClient(target);
  for (;;) {
    const signIn = await client.requestCode({ signal }).catch(async (error: unknown) => {
      if (!isLinkpinClientError(error)) throw error;
      throw new Failure(await explainTrouble(issuer, error, oauthTroubleSentence(issuer, error)));
    });
    await prepare();
    const outcome = await watch(shown(signIn), screen, signal);
    switch (outcome.kind) {
      case 'approved':
        return outcome.tokens;
      case 'failed':
        throw new Failure(`Not signed in. ${oauthTroubleSentence(issuer, outcome.error)}`);
      case 'expired':
        if (anotherCode === undefined) throw new Failure(outcomeWords(outcome, issuer));
        await anotherCode();
        break;
      case 'denied':
      case 'cancelled':
        throw new Failure(outcomeWords(outcome, issuer));
    }
  }
}

/** A sign-in in the words of the screen. */
const shown = (signIn: DeviceSignIn) => ({
  code: signIn.code,
  linkUrl: signIn.verificationUri,
  qrText: signIn.qrText,
  remaining: signIn.remaining,
  states: signIn.states,
  cancel: signIn.cancel,
});
