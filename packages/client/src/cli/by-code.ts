import type { Clock } from '../clock.ts';
import { isLinkpinClientError } from '../errors.ts';
import type { DeviceClient } from '../oauth-client.ts';
import type { OAuthTokens } from '../oauth-body.ts';
import type { DeviceOutcome, DeviceSignIn } from '../oauth-sign-in.ts';
import { SignInError } from './errors.ts';
import type { SignInScreen } from './screen.ts';
import type { SignInTarget } from './target.ts';
import type { KeptCode, TokenStore } from './token-store.ts';

/** What a sign-in by code needs. */
export interface CodeSignIn {
  readonly target: SignInTarget;
  readonly client: DeviceClient;
  readonly store: TokenStore;
  readonly screen: SignInScreen;
  readonly clock: Clock;
  /** Aborting it cancels the code, on the server too, and ends the sign-in with its reason. */
  readonly signal: AbortSignal;
}

/**
 * Signs in with a code that is approved on another device (RFC 8628). The code is kept before anybody sees it, so that
 * a program that was ended goes on with it at its next start.
 *
 * @throws SignInError if it does not succeed; LinkpinClientError if no code was given out; the signal's reason
 */
export async function signInByCode(options: CodeSignIn): Promise<OAuthTokens> {
  const { screen, signal } = options;
  let resumed = await resume(options);
  for (;;) {
    const signIn = resumed ?? (await requestCode(options));
    const outcome = await watch(signIn, resumed !== undefined, options);
    const wasResumed = resumed !== undefined;
    resumed = undefined;
    switch (outcome.kind) {
      case 'approved':
        return outcome.tokens;
      case 'denied':
        throw new SignInError('denied', 'the request was denied on the link page', 'access_denied');
      case 'cancelled':
        throw new SignInError('denied', 'the code was cancelled');
      case 'failed':
        // What an earlier run was given may mean nothing to the server by now.
        if (!wasResumed) throw outcome.error;
        break;
      case 'expired':
        if (wasResumed) break;
        if (screen.wantsAnotherCode === undefined) throw new SignInError('expired', 'the code has expired');
        await screen.wantsAnotherCode(signal);
        break;
    }
  }
}

const isFor = ({ scope, resource }: KeptCode, target: SignInTarget): boolean =>
  scope === target.scope && resource === target.resource;

async function resume({ target, client, store, clock }: CodeSignIn): Promise<DeviceSignIn | undefined> {
  const { pending } = (await store.read(target)) ?? {};
  if (pending === undefined || !isFor(pending, target) || pending.signIn.expiresAt <= clock.wallTime())
    return undefined;
  try {
    return client.resume(pending.signIn);
  } catch (error) {
    if (isLinkpinClientError(error, 'bad_option')) return undefined;
    throw error;
  }
}

async function requestCode({ target, client, store, signal }: CodeSignIn): Promise<DeviceSignIn> {
  const { scope, resource } = target;
  const signIn = await client.requestCode({ signal });
  const pending = {
    signIn: signIn.save(),
    ...(scope === undefined ? {} : { scope }),
    ...(resource === undefined ? {} : { resource }),
  };
  await store.update(target, async (kept) => ({ ...kept, pending }));
  return signIn;
}

/** Shows a code until it is decided, and forgets it then, unless there are tokens in its place. */
async function watch(signIn: DeviceSignIn, isResumed: boolean, options: CodeSignIn): Promise<DeviceOutcome> {
  const { target, store, screen, signal } = options;
  const { code, verificationUri: url, verificationUriComplete: urlWithCode, remaining: expiresIn } = signIn;
  screen.show({ kind: 'code', code, url, urlWithCode, expiresIn, isResumed });
  try {
    for await (const state of signIn.states({ signal })) {
      if (state.kind === 'pending' || state.kind === 'opened' || state.kind === 'retrying') screen.show(state);
      else {
        // An approved one is replaced by its tokens in one step.
        if (state.kind !== 'approved') await forget(store, target);
        return state;
      }
    }
    throw new Error('a sign-in ended without an outcome');
  } catch (error) {
    await signIn.cancel();
    await forget(store, target);
    throw error;
  }
}

const forget = (store: TokenStore, target: SignInTarget): Promise<unknown> =>
  store.update(target, async (kept) => {
    if (kept?.pending === undefined) return kept;
    const { pending: _, ...others } = kept;
    return others.tokens === undefined ? undefined : others;
  });
