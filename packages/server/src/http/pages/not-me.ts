// Reports of requests and devices ("This was not me"), and the end of a block.
import type { Pin } from '../../domain/pin.ts';
import { reportGrant } from '../../service/blocks/report-grant.ts';
import { reportPin as report } from '../../service/blocks/report-pin.ts';
import type { Reporter } from '../../service/blocks/report-requester.ts';
import { unblock } from '../../service/blocks/unblock.ts';
import { showEnded } from './consent.ts';
import { readTicket } from './found.ts';
import { goTo, type SignedInPageRequest } from './page-request.ts';

const reporterOf = ({ c, who }: SignedInPageRequest): Reporter => ({ account: who.account, address: c.env.address });

/** Reports the requester of a denied pin, and redirects to the page about it. */
export async function reportPin(pageRequest: SignedInPageRequest, pin: Pin, ticket: string): Promise<Response> {
  const reported = await report(pageRequest.dependencies.context.ports, pin, reporterOf(pageRequest));
  if (!reported.ok) return showEnded(pageRequest, 'gone');
  return goTo(pageRequest, `/done?t=${ticket}${reported.value.blocked ? '' : '&unblocked'}`);
}

/** POST /not-me: after a denial. */
export async function reportDenied(pageRequest: SignedInPageRequest): Promise<Response> {
  const found = await readTicket(pageRequest, pageRequest.form.get('t'));
  return found === undefined ? showEnded(pageRequest, 'gone') : reportPin(pageRequest, found.pin, found.ticket);
}

/** POST /devices/not-me: unlinks a device and blocks it. */
export async function reportDevice(pageRequest: SignedInPageRequest): Promise<Response> {
  const { dependencies, form } = pageRequest;
  const reported = await reportGrant(dependencies.context.ports, form.get('id') ?? '', reporterOf(pageRequest));
  if (reported === undefined) return goTo(pageRequest, '/devices');
  return goTo(pageRequest, `/devices?done=${reported.blocked ? 'blocked' : 'revoked'}`);
}

/** POST /devices/unblock */
export async function unblockRequester(pageRequest: SignedInPageRequest): Promise<Response> {
  const { c, dependencies, who, form } = pageRequest;
  const gone = await unblock(dependencies.context.ports, form.get('id') ?? '', who.account.id, c.env.address);
  return goTo(pageRequest, gone ? '/devices?done=unblocked' : '/devices');
}
