// Who has said yes before is not asked again, where the operator wants it so.
import type { Prompt } from '../../domain/authorization-request.ts';
import type { Pin } from '../../domain/pin.ts';
import { approvalSignInOf } from '../../domain/session.ts';
import { decidePin } from '../../service/pins/decide-pin.ts';
import { findConsent } from '../../service/pins/find-consent.ts';
import {
  draftAuthorization,
  storeDraft,
  type RedirectAuthorization,
} from '../../service/pins/request-authorization.ts';
import { keepBrowserCookie } from './cookie.ts';
import { requesterOf } from './found.ts';
import type { SignedInPageRequest } from './page-request.ts';

/** What a client says that wants its person to be asked in any case. */
const asksInAnyCase: readonly Prompt[] = ['consent', 'select_account'];

/** An answer that was remembered. */
export interface Remembered {
  /** The approved pin. */
  readonly pin: Pin;
  /** The id of the browser, which may have got it just now. */
  readonly browser: string;
}

/**
 * Answers a request as its person did before, by the same policy as every approval. It rests on the grant of that answer: the
 * store adds none to one that was revoked meanwhile, and both end together.
 *
 * @returns undefined if the person has to be asked
 */
export async function answerAsBefore(
  pageRequest: SignedInPageRequest,
  authorization: RedirectAuthorization,
): Promise<Remembered | undefined> {
  const { c, dependencies, who } = pageRequest;
  const { ports } = dependencies.context;
  if (authorization.prompt.some((prompt) => asksInAnyCase.includes(prompt))) return undefined;
  const client = await ports.oauthClients.byId(authorization.clientId);
  const { account, session } = who;
  const before = client && (await findConsent(ports, client, account.id, authorization.authorizationRequest));
  if (before === undefined) return undefined;
  const browser = keepBrowserCookie(c, ports.random);
  const draft = draftAuthorization(ports, authorization, ports.keys.hash(browser));
  const stored = await storeDraft(ports, draft, await requesterOf(pageRequest, draft));
  if (!stored.ok) return undefined;
  const decider = { account, address: c.env.address, codeEntry: 'browser' } as const;
  const decided = await decidePin(ports, stored.value, decider, {
    answer: 'approve',
    signedInAt: session.signedInAt,
    signIn: approvalSignInOf(session),
    approvedBy: before.id,
    mayApprove: false,
    opens: true,
  });
  return decided.ok ? { pin: decided.value, browser } : undefined;
}
