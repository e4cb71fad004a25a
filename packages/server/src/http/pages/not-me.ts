// "This was not me": said of a request or of a device, and taken back.
import { nameOf } from '../../domain/device-info.ts';
import type { Address } from '../../domain/address.ts';
import { requesterIdentityOf, senderOf } from '../../domain/requester-key.ts';
import type { Pin, Requester } from '../../domain/pin.ts';
import { reportRequester } from '../../service/blocks/report-requester.ts';
import { unblock } from '../../service/blocks/unblock.ts';
import { showEnded, readTicket } from './consent.ts';
import { goTo, type SignedInPageRequest } from './page-request.ts';

/**
 * The address to block a requester by. One that hides is blocked by what it hides behind only where the person is seen:
 * else that is most likely a proxy which nobody declared, and everybody comes through it.
 */
const knownBy = ({ c }: SignedInPageRequest, from: Pick<Requester, 'address' | 'hiddenBehind'>): Address =>
  c.env.address === null ? from.address : senderOf(from);

/** Reports whoever asked with a pin that was denied, and goes to the page about it. */
export async function reportPin(pageRequest: SignedInPageRequest, pin: Pin, ticket: string): Promise<Response> {
  const { c, dependencies, who } = pageRequest;
  const { blocked } = await reportRequester(dependencies.context.ports, {
    requesterIdentity: { ...requesterIdentityOf(pin), address: knownBy(pageRequest, pin.requester) },
    name: nameOf(pin.requester.deviceInfo),
    about: pin,
    account: who.account,
    address: c.env.address,
  });
  return goTo(pageRequest, `/done?t=${ticket}${blocked ? '' : '&unblocked'}`);
}

/** POST /not-me: after a no. */
export async function reportDenied(pageRequest: SignedInPageRequest): Promise<Response> {
  const found = await readTicket(pageRequest, pageRequest.form.get('t'));
  const state = found?.pin.state;
  if (found === undefined || state?.at !== 'denied' || state.by !== pageRequest.who.account.id)
    return showEnded(pageRequest, 'gone');
  return reportPin(pageRequest, found.pin, found.ticket);
}

/** POST /devices/not-me: unlinks a device and blocks it. */
export async function reportDevice(pageRequest: SignedInPageRequest): Promise<Response> {
  const { c, dependencies, who, form } = pageRequest;
  const { ports } = dependencies.context;
  const { grants, deviceKeys, clock } = ports;
  const id = form.get('id') ?? '';
  const grant = (await grants.listFor(who.account.id)).find((known) => known.id === id);
  if (grant === undefined) return goTo(pageRequest, '/devices');
  const { protocol, clientId, keyThumbprint, deviceInfo } = grant;
  const key = keyThumbprint ?? (await deviceKeys.ofGrant(id, clientId))?.thumbprint ?? null;
  await grants.revoke(id, who.account.id, clock.now());
  const { blocked } = await reportRequester(ports, {
    requesterIdentity: { protocol, clientId, key, address: knownBy(pageRequest, grant) },
    name: nameOf(deviceInfo),
    about: { protocol, clientId, requester: { deviceInfo } },
    account: who.account,
    address: c.env.address,
  });
  return goTo(pageRequest, `/devices?done=${blocked ? 'blocked' : 'revoked'}`);
}

/** POST /devices/unblock */
export async function unblockRequester(pageRequest: SignedInPageRequest): Promise<Response> {
  const { c, dependencies, who, form } = pageRequest;
  const gone = await unblock(dependencies.context.ports, form.get('id') ?? '', who.account.id, c.env.address);
  return goTo(pageRequest, gone ? '/devices?done=unblocked' : '/devices');
}
