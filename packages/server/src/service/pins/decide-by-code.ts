import type { Pin } from '../../domain/pin.ts';
import type { Bar } from '../../domain/approval-policy.ts';
import type { Refusal } from '../../domain/refusal.ts';
import type { Result } from '../../domain/result.ts';
import { enterCode } from './enter-code.ts';
import { openPin } from './open-code.ts';
import type { CodeAttempts } from '../ports/code-attempts.ts';
import { decidePin, type Decider, type Decision, type DecisionPorts } from './decide-pin.ts';

/**
 * Decides about the pin with a code, within the budget of code attempts. A pin that stays undecided is opened
 * nevertheless.
 *
 * @param code as the person or the delegate device entered it
 * @returns as {@link decidePin}, or `not-found` if no pin has the code or the attempt does not reach it
 */
export function decideByCode(
  ports: DecisionPorts & { readonly codeAttempts: CodeAttempts },
  code: string,
  decider: Decider,
  decision: Decision,
): Promise<Result<Pin, Refusal | Bar>> {
  const { account, address = null } = decider;
  const entry = { typed: code, clientId: null, session: null, account, address };
  return enterCode<Refusal | Bar>(ports, entry, async (pin) => {
    if (decision.answer === 'deny') {
      const opened = await openPin(ports, pin, account.id, { address });
      return opened.ok ? decidePin(ports, opened.value, decider, decision) : opened;
    }
    const decided = await decidePin(ports, pin, decider, { ...decision, opens: true });
    if (decided.ok) return decided;
    const opened = await openPin(ports, pin.id, account.id, { address });
    return opened.ok ? decided : opened;
  });
}
