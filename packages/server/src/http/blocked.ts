import { askerOf, marksOf, type Asker } from '../domain/mark.ts';
import type { Pin } from '../domain/pin.ts';
import type { ServiceContext } from './context.ts';

/** Whether nobody here is asked by this requester. Waits for nothing. */
export const isRefused = ({ store, ports }: Pick<ServiceContext, 'store' | 'ports'>, asker: Asker): boolean =>
  marksOf(asker).some((mark) => store.blocks.refuses(mark, ports.clock.now()));

/**
 * Whether a pin is of a requester that is blocked.
 *
 * @param account who looks at it
 * @returns for whom it is blocked, or undefined
 */
export async function blockedFor(
  context: Pick<ServiceContext, 'store' | 'ports'>,
  pin: Pin,
  account: string,
): Promise<'you' | 'everybody' | undefined> {
  const asker = askerOf(pin);
  if (isRefused(context, asker)) return 'everybody';
  const { store, ports } = context;
  for (const mark of marksOf(asker)) {
    if ((await store.blocks.find(mark, account, ports.clock.now())) !== undefined) return 'you';
  }
  return undefined;
}
