import { isIP } from 'node:net';
import { plainAddress, type Address } from '../domain/address.ts';
import type { Bar, CodeEntry } from '../domain/approval-policy.ts';
import type { Pin } from '../domain/pin.ts';
import type { Refusal } from '../domain/refusal.ts';
import { accepted, refused, type Result } from '../domain/result.ts';
import type { ServiceContext } from '../http/context.ts';
import { decisionPorts } from '../http/server/decisions.ts';
import { decideByCode } from '../service/pins/decide-by-code.ts';
import type { Decider, Decision } from '../service/pins/decide-pin.ts';

/** Who answers a request, and which. */
export interface AnswerByCode {
  /** Id of the account. */
  readonly account: string;
  /** The code as the person typed it: capitals, spaces and dashes are ignored. */
  readonly code: string;
  /**
   * Where the person is, such as `request.socket.remoteAddress`. Left out, or no IP address, the request counts as far away;
   * null counts as a place that is not known.
   */
  readonly address?: Address;
}

/** An approval, and what is known of it. What is left out counts against it. */
export interface ApprovalByCode extends AnswerByCode {
  /** When the person signed in, in milliseconds since the epoch. Left out, it was too long ago. */
  readonly signedInAt?: number;
  /** `typed` if the person typed the code by hand; left out, a link brought it. */
  readonly codeEntry?: Exclude<CodeEntry, 'delegate'>;
  /** The scopes that the person leaves of those requested; all of them when left out. Plex has none. */
  readonly scopes?: readonly string[];
  /** The device may approve others; counts only if it asked to. */
  readonly mayApprove?: boolean;
}

/** Whose request was answered. */
export interface AnsweredRequest extends Pick<Pin, 'protocol'>, Pick<Pin['requester'], 'deviceInfo'> {
  /** The OAuth client, or the plex client identifier. */
  readonly client: string;
}

/** Why an answer was not taken. */
export type AnswerRefusal = Refusal | Bar | { readonly kind: 'no-account' };

/** Answers to requests by code, for programs that show the question themselves. */
export interface Decisions {
  /**
   * Approves a request, by the policy and within the budget of guesses that the pages and the API have.
   *
   * @returns whose request it was, or why the approval was not taken: `not-found` for a code that nobody has been given, and
   *   `number-missing` where the person has to type a number, which only the page asks for
   */
  approve(approval: ApprovalByCode): Promise<Result<AnsweredRequest, AnswerRefusal>>;
  /** Denies a request, within the same budget; the device hears of it. */
  deny(denial: AnswerByCode): Promise<Result<AnsweredRequest, AnswerRefusal>>;
}

/** An address as the policy knows it; undefined for one that is none. */
function addressOf({ address }: AnswerByCode): Pick<Decider, 'address'> {
  if (address === null) return { address };
  const plain = plainAddress((address ?? '').replace(/%.*$/s, ''));
  return isIP(plain) === 0 ? {} : { address: plain };
}

/** The decisions of a service. */
export function createDecisions(context: ServiceContext): Decisions {
  const ports = decisionPorts(context);
  const decide = async (
    answer: AnswerByCode,
    decision: Decision,
    codeEntry: CodeEntry = 'linked',
  ): Promise<Result<AnsweredRequest, AnswerRefusal>> => {
    const account = await context.store.accounts.byId(answer.account);
    if (account === undefined) return refused({ kind: 'no-account' });
    const decider = { account, codeEntry, ...addressOf(answer) };
    const decided = await decideByCode(ports, answer.code, decider, decision);
    if (!decided.ok) return decided;
    const { protocol, clientId: client, requester } = decided.value;
    return accepted({ protocol, client, deviceInfo: requester.deviceInfo });
  };
  return {
    approve: ({ signedInAt, codeEntry, scopes, mayApprove = false, ...answer }) => {
      const approval = {
        answer: 'approve',
        approvedBy: null,
        mayApprove,
        ...(signedInAt === undefined ? {} : { signedInAt }),
        ...(scopes === undefined ? {} : { scopes }),
      } as const;
      // Nobody outside is a delegate, whatever a program without types says.
      return decide(answer, approval, codeEntry === 'typed' ? 'typed' : 'linked');
    },
    deny: (answer) => decide(answer, { answer: 'deny' }),
  };
}
