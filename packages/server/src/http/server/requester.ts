import type { Requester } from '../../domain/pin.ts';
import type { ApiCall } from './route.ts';

/** Where a request for a pin comes from, as the pin remembers it. */
export function placeOf({
  context: { places },
  arrival: { address, hiddenBehind },
}: ApiCall): Pick<Requester, 'address' | 'hiddenBehind' | 'place'> {
  return { address, place: places.lookup(address), ...(hiddenBehind === undefined ? {} : { hiddenBehind }) };
}
