import { useCallback, useEffect, useRef, useState } from 'react';
import type { LinkpinClientError } from '../errors.ts';
import type { Progress } from '../listening.ts';
import type { Signal } from '../platform.ts';

/** What the hooks need of a sign-in in progress. */
export interface AnySignIn<Outcome> {
  readonly states: (options?: { readonly signal?: Signal | undefined }) => AsyncIterableIterator<Progress | Outcome>;
  readonly hurry: () => void;
  readonly cancel: () => Promise<boolean>;
}

/** What the hooks need of an outcome. */
export interface AnyOutcome {
  readonly kind: string;
}

/** Where a sign-in is. */
export type SignInState<Outcome> =
  /** Nobody has asked for a code yet. */
  | { readonly kind: 'idle' }
  /** A code was asked for and has not come yet. */
  | { readonly kind: 'requesting' }
  /** No code came. `start` tries again. */
  | { readonly kind: 'unavailable'; readonly error: LinkpinClientError }
  | Progress
  | Outcome;

/** Options of the hooks. */
export interface UseSignInOptions<Outcome> {
  /**
   * Ask for a code as soon as the component is there. Default: false, because a code is asked for when a person wants to sign
   * in (RFC 8628 §3.1). For screens that have nothing else to show.
   */
  readonly autoStart?: boolean | undefined;
  /** Is told the outcome, once. */
  readonly onOutcome?: ((outcome: Outcome) => void) | undefined;
}

/** A sign-in as a component shows it. */
export interface UsedSignIn<SignIn, Outcome> {
  readonly state: SignInState<Outcome>;
  /** The code and where to type it; null until there is one. */
  readonly signIn: SignIn | null;
  /** Asks for a code, or for another one in place of the one that is there. */
  readonly start: () => void;
  /** Calls the sign-in off, at the server too where it can be told. */
  readonly cancel: () => void;
}

/**
 * The part of `usePin` and `useDeviceCode` that they share. A component that goes away calls its sign-in off; one that is
 * mounted twice, as React's strict mode does, asks for one code.
 *
 * @param request asks for a code; rejects with a LinkpinClientError
 */
export function useSignIn<SignIn extends AnySignIn<Outcome>, Outcome extends AnyOutcome>(
  request: (signal: AbortSignal) => Promise<SignIn>,
  { autoStart = false, onOutcome }: UseSignInOptions<Outcome>,
): UsedSignIn<SignIn, Outcome> {
  const [shown, show] = useState<Pick<UsedSignIn<SignIn, Outcome>, 'state' | 'signIn'>>({
    state: { kind: 'idle' },
    signIn: null,
  });
  const given = useRef({ request, onOutcome });
  useEffect(() => {
    given.current = { request, onOutcome };
  });
  /** The sign-in that is shown; ending it stops its listening and calls it off. */
  const current = useRef<{ readonly end: () => void; signIn: SignIn | null }>(undefined);

  const stop = useCallback(() => {
    current.current?.end();
    current.current = undefined;
  }, []);

  const start = useCallback(() => {
    stop();
    const controller = new AbortController();
    const { signal } = controller;
    let isOver = false;
    const run = {
      signIn: null as SignIn | null,
      end: () => {
        controller.abort();
        if (!isOver) void run.signIn?.cancel();
      },
    };
    current.current = run;
    show({ state: { kind: 'requesting' }, signIn: null });

    const listen = async (): Promise<void> => {
      const signIn = await given.current.request(signal);
      run.signIn = signIn;
      // It came after its component had gone.
      if (signal.aborted) return void signIn.cancel();
      const states = signIn.states({ signal });
      for (;;) {
        const { done, value } = await states.next();
        if (done === true) return;
        isOver = !/^(pending|opened|retrying)$/.test(value.kind);
        show({ state: value, signIn });
        if (isOver) given.current.onOutcome?.(value as Outcome);
      }
    };
    listen().catch((error: LinkpinClientError) => {
      if (!signal.aborted) show({ state: { kind: 'unavailable', error }, signIn: null });
    });
  }, [stop]);

  useEffect(() => {
    // Not at once: strict mode takes the component away and brings it back within one turn.
    const timer = autoStart ? setTimeout(start) : undefined;
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [autoStart, start, stop]);

  useEffect(() => {
    // React Native has no document.
    if (typeof document === 'undefined') return undefined;
    const hurry = (): void => {
      if (!document.hidden) current.current?.signIn?.hurry();
    };
    document.addEventListener('visibilitychange', hurry);
    return () => document.removeEventListener('visibilitychange', hurry);
  }, []);

  const cancel = useCallback(() => {
    const { signIn } = current.current ?? {};
    // Its listener then tells `cancelled`, as it tells everything else.
    if (signIn) return void signIn.cancel();
    stop();
    return show({ state: { kind: 'idle' }, signIn: null });
  }, [stop]);

  return { ...shown, start, cancel };
}
