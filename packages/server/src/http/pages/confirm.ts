import { confirmView, linkGoneView, otherAccountView } from '../../pages/views/recovery.ts';
import { frameOfTrouble, goTo, page, type SignedInPageRequest } from './page-request.ts';

/** GET /confirm: the link in a mail. Opening it confirms nothing. */
export async function showConfirm(pageRequest: SignedInPageRequest): Promise<Response> {
  const { c, dependencies, who, frame } = pageRequest;
  const key = c.req.query('key') ?? '';
  const proof = await dependencies.accountService.recovery.findProof(key, who.account);
  if (proof === undefined) return page(pageRequest, linkGoneView(frameOfTrouble(pageRequest)), 404);
  if (proof === 'other-account') return page(pageRequest, otherAccountView(frame), 403);
  return page(pageRequest, confirmView(frame, key, proof.email));
}

/** POST /confirm */
export async function confirm(pageRequest: SignedInPageRequest): Promise<Response> {
  const { dependencies, who, form } = pageRequest;
  const isConfirmed = await dependencies.accountService.recovery.confirm(form.get('key') ?? '', who.account);
  return isConfirmed
    ? goTo(pageRequest, '/account?done=confirmed')
    : page(pageRequest, linkGoneView(frameOfTrouble(pageRequest)), 404);
}
