import type { NewEvent } from '../../service/ports/events.ts';
import type { ServiceContext } from './context.ts';

/** Who sent a request, as the audit log shows it. */
export type Sender = Pick<NewEvent, 'about' | 'account' | 'address'>;

/**
 * Notes a response of 429 in the audit log, for the API and the pages alike.
 *
 * @param senderOf called only for such a response
 */
export function noteThrottled(
  { ports }: Pick<ServiceContext, 'ports'>,
  { status }: { readonly status: number },
  senderOf: () => Sender,
): void {
  if (status === 429) void ports.events.note({ kind: 'throttled', ...senderOf() });
}
