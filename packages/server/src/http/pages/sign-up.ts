import { faultsOf, type Applicant, type Entitlement } from '../../accounts/registration.ts';
import type { AccountRefusal } from '../../accounts/refusal.ts';
import {
  unavailableView,
  setUpView,
  signUpView,
  type FieldProblem,
  type NewAccountState,
} from '../../pages/views/sign-in.ts';
import type { Html } from '../../pages/frame.ts';
import { waitTime } from '../../pages/words/time.ts';
import { localPath } from './local-path.ts';
import { byPasswordAt } from '../../domain/session.ts';
import { providerButtons, startSession } from './sign-in.ts';
import { frameOfTrouble, goTo, page, type PageRequest } from './page-request.ts';
import { troublePage } from './trouble.ts';

const blank: NewAccountState = { username: '', email: '', problems: [], error: null };

/** How one kind of sign-up shows its form, and how it refuses. */
interface SignUpForm {
  readonly entitlement: Entitlement;
  readonly form: (state: NewAccountState) => Html;
  readonly closed: 'inviteGone' | 'needInvite' | 'closed' | 'setUpOver';
  readonly next: string;
}

const applicantIn = ({ form }: PageRequest): Applicant => ({
  username: form.get('username') ?? '',
  email: form.get('email'),
  password: form.get('password') ?? '',
});

/** All problems at once, so that nobody has to submit the form again to learn of the next one. */
function allFaults(first: FieldProblem, applicant: Applicant): readonly FieldProblem[] {
  return [first, ...faultsOf(applicant).filter((fault) => fault !== first)];
}

/** Shows the form again, with its problems. */
function refuse(
  pageRequest: PageRequest,
  signUpForm: SignUpForm,
  refusal: AccountRefusal,
): Response | Promise<Response> {
  const { form, c, frame } = pageRequest;
  const words = frame.words.signIn;
  const given = { username: form.get('username') ?? '', email: form.get('email') ?? '', problems: [] };
  switch (refusal.kind) {
    case 'busy':
      c.header('retry-after', String(refusal.retryAfter));
      return page(pageRequest, signUpForm.form({ ...given, error: words.busy }), 503);
    case 'over-budget':
      c.header('retry-after', String(refusal.retryAfter));
      return page(
        pageRequest,
        signUpForm.form({ ...given, error: words.wait({ time: waitTime(refusal.retryAfter, frame) }) }),
        429,
      );
    case 'invite-gone':
    case 'set-up-over':
    case 'closed':
    case 'wrong-sign-in':
    case 'stale-sign-in':
      return page(pageRequest, unavailableView(frameOfTrouble(pageRequest), signUpForm.closed), 404);
    default:
      return page(
        pageRequest,
        signUpForm.form({ ...given, problems: allFaults(refusal.kind, applicantIn(pageRequest)), error: null }),
        422,
      );
  }
}

/** Shows the form if its invite or setup token is good. */
async function show(pageRequest: PageRequest, signUpForm: SignUpForm): Promise<Response> {
  const entitled = await pageRequest.dependencies.accountService.registration.check(signUpForm.entitlement);
  return entitled.ok
    ? page(pageRequest, signUpForm.form(blank))
    : page(pageRequest, unavailableView(frameOfTrouble(pageRequest), signUpForm.closed), 404);
}

async function enter(pageRequest: PageRequest, signUpForm: SignUpForm): Promise<Response> {
  if (!pageRequest.dependencies.context.settings.passwords) return troublePage(pageRequest, 'forbidden');
  const { dependencies, c } = pageRequest;
  const made = await dependencies.accountService.signUp(
    applicantIn(pageRequest),
    signUpForm.entitlement,
    c.env.address,
  );
  if (!made.ok) return refuse(pageRequest, signUpForm, made.refusal);
  await dependencies.context.store.accounts.setLanguage(made.value.id, pageRequest.frame.language.tag);
  return goTo(
    pageRequest,
    (await startSession(pageRequest, made.value, byPasswordAt(pageRequest.frame.now))) ? signUpForm.next : '/signin',
  );
}

function openSignUpForm(pageRequest: PageRequest, invite: string | null, next: string): SignUpForm {
  const { frame, dependencies } = pageRequest;
  const providers = providerButtons(pageRequest, { next, invite: invite ?? undefined });
  const { registration } = dependencies.accountService;
  return {
    entitlement: invite === null ? { by: 'anyone' } : { by: 'invite', secret: invite },
    form: (state) =>
      signUpView(frame, { invite, next, passwords: dependencies.context.settings.passwords, providers }, state),
    closed: invite !== null ? 'inviteGone' : registration.rule === 'invite' ? 'needInvite' : 'closed',
    next,
  };
}

const setUpForm = ({ frame }: PageRequest, token: string): SignUpForm => ({
  entitlement: { by: 'set-up', token },
  form: (state) => setUpView(frame, token, state),
  closed: 'setUpOver',
  next: '/link',
});

/** GET /signup: with the secret of an invite, or without one if anybody may sign up. */
export function showSignUp(pageRequest: PageRequest): Promise<Response> {
  const { c } = pageRequest;
  return show(pageRequest, openSignUpForm(pageRequest, c.req.query('invite') ?? null, localPath(c.req.query('next'))));
}

/** POST /signup */
export function signUp(pageRequest: PageRequest): Promise<Response> {
  return enter(
    pageRequest,
    openSignUpForm(pageRequest, pageRequest.form.get('invite'), localPath(pageRequest.form.get('next'))),
  );
}

/** GET /setup: the set-up link. Opening it does not use it up. `key`, the former name of its parameter, works until 0.2. */
export function showSetUp(pageRequest: PageRequest): Promise<Response> {
  const { req } = pageRequest.c;
  return show(pageRequest, setUpForm(pageRequest, req.query('token') ?? req.query('key') ?? ''));
}

/** POST /setup */
export function setUp(pageRequest: PageRequest): Promise<Response> {
  const { form } = pageRequest;
  return enter(pageRequest, setUpForm(pageRequest, form.get('setupToken') ?? form.get('key') ?? ''));
}
