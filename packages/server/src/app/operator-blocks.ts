// Adds, lists and removes the operator's blocks for everybody.
import { hash } from 'node:crypto';
import type { Address } from '../domain/address.ts';
import { requesterKeyOf } from '../domain/requester-key.ts';
import type { Protocol } from '../domain/pin.ts';
import type { Block } from '../service/ports/blocks.ts';
import type { Clock } from '../service/ports/clock.ts';
import { byCommand, type Events } from '../service/ports/events.ts';
import type { Random } from '../service/ports/random.ts';
import type { Store } from '../service/ports/store.ts';

/** The ports of this module. */
export interface BlockPorts {
  readonly store: Pick<Store, 'blocks'>;
  readonly events: Pick<Events, 'note'>;
  readonly clock: Clock;
  readonly random: Random;
}

/** A block with its short id. */
export interface ListedBlock extends Block {
  readonly shortId: string;
}

/** The requester to block: a key, or a client at an address. */
export type Blockable =
  { readonly key: string } | { readonly protocol: Protocol; readonly clientId: string; readonly address: string };

const listed = (block: Block): ListedBlock => ({ ...block, shortId: hash('sha256', block.id, 'hex').slice(0, 8) });

const note = (
  { events }: BlockPorts,
  kind: 'blocked' | 'unblocked',
  about: { readonly protocol: Protocol | null; readonly clientId: string | null; readonly address: Address },
): Promise<void> => events.note({ kind, about, account: null, address: about.address, by: byCommand });

/** Lists the active blocks for everybody, newest first. */
export async function listBlocks({ store, clock }: BlockPorts): Promise<readonly ListedBlock[]> {
  return (await store.blocks.listFor(null, clock.now())).map(listed);
}

/**
 * Blocks a requester for everybody. A running service applies it within a second.
 *
 * @param life in milliseconds
 */
export async function addBlock(ports: BlockPorts, whom: Blockable, life: number): Promise<ListedBlock> {
  const { store, clock, random } = ports;
  const asker =
    'key' in whom ? { protocol: 'plex' as const, clientId: '', address: null, ...whom } : { ...whom, key: null };
  const requesterKey = requesterKeyOf(asker);
  if (requesterKey === null) throw new TypeError('Nothing is known to block it by.');
  const at = clock.now();
  const name = 'key' in whom ? whom.key : whom.clientId;
  const block: Block = { id: random.id(), requesterKey, account: null, name, by: 'operator', at, until: at + life };
  await store.blocks.put(block);
  await note(ports, 'blocked', 'key' in whom ? { protocol: null, clientId: null, address: null } : whom);
  return listed(block);
}

/**
 * Removes a block for everybody.
 *
 * @param shortId as returned by {@link listBlocks}
 * @returns false if there is none
 */
export async function removeBlock(ports: BlockPorts, shortId: string): Promise<boolean> {
  const block = (await listBlocks(ports)).find((known) => known.shortId === shortId);
  if (block === undefined || !(await ports.store.blocks.remove(block.id, null))) return false;
  await note(ports, 'unblocked', { protocol: null, clientId: null, address: null });
  return true;
}
