import type { Refusal } from '../../domain/refusal.ts';
import { enterCode } from '../../service/pins/enter-code.ts';
import { keepBrowserCookie } from './cookie.ts';
import { ticketsOf, type Asked } from './tickets.ts';
import { goTo, type SignedInPageRequest } from './page-request.ts';

/**
 * Redirects to the consent page of the pin that somebody asks for.
 *
 * @param refuse renders the page if there is nothing to decide
 */
export async function openRequested(
  pageRequest: SignedInPageRequest,
  asked: Asked,
  refuse: (refusal: Refusal) => Response | Promise<Response>,
): Promise<Response> {
  const { c, dependencies, who } = pageRequest;
  const { ports } = dependencies.context;
  const { code, clientId, via, typed, forward } = asked;
  const entry = { typed: code, clientId, account: who.account, session: who.session.hash, address: c.env.address };
  const found = await enterCode(ports, entry);
  if (!found.ok) return refuse(found.refusal);
  const browser = keepBrowserCookie(c, ports.random);
  const ticket = ticketsOf(ports).sealOpened({ pin: found.value.id, via, typed, forward }, who, browser);
  return goTo(pageRequest, `/pin?t=${ticket}`);
}
