import { keptShare } from '../../domain/issue-limits.ts';
import { publicIdRest } from '../../domain/pin.ts';
import type { PinPorts } from './pin-ports.ts';

/**
 * Deletes pins whose public id may be given again; if far more are stored than may wait, also those that ended first.
 *
 * @param limit the most to delete at once
 * @returns how many were deleted
 */
export async function sweepPins(
  { pins, clock, issuing }: Pick<PinPorts, 'pins' | 'clock' | 'issuing'>,
  limit: number,
): Promise<number> {
  const retentionCutoff = await pins.retentionCutoff(issuing.overall * keptShare);
  const now = clock.now();
  return pins.sweep(Math.max(now - publicIdRest, Math.min(now, retentionCutoff)), limit);
}
