import type { Ceremony, PasskeySignInRefusal } from '../../accounts/passkeys.ts';
import { secondStepView } from '../../pages/views/second-step.ts';
import { waitTime } from '../../pages/words/time.ts';
import { keepBrowserCookie, readBrowserCookie, readDeviceCookie } from './cookie.ts';
import { againOf } from './fresh-sign-in.ts';
import { localPath } from './local-path.ts';
import { goTo, page, type PageRequest, type PageStatus } from './page-request.ts';
import { placeOf, siteOf } from './passkey-place.ts';
import { renderSignIn, startSession } from './sign-in.ts';

/** Answers a script with a ceremony, or with where the page has to go. */
export const begun = ({ c }: PageRequest, ceremony: Ceremony | { readonly to: string }): Response =>
  c.json(ceremony, 'to' in ceremony ? 409 : 200);

/** POST /signin/passkey/options: what a script asks the browser's passkeys for. Changes nothing. */
export async function beginPasskeySignIn(pageRequest: PageRequest): Promise<Response> {
  const { c, dependencies, form, frame } = pageRequest;
  const { passkeyService, ports } = dependencies.context;
  const signIn = { to: `${frame.base}/signin` };
  const place = placeOf(pageRequest, keepBrowserCookie(c, ports.random));
  if (place === undefined) return begun(pageRequest, signIn);
  const step = form.get('step');
  if (step !== null) return begun(pageRequest, (await passkeyService.beginSecondStep(place, step)) ?? signIn);
  const again = againOf(pageRequest, localPath(form.get('next')));
  return begun(pageRequest, await passkeyService.beginSignIn(place, again?.account ?? null));
}

async function showStep(
  pageRequest: PageRequest,
  { step, next }: { readonly step: string; readonly next: string },
  error: string | null = null,
  status: PageStatus = 200,
): Promise<Response> {
  const { c, dependencies, frame } = pageRequest;
  if (!dependencies.context.passkeyService.isStep(step, readBrowserCookie(c) ?? '')) {
    return goTo(pageRequest, `/signin?next=${encodeURIComponent(next)}`);
  }
  const site = siteOf(pageRequest);
  const off = typeof site === 'string' ? frame.words.passkeys.off[site] : null;
  return page(pageRequest, secondStepView(frame, { step, next, error, off }), status);
}

/** GET /signin/passkey: the step after the password of an account that needs a passkey. */
export function showSecondStep(pageRequest: PageRequest): Promise<Response> {
  const { req } = pageRequest.c;
  return showStep(pageRequest, { step: req.query('step') ?? '', next: localPath(req.query('next')) });
}

/** Says why a passkey signed nobody in, where it was asked for. */
function refuse(pageRequest: PageRequest, refusal: PasskeySignInRefusal): Promise<Response> {
  const { c, form, frame } = pageRequest;
  const [step, next] = [form.get('step'), localPath(form.get('next'))];
  const again = (error: string, status: PageStatus): Promise<Response> =>
    step === null
      ? renderSignIn(pageRequest, { next, error }, status)
      : showStep(pageRequest, { step, next }, error, status);
  switch (refusal.kind) {
    case 'over-budget':
      c.header('retry-after', String(refusal.retryAfter));
      return again(frame.words.signIn.wait({ time: waitTime(refusal.retryAfter, frame) }), 429);
    case 'stale-challenge':
      return again(frame.words.passkeys.stale, 422);
    case 'wrong-passkey':
      return again(frame.words.passkeys.wrong, 422);
    case 'dismissed':
      return again(frame.words.passkeys.dismissed, 403);
  }
}

/** POST /signin/passkey */
export async function signInByPasskey(pageRequest: PageRequest): Promise<Response> {
  const { c, dependencies, form } = pageRequest;
  const place = placeOf(pageRequest, readBrowserCookie(c));
  if (place === undefined) return refuse(pageRequest, { kind: 'stale-challenge' });
  const given = { ticket: form.get('ticket') ?? '', answer: form.get('answer') ?? '' };
  const trace = { address: c.env.address, deviceCookie: readDeviceCookie(c) };
  const known = await dependencies.context.passkeyService.signIn(place, given, trace);
  if (!known.ok) return refuse(pageRequest, known.refusal);
  const { account, facts } = known.value;
  if (!(await startSession(pageRequest, account, facts))) return refuse(pageRequest, { kind: 'wrong-passkey' });
  return goTo(pageRequest, localPath(form.get('next')));
}
