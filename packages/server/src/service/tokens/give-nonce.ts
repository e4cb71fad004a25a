import type { Address } from '../../domain/address.ts';
import type { PinResult } from '../../domain/refusal.ts';
import { accepted } from '../../domain/result.ts';
import type { Limits } from '../ports/limits.ts';
import type { Nonces } from '../ports/nonces.ts';

/** Issues a nonce to anybody, within the rate limit of their network. */
export async function giveNonce(
  { limits, nonces }: { readonly limits: Limits; readonly nonces: Pick<Nonces, 'make'> },
  address: Address,
): Promise<PinResult<string>> {
  const budget = await limits.spend('nonce', address);
  return budget.ok ? accepted(nonces.make()) : budget;
}
