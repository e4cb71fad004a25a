import type { CodeFormat } from '../../domain/code.ts';
import { senderOf } from '../../domain/requester-key.ts';
import type { PinResult } from '../../domain/refusal.ts';
import { accepted, refused } from '../../domain/result.ts';
import { isBlockedForEverybody } from '../blocks/find-block.ts';
import type { Blocks } from '../ports/blocks.ts';
import type { CodeAttempts } from '../ports/code-attempts.ts';
import type { Limits } from '../ports/limits.ts';
import type { PinPorts } from './pin-ports.ts';
import type { PinRequest } from './request-pin.ts';

/** What admitting a request for a pin needs from outside. */
export type AdmissionPorts = Pick<PinPorts, 'pins' | 'clock' | 'random' | 'issuing' | 'events'> & {
  readonly blocks: Pick<Blocks, 'find'>;
  readonly limits: Limits;
  readonly codeAttempts: Pick<CodeAttempts, 'formatFor'>;
};

/**
 * Admits a request for a pin, in every protocol: the requester is not blocked for everybody, and its network is within
 * its limit.
 *
 * @returns the format of the code for a request from there
 */
export async function admitRequest(
  ports: Pick<AdmissionPorts, 'blocks' | 'clock' | 'limits' | 'codeAttempts'>,
  {
    protocol,
    kind,
    clientId,
    requester,
    keyThumbprint,
    deviceKey,
    format,
  }: Pick<PinRequest, 'protocol' | 'kind' | 'clientId' | 'requester' | 'keyThumbprint' | 'deviceKey' | 'format'>,
): Promise<PinResult<CodeFormat>> {
  const key = keyThumbprint ?? deviceKey?.thumbprint ?? null;
  if (await isBlockedForEverybody(ports, { protocol, clientId, key, address: senderOf(requester) })) {
    return refused({ kind: 'not-allowed' });
  }
  const budget = await ports.limits.spend('issue', requester.address);
  if (!budget.ok) return budget;
  return accepted(ports.codeAttempts.formatFor(kind, format, requester.address));
}
