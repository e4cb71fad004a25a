import { givenNameOf } from '../../domain/device-info.ts';
import type { Approval } from '../../domain/pin.ts';
import { deviceKind } from '../../pages/device-kind.ts';
import { doneView, saidNoView } from '../../pages/views/done.ts';
import { overView } from '../../pages/views/over.ts';
import { findBlock } from '../../service/blocks/find-block.ts';
import { renameGrant } from '../../service/grants/rename-grant.ts';
import { shownHost } from './forward-url.ts';
import { readTicket } from './found.ts';
import { leadBack } from './lead-back.ts';
import type { Opened } from './tickets.ts';
import { goTo, page, type SignedInPageRequest } from './page-request.ts';

const nothing = (pageRequest: SignedInPageRequest): Response | Promise<Response> =>
  page(pageRequest, overView(pageRequest.frame, 'gone'), 404);

const forwardOf = ({ forward }: Opened) =>
  forward === null || forward === 'refused' ? forward : { ...forward, host: shownHost(forward.to) };

/** The approval that this person gave, if they gave one. */
async function approvalIn(pageRequest: SignedInPageRequest, ticket: string | null) {
  const found = await readTicket(pageRequest, ticket);
  if (found === undefined) return undefined;
  const { state } = found.pin;
  const approval: Approval | undefined =
    state.at === 'approved' || state.at === 'redeemed' ? state.approval : undefined;
  const mine = approval?.account === pageRequest.who.account.id ? approval : undefined;
  const saidNo = state.at === 'denied' && state.by === pageRequest.who.account.id ? state.why : null;
  return { ...found, approval: mine, saidNo };
}

/** GET /done */
export async function showDone(pageRequest: SignedInPageRequest): Promise<Response> {
  const { c, dependencies, who, frame } = pageRequest;
  const found = await approvalIn(pageRequest, c.req.query('t') ?? null);
  if (found === undefined) return nothing(pageRequest);
  const { via } = found.opened;
  if (via === 'browser') return leadBack(pageRequest, found.pin);
  if (found.saidNo !== null) {
    const blocked = (await findBlock(dependencies.context.ports, found.pin, who.account.id)) !== null;
    const report = blocked ? 'blocked' : c.req.query('unblocked') === undefined ? 'possible' : 'impossible';
    return page(pageRequest, saidNoView(frame, { via, why: found.saidNo, report, ticket: found.ticket }));
  }
  if (found.approval === undefined) return nothing(pageRequest);
  const { opened, pin, ticket, approval } = found;
  const grant = await dependencies.context.ports.grants.byId(approval.grantId);
  const view = doneView(frame, {
    ticket,
    kind: deviceKind(pin.requester.deviceInfo),
    via,
    name: grant?.name ?? null,
    saved: c.req.query('saved') !== undefined,
    forward: forwardOf(opened),
  });
  return page(pageRequest, view);
}

/** POST /done: renames the device. */
export async function nameDevice(pageRequest: SignedInPageRequest): Promise<Response> {
  const { dependencies, who, form } = pageRequest;
  const found = await approvalIn(pageRequest, form.get('t'));
  if (found?.approval === undefined) return nothing(pageRequest);
  const name = givenNameOf(form.get('name'));
  await renameGrant(dependencies.context.ports.grants, found.approval.grantId, who.account.id, name);
  return goTo(pageRequest, `/done?t=${found.ticket}&saved`);
}
