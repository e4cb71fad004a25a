// Who may see the pages of operators: admins who signed in lately. For everybody else there are none.
import { mayOperate, signInToOperate } from '../fresh-sign-in.ts';
import { posted, signedIn } from '../load-page.ts';
import { goTo, type PageHandler, type PageRequest, type SignedInPageRequest } from '../page-request.ts';
import { troublePage } from '../trouble.ts';
import type { Operator } from '../../../service/operate/operator.ts';

/** Whether the person of a request is an admin. */
const isByAdmin = ({ who }: PageRequest): boolean => who !== null && who.account.isAdmin && !who.account.isDisabled;

/** The admin of a request, for what is done on their word. */
export const operatorOf = ({ c, who }: SignedInPageRequest): Operator => ({
  admin: who.account.id,
  address: c.env.address,
});

/** The path of the page whose form was sent. */
const pageOf = (path: string): string => path.replace(/\/+$/, '').replace(/\/[^/]*$/, '');

function lately(handler: PageHandler<SignedInPageRequest>, withPowers: boolean): PageHandler<SignedInPageRequest> {
  return (pageRequest) => {
    if (mayOperate(pageRequest, withPowers)) return handler(pageRequest);
    const { pathname, search } = new URL(pageRequest.c.req.url);
    const here = pageRequest.c.req.method === 'POST' ? pageOf(pathname) : `${pathname}${withPowers ? '' : search}`;
    return goTo(pageRequest, signInToOperate(here, withPowers));
  };
}

/** A page of operators. A stale admin signs in again and comes back; everybody else gets the answer of a page that is not there. */
export function operated(handler: PageHandler<SignedInPageRequest>): PageHandler {
  const shown = signedIn(lately(handler, false));
  return (pageRequest) => (isByAdmin(pageRequest) ? shown(pageRequest) : troublePage(pageRequest, 'notFound'));
}

/**
 * A form of operators, likewise. The role is judged before anything of the form is, so that nobody else learns that it is there.
 *
 * @param withPowers it makes an admin, or shows a secret: it wants a sign-in of the last five minutes
 */
export function operatedForm(handler: PageHandler<SignedInPageRequest>, withPowers = false): PageHandler {
  const sent = posted(signedIn(lately(handler, withPowers)));
  return (pageRequest) => (isByAdmin(pageRequest) ? sent(pageRequest) : troublePage(pageRequest, 'notFound'));
}
