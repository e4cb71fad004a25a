import type { Undo } from '../../accounts/mail-links.ts';
import { linkGoneView, undoneView, undoView, type UndoState } from '../../pages/views/recovery.ts';
import { reportGrant } from '../../service/blocks/report-grant.ts';
import { nameOf } from '../../domain/device-info.ts';
import type { Account } from '../../service/ports/accounts.ts';
import { frameOfTrouble, page, type PageRequest } from './page-request.ts';

const gone = (pageRequest: PageRequest): Response | Promise<Response> =>
  page(pageRequest, linkGoneView(frameOfTrouble(pageRequest)), 404);

/** What the page says is to be undone; undefined for a device that is unlinked already. */
async function stateOf(
  { dependencies }: PageRequest,
  { undo, account: { id, username } }: { readonly undo: Undo; readonly account: Account },
): Promise<UndoState | undefined> {
  if (undo.of !== 'device') return { of: undo.of, username };
  const grant = await dependencies.context.store.grants.byId(undo.grant);
  return grant?.account === id ? { of: 'device', username, device: nameOf(grant.deviceInfo) } : undefined;
}

/** GET /undo: "This was not me" in a mail. Opening it undoes nothing. */
export async function showUndo(pageRequest: PageRequest): Promise<Response> {
  const key = pageRequest.c.req.query('key') ?? '';
  const found = await pageRequest.dependencies.accountService.recovery.findUndo(key);
  const state = found && (await stateOf(pageRequest, found));
  return state === undefined ? gone(pageRequest) : page(pageRequest, undoView(pageRequest.frame, key, state));
}

/** POST /undo: works without a session, and starts none. */
export async function undo(pageRequest: PageRequest): Promise<Response> {
  const { c, dependencies, form, frame } = pageRequest;
  const { recovery, browsers } = dependencies.accountService;
  const found = await recovery.findUndo(form.get('key') ?? '');
  if (found === undefined) return gone(pageRequest);
  const { undo: what, account } = found;
  switch (what.of) {
    case 'device': {
      const reporter = { account, address: c.env.address };
      const reported = await reportGrant(dependencies.context.ports, what.grant, reporter);
      if (reported === undefined) return gone(pageRequest);
      // Whoever linked it may be signed in.
      await browsers.endAll(account.id);
      return page(pageRequest, undoneView(frame, 'device'));
    }
    case 'password':
      return (await recovery.undoPassword(what)) ? page(pageRequest, undoneView(frame, 'password')) : gone(pageRequest);
    case 'address': {
      const restored = await recovery.undoAddress(what);
      if (restored === undefined) return gone(pageRequest);
      return page(pageRequest, undoneView(frame, restored.email === null ? 'address-gone' : 'address'));
    }
  }
}
