import type { Requester } from '../../domain/pin.ts';
import type { ApiCall } from './route.ts';

/** Where a request for a pin comes from, as the pin remembers it. */
export function placeOf({
  context: { geoip },
  requestContext: { address, hiddenBehind },
}: ApiCall): Pick<Requester, 'address' | 'hiddenBehind' | 'place'> {
  return { address, place: geoip.lookup(address), ...(hiddenBehind === undefined ? {} : { hiddenBehind }) };
}
