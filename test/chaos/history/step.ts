// One call at one moment on one pin, by the transitions of the core: what follows, and what has to be answered.
import {
  approve,
  cancel,
  deny,
  isExpired,
  isReader,
  readable,
  redeem,
  redeemOnce,
  type Pin,
} from '../../../packages/server/src/domain/pin.ts';
import { aPin, anApproval } from '../../../packages/server/src/domain/pin.testing.ts';
import type { PinResult, Refusal } from '../../../packages/server/src/domain/refusal.ts';
import type { Answer, Operation } from './history.ts';
import { gone, wordOf } from './words.ts';

/** A pin as the calls so far have left it. */
export interface Model {
  /** Null before it was requested. */
  readonly pin: Pin | null;
  /** The token that its device was given; null while no answer has shown it. */
  readonly token: string | null;
}

/** Before anything was asked. */
export const nothing: Model = { pin: null, token: null };

/** What a call brings. */
export interface Outcome {
  readonly pin: Pin | null;
  /** The answer is one of these. A token stands for any while none has been seen. */
  readonly answers: readonly Expected[];
}

/** What has to be answered. */
export type Expected =
  | { readonly is: 'done' | 'pending' }
  | { readonly is: 'token'; readonly account: string }
  | { readonly is: 'refused'; readonly as: string };

const done: readonly Expected[] = [{ is: 'done' }];

const refused = (pin: Pin, refusal: Refusal, protocol = pin.protocol): Outcome => ({
  pin,
  answers: [{ is: 'refused', as: wordOf(protocol, refusal) }],
});

type Decision = Operation & { readonly do: 'approve' | 'deny' };

/** Whether this account has decided about the pin. */
const isMine = ({ state }: Pin, account: string): boolean =>
  state.at === 'denied' ? state.by === account : 'approval' in state && state.approval.account === account;

/**
 * What a person decides, on a page or by the plex API, which says why not in plex's words. A person names a pin by its code,
 * which leads nowhere once the pin is over.
 */
function decided(pin: Pin, { do: verb, account, via }: Decision, now: number): Outcome {
  const result = verb === 'approve' ? approve(pin, anApproval({ account, at: now })) : deny(pin, account, now);
  if (result.ok) return { pin: result.value, answers: done };
  const { answers } = refused(pin, result.refusal, 'plex');
  const ended: readonly Expected[] = isExpired(pin, now) ? [{ is: 'refused', as: gone }] : [];
  const repeated = via === 'page' && isMine(pin, account) ? done : [];
  return { pin, answers: [...answers, ...ended, ...repeated] };
}

/** A device takes its request back. An OAuth device does so by revoking its code, which succeeds in any case (RFC 7009 §2.2). */
function cancelled(pin: Pin, now: number): Outcome {
  const read = pin.protocol === 'plex' ? readable(pin, now) : ({ ok: true } as const);
  const result = read.ok ? cancel(pin, now) : read;
  if (result.ok) return { pin: result.value, answers: done };
  return pin.protocol === 'oauth' ? { pin, answers: done } : refused(pin, result.refusal);
}

type Poll = Operation & { readonly do: 'poll' };

/**
 * The poll of an OAuth device that may still be answered with tokens. They are handed out once; but the same answer goes again
 * to whoever proves the key that they are bound to or, where there is none, to the network that had it.
 */
function pollDeviceCode(pin: Pin, { from: reader, keyThumbprint: proven }: Poll, now: number): PinResult<Pin> {
  if (pin.keyThumbprint !== null && pin.keyThumbprint !== proven) {
    return { ok: false, refusal: { kind: 'wrong-key' } };
  }
  const { state } = pin;
  const isRedeemer =
    state.at === 'redeemed' && pin.keyThumbprint === proven && (proven !== null || isReader(state, reader));
  if (isRedeemer) return { ok: true, value: pin };
  const keyThumbprint = pin.keyThumbprint ?? proven;
  return redeemOnce({ ...pin, keyThumbprint }, { reader, elsewhere: false, answer: 'sealed' }, now);
}

function polled(pin: Pin, poll: Poll, now: number): Outcome {
  const read = readable(pin, now);
  if (!read.ok) return refused(pin, read.refusal);
  if (pin.state.at === 'pending') return { pin, answers: [{ is: 'pending' }] };
  const redeemed = pin.protocol === 'plex' ? redeem(pin, poll.from, now) : pollDeviceCode(pin, poll, now);
  if (!redeemed.ok) return refused(pin, redeemed.refusal);
  const { state } = redeemed.value;
  const account = state.at === 'redeemed' ? state.approval.account : '';
  return { pin: redeemed.value, answers: [{ is: 'token', account }] };
}

/**
 * What a call does to the pin and has to be answered, if it is done at that moment.
 *
 * @param now by the clock that decides, in milliseconds since the epoch
 */
export function step({ pin }: Model, operation: Operation, now: number): Outcome {
  if (operation.do === 'request') {
    if (pin !== null) return { pin, answers: [] };
    const { protocol, life, keyThumbprint, from } = operation;
    const { requester } = aPin();
    const times = { createdAt: now, expiresAt: now + life };
    return {
      pin: aPin({ protocol, keyThumbprint, ...times, requester: { ...requester, address: from } }),
      answers: done,
    };
  }
  if (pin === null) return { pin, answers: [{ is: 'refused', as: gone }] };
  switch (operation.do) {
    case 'approve':
    case 'deny':
      return decided(pin, operation, now);
    case 'cancel':
      return cancelled(pin, now);
    case 'poll':
      return polled(pin, operation, now);
  }
}

/** Whether an answer is one of those that had to come, given the token that was seen so far. */
export function fits(answer: Answer, { answers }: Outcome, token: string | null): boolean {
  return answers.some((expected) => {
    switch (answer.is) {
      case 'done':
      case 'pending':
        return expected.is === answer.is;
      case 'token':
        return (
          expected.is === 'token' &&
          (answer.account === null || answer.account === expected.account) &&
          (token === null || token === answer.token)
        );
      case 'refused':
        return expected.is === 'refused' && (answer.as === null || answer.as === expected.as);
    }
  });
}

/** The model after a call whose answer fits; without an answer nothing is learned of the token. */
export const after = (model: Model, { pin }: Pick<Outcome, 'pin'>, answer: Answer | null): Model => ({
  pin,
  token: answer?.is === 'token' ? answer.token : model.token,
});
