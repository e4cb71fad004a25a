// Why somebody does not come in from a provider, as a page.
import type { ArrivalRefusal } from '../../accounts/elsewhere.ts';
import { arrivalView, type ArrivalTrouble } from '../../pages/views/arrival.ts';
import type { UpstreamFault } from '../../service/ports/upstream.ts';
import type { UpstreamProvider } from '../server/context.ts';
import { page, referenceOf, type PageRequest, type PageStatus } from './page-request.ts';

/** Says why somebody did not come in, and how they may go on. */
export function showTrouble(
  pageRequest: PageRequest,
  { provider }: UpstreamProvider,
  trouble: ArrivalTrouble,
  status: PageStatus = 422,
): Response | Promise<Response> {
  const { frame, dependencies } = pageRequest;
  const { passwords, name } = dependencies.context.settings;
  // Neither the code nor what else came along is repeated: the choice of a language leads to the sign-in page.
  const away = { ...frame, here: '/signin' };
  const reference = referenceOf(pageRequest, status);
  const state = { trouble, provider: provider.name, passwords, service: name, reference };
  return page(pageRequest, arrivalView(away, state), status);
}

/** What went wrong at the provider. */
export const faults: Readonly<Record<UpstreamFault, readonly [ArrivalTrouble, PageStatus]>> = {
  unreachable: ['unreachable', 503],
  denied: ['denied', 422],
  invalid: ['invalid', 422],
};

/** What went wrong here. */
export function troubleOf(refusal: ArrivalRefusal): ArrivalTrouble {
  switch (refusal.kind) {
    case 'not-admitted':
      return refusal.why;
    case 'no-account':
      return refusal.rule === 'invite' ? 'need-invite' : 'closed';
    case 'invite-gone':
      return 'invite-gone';
    case 'taken':
      return 'taken';
    case 'account-changed':
      return 'invalid';
  }
}
