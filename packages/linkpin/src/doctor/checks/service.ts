import type { SecretKey, Settings } from '@linkpin/server';
import { Failure } from '../../failure.ts';
import { askHealth, localUrlOf } from '../../serve/ask-health.ts';
import { findingsOf, type Finding } from '../finding.ts';
import { meet } from '../meet.ts';

const { ok, note, wrong } = findingsOf('service');

/** Whether a service runs on this machine, works, and has these keys. */
export async function checkService(settings: Settings, keys: readonly SecretKey[]): Promise<readonly Finding[]> {
  const url = localUrlOf(settings);
  try {
    const { ready, warnings } = await askHealth(url);
    if (!ready) return [wrong(`It runs at ${url}, and its store does not answer.`, 'Its log says why.')];
    const met = keys.length === 0 ? undefined : await meet(url, keys);
    if (met?.met === 'other-keys') {
      const mend = 'Name its data folder with --data, or start it again if its keys were changed.';
      return [wrong(`What runs at ${url} has other secret keys than these settings lead to.`, mend)];
    }
    return [ok(`It runs at ${url}, and is ready.`), ...warnings.map((sentence) => note(sentence))];
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return [note(error.message)];
  }
}
