// Says in words what is wrong with the calls of a pin.
import type { PinState } from '../../../packages/server/src/domain/pin.ts';
import type { Answer, Call, Operation } from './history.ts';
import type { Fault } from './judge.ts';
import { gone } from './words.ts';

/** What kind of fault it is. */
export type FaultKind =
  | 'lost-pin'
  | 'lost-approval'
  | 'code-not-taken'
  | 'second-token'
  | 'token-of-another'
  | 'token-without-approval'
  | 'stale-pending'
  | 'decided-twice'
  | 'expired-early'
  | 'after-expiry'
  | 'wrong-refusal';

const sentences: Readonly<Record<FaultKind, string>> = {
  'lost-pin': 'a pin is gone before its time',
  'lost-approval': 'an approval that was acknowledged is lost',
  'code-not-taken': 'a code that is right leads nowhere',
  'second-token': 'a second token is given for one approval',
  'token-of-another': 'the token belongs to somebody who did not approve',
  'token-without-approval': 'a token is given that nobody has approved',
  'stale-pending': 'a pin is told to be pending that was settled long before',
  'decided-twice': 'a pin that was settled already is decided about again',
  'expired-early': 'a pin is told to be expired before its time',
  'after-expiry': 'something is done with a pin after its expiry',
  'wrong-refusal': 'a refusal gives a reason that never was',
};

const goneWords: ReadonlySet<string | null> = new Set([gone, 'invalid_grant']);
const expiredWords: ReadonlySet<string | null> = new Set(['expired', 'expired_token']);

type At = PinState['at'];

/** The states in which the call was tried, that of an expired pin aside. */
const statesOf = ({ misfits }: Fault): ReadonlySet<At> =>
  new Set(misfits.flatMap(({ model: { pin } }) => (pin === null ? [] : [pin.state.at])));

/** Whether somebody was told before the call that the pin is approved. */
const wasApproved = ({ calls, unexplained }: Fault): boolean =>
  calls.some(
    ({ operation, answer, returnedAt }) =>
      operation.do === 'approve' && answer?.is === 'done' && (returnedAt ?? Infinity) < unexplained.invokedAt,
  );

function kindOfToken({ misfits }: Fault, states: ReadonlySet<At>, answer: Answer & { is: 'token' }): FaultKind {
  if (misfits.length === 0) return 'second-token';
  const wouldBeToken = misfits.filter(({ outcome }) => outcome.answers.some(({ is }) => is === 'token'));
  const isOther = wouldBeToken.some(({ model: { token } }) => token !== null && token !== answer.token);
  if (isOther) return 'second-token';
  if (wouldBeToken.length > 0) return 'token-of-another';
  if (states.has('redeemed')) return 'second-token';
  return states.has('approved') ? 'after-expiry' : 'token-without-approval';
}

function kindOfRefusal(fault: Fault, states: ReadonlySet<At>, as: string | null): FaultKind {
  if (expiredWords.has(as)) return 'expired-early';
  const { operation } = fault.unexplained;
  const isDecision = operation.do === 'approve' || operation.do === 'deny';
  if (isDecision && as === gone) return 'code-not-taken';
  if (goneWords.has(as) && !states.has('redeemed')) return 'lost-pin';
  return wasApproved(fault) && !states.has('redeemed') ? 'lost-approval' : 'wrong-refusal';
}

/** What kind of fault it is. */
export function kindOf(fault: Fault): FaultKind {
  const { answer, operation } = fault.unexplained;
  const states = statesOf(fault);
  switch (answer?.is) {
    case 'token':
      return kindOfToken(fault, states, answer);
    case 'refused':
      return kindOfRefusal(fault, states, answer.as);
    case 'pending':
      if (states.size === 1 && states.has('pending')) return 'after-expiry';
      return wasApproved(fault) && !states.has('redeemed') ? 'lost-approval' : 'stale-pending';
    default:
      if (operation.do !== 'request' && states.size === 1 && states.has('pending')) return 'after-expiry';
      return wasApproved(fault) && !states.has('redeemed') ? 'lost-approval' : 'decided-twice';
  }
}

const operationText = (operation: Operation): string => {
  switch (operation.do) {
    case 'request':
      return `request (${operation.protocol}, ${operation.life / 1000} s)`;
    case 'approve':
    case 'deny':
      return `${operation.do} as ${operation.account}`;
    case 'cancel':
    case 'poll':
      return operation.do;
  }
};

const answerText = (answer: Answer | null): string => {
  switch (answer?.is) {
    case undefined:
      return '(no answer)';
    case 'token':
      return `token ${answer.token}${answer.account === null ? '' : ` of ${answer.account}`}`;
    case 'refused':
      return `refused: ${answer.as ?? 'no reason given'}`;
    default:
      return answer?.is ?? '';
  }
};

/** What the call would have had to be answered, wherever it may stand. */
function wouldBe({ misfits }: Fault): string {
  const texts = misfits.map(({ model: { pin, token }, outcome }) => {
    const answers = outcome.answers.map((expected) =>
      expected.is === 'token'
        ? `${token === null ? 'a token' : `token ${token}`} of ${expected.account}`
        : answerText(expected),
    );
    return `${answers.join(' or ')} (the pin is ${pin?.state.at ?? 'not requested yet'})`;
  });
  return [...new Set(texts)].join('; or ');
}

/** Calls on a time line, in seconds since the first; one may be marked. */
export function timeline(calls: readonly Call[], marked?: Call): readonly string[] {
  const start = Math.min(...calls.map(({ invokedAt }) => invokedAt));
  const seconds = (at: number): string => `+${((at - start) / 1000).toFixed(3)}`;
  return calls.map((call) => {
    const from = seconds(call.invokedAt).padStart(9);
    const to = (call.returnedAt === null ? 'never' : seconds(call.returnedAt)).padEnd(9);
    const what = `${call.caller}: ${operationText(call.operation)}`.padEnd(40);
    return `  ${from} to ${to} ${what} ${answerText(call.answer)}${call === marked ? '   <- cannot be explained' : ''}`;
  });
}

/** A fault as lines for people: what is wrong, and the calls that show it. */
export function describe(fault: Fault): string {
  const { pin, calls, unexplained, leftOut } = fault;
  const expected = wouldBe(fault);
  return [
    `${pin}: ${sentences[kindOf(fault)]}`,
    ...timeline(calls, unexplained),
    ...(expected === '' ? [] : [`  The last answer would have had to be ${expected}.`]),
    ...(leftOut === 0 ? [] : [`  ${leftOut} more calls of this pin explain nothing and are left out.`]),
  ].join('\n');
}
