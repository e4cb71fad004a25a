import { faultsOf, type Applicant, type Entitlement } from '../../accounts/registration.ts';
import type { PeopleRefusal } from '../../accounts/refusal.ts';
import {
  closedDoorView,
  setUpView,
  signUpView,
  type FieldProblem,
  type NewAccountState,
} from '../../pages/views/door.ts';
import type { Html } from '../../pages/frame.ts';
import { doorWords as words } from '../../pages/words/en.ts';
import { waitTime } from '../../pages/words/time.ts';
import { localPath } from './local-path.ts';
import { letIn } from './sign-in.ts';
import { goTo, page, type Visit } from './visit.ts';

const blank: NewAccountState = { username: '', email: '', problems: [], error: null };

/** How one kind of newcomer is shown the form, and the door that is closed. */
interface Door {
  readonly entitlement: Entitlement;
  readonly form: (state: NewAccountState) => Html;
  /** Whether the entitlement stands; asked before anything is counted, so that nobody else uses the budget up. */
  readonly isOpen: () => Promise<boolean>;
  readonly closed: 'inviteGone' | 'needInvite' | 'closed' | 'setUpOver';
  readonly next: string;
}

const applicantIn = ({ form }: Visit): Applicant => ({
  username: form.get('username') ?? '',
  email: form.get('email'),
  password: form.get('password') ?? '',
});

/** Nobody should have to send the form again to hear of the next mistake. */
function allFaults(first: FieldProblem, applicant: Applicant): readonly FieldProblem[] {
  return [first, ...faultsOf(applicant).filter((fault) => fault !== first)];
}

/** What is wrong, on the form that it is wrong with. */
function refuse(visit: Visit, door: Door, refusal: PeopleRefusal): Response | Promise<Response> {
  const { form, c } = visit;
  const given = { username: form.get('username') ?? '', email: form.get('email') ?? '', problems: [] };
  switch (refusal.kind) {
    case 'busy':
      c.header('retry-after', String(refusal.retryAfter));
      return page(visit, door.form({ ...given, error: words.busy }), 503);
    case 'over-budget':
      c.header('retry-after', String(refusal.retryAfter));
      return page(visit, door.form({ ...given, error: words.wait(waitTime(refusal.retryAfter)) }), 429);
    case 'invite-gone':
    case 'set-up-over':
    case 'closed':
    case 'wrong-sign-in':
      return page(visit, closedDoorView(visit.frame, door.closed), 404);
    default:
      return page(
        visit,
        door.form({ ...given, problems: allFaults(refusal.kind, applicantIn(visit)), error: null }),
        422,
      );
  }
}

async function enter(visit: Visit, door: Door): Promise<Response> {
  const { site, c } = visit;
  if (!(await door.isOpen())) return page(visit, closedDoorView(visit.frame, door.closed), 404);
  const waits = await site.people.admit(c.env.address);
  if (waits !== undefined) return refuse(visit, door, waits);
  const made = await site.people.registration.register(applicantIn(visit), door.entitlement);
  if (!made.ok) return refuse(visit, door, made.refusal);
  return goTo(visit, (await letIn(visit, made.value)) ? door.next : '/signin');
}

function signUpDoor({ frame, site }: Visit, invite: string | null, next: string): Door {
  const { registration } = site.people;
  return {
    entitlement: invite === null ? { by: 'anyone' } : { by: 'invite', secret: invite },
    form: (state) => signUpView(frame, { invite, next }, state),
    isOpen: async () => (invite === null ? registration.rule === 'open' : registration.isInvited(invite)),
    closed: invite !== null ? 'inviteGone' : registration.rule === 'invite' ? 'needInvite' : 'closed',
    next,
  };
}

const setUpDoor = ({ frame, site }: Visit, key: string): Door => ({
  entitlement: { by: 'set-up', key },
  form: (state) => setUpView(frame, key, state),
  isOpen: () => site.people.registration.fitsSetUp(key),
  closed: 'setUpOver',
  next: '/link',
});

/** GET /signup: with the secret of an invite, or without one where everybody may come in. */
export async function showSignUp(visit: Visit): Promise<Response> {
  const { c } = visit;
  const door = signUpDoor(visit, c.req.query('invite') ?? null, localPath(c.req.query('next')));
  return (await door.isOpen())
    ? page(visit, door.form(blank))
    : page(visit, closedDoorView(visit.frame, door.closed), 404);
}

/** POST /signup */
export function signUp(visit: Visit): Promise<Response> {
  return enter(visit, signUpDoor(visit, visit.form.get('invite'), localPath(visit.form.get('next'))));
}

/** GET /setup: the link from the terminal. Looking at it uses nothing up. */
export async function showSetUp(visit: Visit): Promise<Response> {
  const door = setUpDoor(visit, visit.c.req.query('key') ?? '');
  return (await door.isOpen())
    ? page(visit, door.form(blank))
    : page(visit, closedDoorView(visit.frame, door.closed), 404);
}

/** POST /setup */
export function setUp(visit: Visit): Promise<Response> {
  return enter(visit, setUpDoor(visit, visit.form.get('key') ?? ''));
}
