import type { Requester } from '../../domain/pin.ts';
import type { ApiCall } from './route.ts';

/** The origin of a request for a pin, as the pin stores it. */
export function placeOf({
  context: { geoip },
  requestContext: { address, hiddenBehind },
}: ApiCall): Pick<Requester, 'address' | 'hiddenBehind' | 'place'> {
  return { address, place: geoip.lookup(address), ...(hiddenBehind === undefined ? {} : { hiddenBehind }) };
}
