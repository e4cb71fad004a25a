import type { Address } from '../../domain/address.ts';
import type { PinPorts } from '../pins/pin-ports.ts';
import type { Blocks } from '../ports/blocks.ts';

/**
 * Removes a person's own block, and the report with it.
 *
 * @param account whose block it is
 * @param address the address of the request
 * @returns false when the account has no such block
 */
export async function unblock(
  { blocks, clock, events }: Pick<PinPorts, 'clock' | 'events'> & { readonly blocks: Blocks },
  id: string,
  account: string,
  address: Address,
): Promise<boolean> {
  const block = (await blocks.listFor(account, clock.now())).find((known) => known.id === id);
  if (block === undefined || !(await blocks.remove(id, account))) return false;
  await blocks.forgetReports(block.requesterKey, account);
  await events.note({ kind: 'unblocked', about: { protocol: null, clientId: null }, account, address });
  return true;
}
