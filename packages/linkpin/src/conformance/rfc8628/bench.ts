// Puts together what the checks of RFC 8628 work with.
import type { Bench } from '../bench.ts';
import { sampler } from '../sampler.ts';
import { freshCode, type OAuthBench, type OAuthTarget } from './device.ts';

/** A bench for one server. */
export function oauthBench(bench: Bench, target: OAuthTarget): OAuthBench {
  const own: OAuthBench = { ...bench, target, sample: sampler(bench, () => freshCode(own)) };
  return own;
}
