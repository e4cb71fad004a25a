// "This was not me": said of a request or of a device, and taken back.
import { nameOf } from '../../domain/device-info.ts';
import type { Address } from '../../domain/address.ts';
import { requesterIdentityOf, senderOf } from '../../domain/requester-key.ts';
import type { Pin, Requester } from '../../domain/pin.ts';
import { reportRequester } from '../../service/blocks/report-requester.ts';
import { unblock } from '../../service/blocks/unblock.ts';
import { over, readTicket } from './question.ts';
import { goTo, type SignedInVisit } from './visit.ts';

const portsOf = ({ site }: SignedInVisit) => ({
  ...site.context.ports,
  blocks: site.context.store.blocks,
  budgets: site.context.store.budgets,
});

/**
 * The address to block a requester by. One that hides is blocked by what it hides behind only where the person is seen:
 * else that is most likely a proxy which nobody declared, and everybody comes through it.
 */
const knownBy = ({ c }: SignedInVisit, from: Pick<Requester, 'address' | 'hiddenBehind'>): Address =>
  c.env.address === null ? from.address : senderOf(from);

/** Reports whoever asked with a pin that was denied, and goes to the page about it. */
export async function reportPin(visit: SignedInVisit, pin: Pin, ticket: string): Promise<Response> {
  const { c, who } = visit;
  const { blocked } = await reportRequester(portsOf(visit), {
    requesterIdentity: { ...requesterIdentityOf(pin), address: knownBy(visit, pin.requester) },
    name: nameOf(pin.requester.deviceInfo),
    about: pin,
    account: who.account,
    address: c.env.address,
  });
  return goTo(visit, `/done?t=${ticket}${blocked ? '' : '&unblocked'}`);
}

/** POST /not-me: after a no. */
export async function reportDenied(visit: SignedInVisit): Promise<Response> {
  const found = await readTicket(visit, visit.form.get('t'));
  const state = found?.pin.state;
  if (found === undefined || state?.at !== 'denied' || state.by !== visit.who.account.id) return over(visit, 'gone');
  return reportPin(visit, found.pin, found.ticket);
}

/** POST /devices/not-me: unlinks a device and blocks it. */
export async function reportDevice(visit: SignedInVisit): Promise<Response> {
  const { c, site, who, form } = visit;
  const { grants, deviceKeys, clock } = site.context.ports;
  const id = form.get('id') ?? '';
  const grant = (await grants.listFor(who.account.id)).find((known) => known.id === id);
  if (grant === undefined) return goTo(visit, '/devices');
  const { protocol, clientId, keyThumbprint, deviceInfo } = grant;
  const key = keyThumbprint ?? (await deviceKeys.ofGrant(id, clientId))?.thumbprint ?? null;
  await grants.revoke(id, who.account.id, clock.now());
  const { blocked } = await reportRequester(portsOf(visit), {
    requesterIdentity: { protocol, clientId, key, address: knownBy(visit, grant) },
    name: nameOf(deviceInfo),
    about: { protocol, clientId, requester: { deviceInfo } },
    account: who.account,
    address: c.env.address,
  });
  return goTo(visit, `/devices?done=${blocked ? 'blocked' : 'revoked'}`);
}

/** POST /devices/unblock */
export async function unblockRequester(visit: SignedInVisit): Promise<Response> {
  const { c, who, form } = visit;
  const gone = await unblock(portsOf(visit), form.get('id') ?? '', who.account.id, c.env.address);
  return goTo(visit, gone ? '/devices?done=unblocked' : '/devices');
}
