import { unavailableView, resetView, type ResetState } from '../../pages/views/sign-in.ts';
import { waitTime } from '../../pages/words/time.ts';
import { troublePage } from './trouble.ts';
import { frameOfTrouble, goTo, page, type PageStatus, type PageRequest } from './page-request.ts';

const gone = (pageRequest: PageRequest): Response | Promise<Response> =>
  page(
    pageRequest,
    unavailableView(
      frameOfTrouble(pageRequest),
      pageRequest.dependencies.context.ports.mail.isOn ? 'resetGoneMail' : 'resetGone',
    ),
    404,
  );

async function show(
  pageRequest: PageRequest,
  key: string,
  news: Partial<ResetState> = {},
  status: PageStatus = 200,
): Promise<Response> {
  if (!pageRequest.dependencies.context.settings.passwords) return troublePage(pageRequest, 'forbidden');
  const account = await pageRequest.dependencies.accountService.resets.find(key);
  if (account === undefined) return gone(pageRequest);
  const plain = { username: account.username, problem: null, error: null };
  return page(pageRequest, resetView(pageRequest.frame, key, { ...plain, ...news }), status);
}

/** GET /reset: the link from the operator. Opening it does not use it up. */
export function showReset(pageRequest: PageRequest): Promise<Response> {
  return show(pageRequest, pageRequest.c.req.query('key') ?? '');
}

/** POST /reset */
export async function resetPassword(pageRequest: PageRequest): Promise<Response> {
  const { c, dependencies, form, frame } = pageRequest;
  if (!dependencies.context.settings.passwords) return troublePage(pageRequest, 'forbidden');
  const key = form.get('key') ?? '';
  const changed = await dependencies.accountService.resetPassword(key, form.get('password') ?? '', c.env.address);
  if (changed === undefined) return gone(pageRequest);
  if (changed.ok) return goTo(pageRequest, `/signin?done=reset&name=${encodeURIComponent(changed.value.username)}`);
  if ('retryAfter' in changed.refusal) {
    const { kind, retryAfter } = changed.refusal;
    c.header('retry-after', String(retryAfter));
    return kind === 'busy'
      ? show(pageRequest, key, { error: frame.words.signIn.busy }, 503)
      : show(pageRequest, key, { error: frame.words.signIn.wait({ time: waitTime(retryAfter, frame) }) }, 429);
  }
  const problem = changed.refusal.kind === 'long-password' ? 'long-password' : 'short-password';
  return show(pageRequest, key, { problem }, 422);
}
