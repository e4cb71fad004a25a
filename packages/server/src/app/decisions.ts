import { isIP } from 'node:net';
import { plainAddress, type Address } from '../domain/address.ts';
import type { Bar, CodeEntry } from '../domain/approval-policy.ts';
import type { Pin } from '../domain/pin.ts';
import type { Refusal } from '../domain/refusal.ts';
import { accepted, refused, type Result } from '../domain/result.ts';
import type { ServiceContext } from '../http/server/context.ts';
import { decideByCode } from '../service/pins/decide-by-code.ts';
import type { Decider, Decision } from '../service/pins/decide-pin.ts';

/** An account's decision about the request with a code. */
export interface AnswerByCode {
  /** Id of the account. */
  readonly account: string;
  /** The code; capitals, spaces and dashes are ignored. */
  readonly code: string;
  /**
   * The person's IP address, such as `request.socket.remoteAddress`. If missing or invalid, the request counts as far away;
   * null means an unknown place.
   */
  readonly address?: Address;
}

/** An approval and the facts about it. A missing fact counts against it. */
export interface ApprovalByCode extends AnswerByCode {
  /** When the person signed in, in milliseconds since the epoch. If missing, the sign-in is not fresh. */
  readonly signedInAt?: number;
  /** `typed` if the person typed the code by hand. Default: `linked`. */
  readonly codeEntry?: Exclude<CodeEntry, 'delegate'>;
  /** The granted subset of the requested scopes. Default: all. Plex requests have none. */
  readonly scopes?: readonly string[];
  /** Whether the device may approve others; applies only if it requested that. Default: no. */
  readonly mayApprove?: boolean;
}

/** The requester that a decision was about. */
export interface AnsweredRequest extends Pick<Pin, 'protocol'>, Pick<Pin['requester'], 'deviceInfo'> {
  /** The OAuth client id or the plex client identifier. */
  readonly clientId: string;
}

/** Why a decision was refused. */
export type AnswerRefusal = Refusal | Bar | { readonly kind: 'no-account' };

/** Decisions by code, for programs with a consent page of their own. */
export interface Decisions {
  /**
   * Approves a request. Applies the same policy as the pages and the API, and counts a wrong code against the same limits.
   *
   * @returns the requester, or the reason for refusing: `not-found` for an unknown or expired code, `number-missing` if a
   *   number has to be matched, which only the page can do
   */
  approve(approval: ApprovalByCode): Promise<Result<AnsweredRequest, AnswerRefusal>>;
  /** Denies a request, within the same limits. The device is told. */
  deny(denial: AnswerByCode): Promise<Result<AnsweredRequest, AnswerRefusal>>;
}

/** What is known of a sign-in in the program around the service. */
const inApplication = { method: 'application', provider: null, acr: null, amr: [] } as const;

/** Normalizes the address; leaves it out if it is invalid. */
function addressOf({ address }: AnswerByCode): Pick<Decider, 'address'> {
  if (address === null) return { address };
  const plain = plainAddress((address ?? '').replace(/%.*$/s, ''));
  return isIP(plain) === 0 ? {} : { address: plain };
}

/** The decisions of a service. */
export function createDecisions({ ports }: Pick<ServiceContext, 'ports'>): Decisions {
  const decide = async (
    answer: AnswerByCode,
    decision: Decision,
    codeEntry: CodeEntry = 'linked',
  ): Promise<Result<AnsweredRequest, AnswerRefusal>> => {
    const account = await ports.accounts.byId(answer.account);
    if (account === undefined) return refused({ kind: 'no-account' });
    const decider = { account, codeEntry, ...addressOf(answer) };
    const decided = await decideByCode(ports, answer.code, decider, decision);
    if (!decided.ok) return decided;
    const { protocol, clientId, requester } = decided.value;
    return accepted({ protocol, clientId, deviceInfo: requester.deviceInfo });
  };
  return {
    approve: ({ signedInAt, codeEntry, scopes, mayApprove = false, ...answer }) => {
      const approval = {
        answer: 'approve',
        approvedBy: null,
        mayApprove,
        ...(signedInAt === undefined ? {} : { signedInAt, signIn: { ...inApplication, signedInAt } }),
        ...(scopes === undefined ? {} : { scopes }),
      } as const;
      // Checked at run time, too: `delegate` would need no fresh sign-in.
      return decide(answer, approval, codeEntry === 'typed' ? 'typed' : 'linked');
    },
    deny: (answer) => decide(answer, { answer: 'deny' }),
  };
}
