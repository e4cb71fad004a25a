import type { Resolved } from '../settings/resolve.ts';
import { checkCertificate } from './checks/certificate.ts';
import { checkClock } from './checks/clock.ts';
import { checkDisk } from './checks/disk.ts';
import { checkKeys } from './checks/keys.ts';
import { checkMail } from './checks/mail.ts';
import { checkPasskeys } from './checks/passkeys.ts';
import { checkProviders } from './checks/providers.ts';
import { checkPublicUrl } from './checks/public-url.ts';
import { checkService } from './checks/service.ts';
import { checkSettings } from './checks/settings.ts';
import { checkStore } from './checks/store.ts';
import type { Finding } from './finding.ts';

/** Looks at everything that a service hangs on, and changes nothing. Yields each finding as soon as there is one. */
export async function* examine(resolved: Resolved): AsyncGenerator<Finding> {
  const told = new Set<string>();
  for await (const finding of look(resolved)) {
    // A service says of its settings what the settings themselves say.
    if (finding.state === 'note' && told.has(finding.found)) continue;
    told.add(finding.found);
    yield finding;
  }
}

async function* look(resolved: Resolved): AsyncGenerator<Finding> {
  const { settings } = resolved;
  yield* await checkSettings(resolved);
  const { keys, finding } = await checkKeys(settings);
  yield finding;
  yield checkDisk(settings);
  const { findings, report, clocks } = await checkStore(settings, keys);
  yield* findings;
  yield* await checkService(settings, keys);
  const atUrl = await checkPublicUrl(settings, keys);
  yield* atUrl.findings;
  yield* await checkCertificate(settings.publicUrl, Date.now());
  const providers = await checkProviders(settings);
  yield* providers.findings;
  yield* checkClock([...clocks, ...atUrl.clocks, ...providers.clocks]);
  yield await checkMail(settings);
  yield checkPasskeys(settings, report);
}
