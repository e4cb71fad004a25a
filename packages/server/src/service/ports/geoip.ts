import type { Address } from '../../domain/address.ts';
import type { Place } from '../../domain/place.ts';

/** Looks up where an address seems to be. */
export interface GeoIp {
  /** Null when nothing is known of the address. */
  lookup(address: Address): Place | null;
}
