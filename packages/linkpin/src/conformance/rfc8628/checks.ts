// The checks of the profile `rfc8628`, in the order in which a sign-in meets them.
import type { Check } from '../check.ts';
import { answerChecks } from './answer.ts';
import { decisionChecks } from './decision.ts';
import type { OAuthBench } from './device.ts';
import { metadataChecks } from './metadata.ts';
import { pageChecks } from './page.ts';
import { pollingChecks } from './polling.ts';
import { refreshChecks } from './refresh.ts';
import { requestChecks } from './request.ts';

export const rfc8628Checks: readonly Check<OAuthBench>[] = [
  ...metadataChecks,
  ...requestChecks,
  ...answerChecks,
  ...pollingChecks,
  ...decisionChecks,
  ...refreshChecks,
  ...pageChecks,
];
