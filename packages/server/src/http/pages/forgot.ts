import { forgotSentView, forgotView, type ForgotState } from '../../pages/views/recovery.ts';
import { waitTime } from '../../pages/words/time.ts';
import { goTo, page, type PageHandler, type PageRequest, type PageStatus } from './page-request.ts';
import { troublePage } from './trouble.ts';

/** Answers only where mail is sent; elsewhere there is no such page. */
export const withMail =
  <Of extends PageRequest>(handler: PageHandler<Of>): PageHandler<Of> =>
  (pageRequest) =>
    pageRequest.dependencies.context.ports.mail.isOn ? handler(pageRequest) : troublePage(pageRequest, 'notFound');

/** Answers only where a new password can be had by mail. */
export const withReset = (handler: PageHandler): PageHandler =>
  withMail((pageRequest) =>
    pageRequest.dependencies.context.settings.passwords ? handler(pageRequest) : troublePage(pageRequest, 'notFound'),
  );

/** GET /forgot */
export function showForgot(pageRequest: PageRequest): Response | Promise<Response> {
  const { c, frame } = pageRequest;
  if (c.req.query('done') === 'sent') return page(pageRequest, forgotSentView(frame));
  return page(pageRequest, forgotView(frame, { email: '', problem: null, error: null }));
}

/** POST /forgot: asks for a link to choose a new password. */
export async function askForReset(pageRequest: PageRequest): Promise<Response> {
  const { c, dependencies, form, frame } = pageRequest;
  const words = frame.words.recovery;
  const email = (form.get('email') ?? '').slice(0, 320);
  const again = async (news: Partial<ForgotState>, status: PageStatus): Promise<Response> =>
    page(pageRequest, forgotView(frame, { email, problem: null, error: null, ...news }), status);

  const asked = await dependencies.accountService.recovery.request(email, c.env.address);
  if (asked.ok) return goTo(pageRequest, '/forgot?done=sent');
  if (!('retryAfter' in asked.refusal)) return again({ problem: frame.words.field['bad-email'] }, 422);
  const { kind, retryAfter } = asked.refusal;
  c.header('retry-after', String(retryAfter));
  return kind === 'busy'
    ? again({ error: words.busy }, 503)
    : again({ error: words.wait({ time: waitTime(retryAfter, frame) }) }, 429);
}
