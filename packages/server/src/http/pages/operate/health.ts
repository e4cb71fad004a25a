import { healthView } from '../../../pages/views/operate/health.ts';
import { page, type SignedInPageRequest } from '../page-request.ts';

/** GET /operate/health */
export async function showHealth(pageRequest: SignedInPageRequest): Promise<Response> {
  const { dependencies, frame } = pageRequest;
  const { store, settings, ports, warnings, storeFault } = dependencies.context;
  const [fault, outbox, mails] = await Promise.all([
    storeFault(),
    settings.webhookUrl === undefined ? null : store.outbox.status(),
    ports.mail.isOn ? store.mailQueue.status() : null,
  ]);
  const view = healthView(frame, {
    isStoreWorking: fault === undefined,
    warnings: warnings(),
    webhooks: outbox,
    mails: mails === null ? null : { waiting: mails.waiting, dropped: null, isOff: false },
    workers: settings.workers,
    startedAt: ports.startedAt,
  });
  return page(pageRequest, view);
}
