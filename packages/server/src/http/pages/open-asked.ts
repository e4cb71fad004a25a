import { foldCode } from '../../pins/code.ts';
import type { Pin } from '../../pins/pin.ts';
import type { PinResult, Refusal } from '../../pins/refusal.ts';
import { refused } from '../../pins/result.ts';
import { openCode } from '../../service/open-code.ts';
import { accountKey, networkKey } from '../budget-keys.ts';
import { createTickets, type Asked } from './tickets.ts';
import { goTo, type SignedInVisit } from './visit.ts';

/** Spends a guess and looks. Every entrance that tests a code comes through here. */
async function look({ c, site, who }: SignedInVisit, { code, holder }: Asked): Promise<PinResult<Pin>> {
  const { ports, limits } = site.context;
  const allowed = await limits.spend('code-entry', [accountKey(who.account.id), networkKey(c.env.address)]);
  if (!allowed.ok) return allowed;
  if (holder !== null) {
    const pin = await ports.pins.byCode(foldCode(code), ports.clock.now());
    if (pin?.dialect !== 'plex' || pin.holder !== holder) return refused({ kind: 'not-found' });
  }
  return openCode(ports, code, who.account.id, who.session.hash);
}

/**
 * Goes to the question about the pin that somebody asks for.
 *
 * @param refuse the page for when there is nothing to decide
 */
export async function openAsked(
  visit: SignedInVisit,
  asked: Asked,
  refuse: (refusal: Refusal) => Response | Promise<Response>,
): Promise<Response> {
  const found = await look(visit, asked);
  if (!found.ok) return refuse(found.refusal);
  const { via, forward } = asked;
  const ticket = createTickets(visit.site.context.ports).sealOpened({ pin: found.value.key, via, forward }, visit.who);
  return goTo(visit, `/pin?t=${ticket}`);
}
