import type { Logger } from 'pino';
import type { Settings } from '../config/settings.ts';
import { Delivery } from '../events/delivery.ts';
import { readSecret } from '../events/signature.ts';
import type { SafeFetch } from '../safe-fetch/safe-fetch.ts';
import type { Clock } from '../service/ports/clock.ts';
import type { Store } from '../service/ports/store.ts';
import { systemRandom } from './random.ts';

/** What webhooks are sent with. */
interface WebhookParts {
  readonly store: Pick<Store, 'outbox' | 'accounts'>;
  readonly clock: Clock;
  readonly outbound: Pick<SafeFetch, 'post'>;
  readonly log: Logger;
}

/** Delivers webhooks to the receiver that the settings name; undefined if they name none. */
export function createWebhooks(
  { webhookUrl: url, webhookSecrets }: Settings,
  { store: { outbox, accounts }, clock, outbound, log }: WebhookParts,
): Delivery | undefined {
  if (url === undefined) return undefined;
  return new Delivery({
    outbox,
    accounts,
    clock,
    name: systemRandom.id(),
    url,
    secrets: webhookSecrets.map(readSecret),
    post: (message) => outbound.post(message),
    onTrouble: (sentence) => log.warn(sentence),
  });
}
