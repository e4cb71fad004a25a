import type { Address } from '../../domain/address.ts';
import { isExpired, type Pin, type RedeemedPin } from '../../domain/pin.ts';
import type { Refusal } from '../../domain/refusal.ts';
import { accepted, refused, type Result } from '../../domain/result.ts';
import {
  redeemApproved,
  revokeReplayed,
  type IssueTokens,
  type RedeemPorts,
  type UsedBefore,
} from './redeem-approved.ts';

/** A token request with an authorization code (RFC 6749 §4.1.3). */
export interface CodeExchange<Fault = never> {
  readonly code: string;
  readonly clientId: string;
  readonly redirectUri: string;
  /** RFC 7636 §4.5. */
  readonly codeVerifier: string;
  /** Thumbprint of the key that this request proves, or null. */
  readonly provenKey: string | null;
  readonly reader: Address;
  /** Uses up what the request proves by, before tokens are given out for it; default: nothing. */
  readonly useUp?: () => Promise<Result<undefined, Fault>>;
}

/** Whether a request shows all that the code is bound to but its key: client, redirect URI and verifier. */
function isBoundTo(
  { keys }: Pick<RedeemPorts, 'keys'>,
  { clientId, redirect, authorizationRequest }: Pin,
  exchange: CodeExchange<unknown>,
): boolean {
  return (
    clientId === exchange.clientId &&
    redirect?.uri === exchange.redirectUri &&
    authorizationRequest?.codeChallenge === keys.hash(exchange.codeVerifier)
  );
}

/** No code that this request may redeem. Which of the reasons it was is not told. */
const noCode = refused({ kind: 'not-found' } as const);

/**
 * Redeems an authorization code, exactly once (RFC 6749 §4.1.2): a second use by whoever could have redeemed it revokes what
 * the first one got.
 *
 * @param issue makes the token response
 * @returns the body of the token response
 */
export async function redeemAuthorizationCode<Fault = never>(
  ports: RedeemPorts,
  exchange: CodeExchange<Fault>,
  issue: IssueTokens,
): Promise<Result<string, Refusal | UsedBefore<Fault>>> {
  const startedAt = ports.clock.now();
  const { code, provenKey, reader } = exchange;
  const pin = await ports.pins.byPublicId('oauth', ports.keys.hash(code));
  if (pin === undefined || !isBoundTo(ports, pin, exchange)) return noCode;
  const replayed = { startedAt, reader, fact: 'authorization-code' } as const;
  if (pin.state.at === 'redeemed') {
    await revokeReplayed(ports, pin as RedeemedPin, replayed);
    return noCode;
  }
  if (pin.state.at !== 'approved' || isExpired(pin, startedAt)) return noCode;
  const used = (await exchange.useUp?.()) ?? accepted(undefined);
  if (!used.ok) return refused({ kind: 'used-before', fault: used.refusal });
  const redeemed = await redeemApproved(ports, pin, { provenKey, reader, sealAnswer: () => null }, issue);
  if (redeemed.ok || redeemed.refusal.kind === 'wrong-key' || redeemed.refusal.kind === 'busy') return redeemed;
  const now = await ports.pins.byId(pin.id);
  if (now?.state.at === 'redeemed') await revokeReplayed(ports, now as RedeemedPin, replayed);
  return noCode;
}
