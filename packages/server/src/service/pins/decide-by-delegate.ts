import type { Address } from '../../domain/address.ts';
import type { Bar } from '../../domain/approval-policy.ts';
import type { Grant } from '../../domain/grant.ts';
import type { Pin } from '../../domain/pin.ts';
import type { Refusal } from '../../domain/refusal.ts';
import { refused, type Result } from '../../domain/result.ts';
import type { CodeAttempts } from '../ports/code-attempts.ts';
import { decideByCode } from './decide-by-code.ts';
import type { Decider, Decision, DecisionPorts } from './decide-pin.ts';

/** A device that decides about another one's pin. */
export interface Delegate extends Pick<Decider, 'account'> {
  readonly grant: Pick<Grant, 'id' | 'mayApprove'>;
  readonly address: Address;
}

/** A decision that a delegate device passes on. */
export interface DelegatedDecision<Fault> {
  readonly answer: Decision['answer'];
  /** The code as it was parsed; a fault is returned only to a device that may decide. */
  readonly code: Result<string, Fault>;
}

/**
 * Decides about the pin with a code for the person whose device passes the code on. A device that it approves cannot
 * approve others in turn.
 *
 * @returns as {@link decideByCode}; `not-allowed` for a device that may not approve others, whatever the code is
 */
export async function decideByDelegate<Fault>(
  ports: DecisionPorts & { readonly codeAttempts: CodeAttempts },
  { account, grant, address }: Delegate,
  { answer, code }: DelegatedDecision<Fault>,
): Promise<Result<Pin, Refusal | Bar | { readonly kind: 'malformed'; readonly fault: Fault }>> {
  if (!grant.mayApprove) return refused({ kind: 'not-allowed' });
  if (!code.ok) return refused({ kind: 'malformed', fault: code.refusal });
  const decision: Decision = answer === 'approve' ? { answer, approvedBy: grant.id, mayApprove: false } : { answer };
  return decideByCode(ports, code.value, { account, address, codeEntry: 'delegate' }, decision);
}
