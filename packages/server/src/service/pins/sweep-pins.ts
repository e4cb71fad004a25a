import { keptShare } from '../../domain/issue-limits.ts';
import { publicIdRest } from '../../domain/pin.ts';
import type { PinPorts } from './pin-ports.ts';

/**
 * Forgets pins whose handle has rested long enough; when far more are kept than may wait, those that ended first.
 *
 * @param limit at most so many in one go
 * @returns how many were forgotten
 */
export async function sweepPins(
  { pins, clock, issuing }: Pick<PinPorts, 'pins' | 'clock' | 'issuing'>,
  limit: number,
): Promise<number> {
  const retentionCutoff = await pins.retentionCutoff(issuing.overall * keptShare);
  const now = clock.now();
  return pins.sweep(Math.max(now - publicIdRest, Math.min(now, retentionCutoff)), limit);
}
