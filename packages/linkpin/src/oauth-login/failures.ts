import { isLinkpinClientError } from '@linkpin/client';
import { SignInError } from '@linkpin/client/cli';
import { Failure } from '../failure.ts';
import { explainError } from '../login/explain-error.ts';
import { plainText } from '../terminal/plain-text.ts';
import { adviceFor, oauthErrorMessage } from './error-messages.ts';
import { placeName, type Target } from './target.ts';

const next: Readonly<Partial<Record<SignInError['code'], string>>> = {
  expired: 'Run it again, or with --device for a code.',
  untrusted: 'That may be an attack. Nothing was sent on.',
};

/** Makes a sentence of a message; an address at its start stays as it is. */
function sentence(message: string): string {
  const text = plainText(message);
  return `${/^https?:/.test(text) ? text : text.charAt(0).toUpperCase() + text.slice(1)}.`;
}

/**
 * Converts what a sign-in throws to a failure that says what to do.
 *
 * @returns other errors unchanged
 */
export async function toFailure(
  target: Pick<Target, 'issuer' | 'clientId' | 'resource'>,
  error: unknown,
): Promise<unknown> {
  const place = placeName(target);
  if (error instanceof SignInError) {
    if (error.code === 'signed_out') {
      const how = `linkpin login --issuer ${place} --client-id ${plainText(target.clientId)}`;
      return new Failure(`The sign-in at ${place} has ended. Sign in again with: ${how}`, 4);
    }
    const advice = adviceFor(error.oauthError) ?? next[error.code];
    return new Failure(`Not signed in. ${sentence(error.message)}${advice === undefined ? '' : ` ${advice}`}`);
  }
  if (!isLinkpinClientError(error) || error.code === 'storage') return error;
  return new Failure(await explainError(place, error, oauthErrorMessage(place, error)));
}
