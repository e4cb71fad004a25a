import { readEmailAddress } from '../../domain/email-address.ts';
import { refuse } from './account.ts';
import { pathToInvite } from './invite-link.ts';
import { goTo, type SignedInPageRequest } from './page-request.ts';
import { troublePage } from './trouble.ts';

/** POST /account/invite: shows a link, or sends one to an address. */
export async function invite(pageRequest: SignedInPageRequest): Promise<Response> {
  const { dependencies, who, form } = pageRequest;
  const { registration } = dependencies.accountService;
  const { mail } = dependencies.context.ports;
  const typed = mail.isOn ? (form.get('to') ?? '') : '';
  if (typed !== '') {
    if (!registration.mayInvite(who.account)) return troublePage(pageRequest, 'forbidden');
    const address = readEmailAddress(typed);
    if (address === undefined) return refuse(pageRequest, 'invite', { kind: 'bad-email' }, { invitee: typed });
    const refusal = await mail.invite(address, who.account.id);
    if (refusal !== undefined) return refuse(pageRequest, 'invite', refusal, { invitee: typed });
    return goTo(pageRequest, '/account?done=invitedByMail');
  }
  const invited = await registration.inviteBy(who.account);
  return invited.ok
    ? goTo(pageRequest, pathToInvite(pageRequest, invited.value.secret))
    : troublePage(pageRequest, 'forbidden');
}
