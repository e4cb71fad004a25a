import type { Entitlement } from '../../people/registration.ts';
import type { PeopleRefusal } from '../../people/refusal.ts';
import { closedDoorView, setUpView, signUpView, type NewAccountState } from '../../pages/views/door.ts';
import type { Html } from '../../pages/frame.ts';
import { doorWords as words } from '../../pages/words/en.ts';
import { networkKey } from '../budget-keys.ts';
import { localPath } from './local-path.ts';
import { letIn } from './sign-in.ts';
import { troublePage } from './trouble.ts';
import { goTo, page, type Visit } from './visit.ts';

const blank: NewAccountState = { username: '', email: '', problem: null, error: null };

/** How one kind of newcomer is shown the form, and the door that is closed. */
interface Door {
  readonly entitlement: Entitlement;
  readonly form: (state: NewAccountState) => Html;
  readonly closed: 'inviteGone' | 'closed' | 'setUpOver';
  readonly next: string;
}

/** What is wrong, on the form that it is wrong with. */
function refuse(visit: Visit, door: Door, refusal: PeopleRefusal): Response | Promise<Response> {
  const { form, c } = visit;
  const given = { username: form.get('username') ?? '', email: form.get('email') ?? '' };
  switch (refusal.kind) {
    case 'busy':
      c.header('retry-after', String(refusal.retryAfter));
      return page(visit, door.form({ ...given, problem: null, error: words.busy }), 503);
    case 'invite-gone':
    case 'set-up-over':
    case 'closed':
    case 'wrong-sign-in':
      return page(visit, closedDoorView(visit.frame, door.closed), 404);
    default:
      return page(visit, door.form({ ...given, problem: refusal.kind, error: null }), 422);
  }
}

async function enter(visit: Visit, door: Door): Promise<Response> {
  const { form, site, c } = visit;
  const allowed = await site.context.limits.spend('sign-up', [networkKey(c.env.address)]);
  if (!allowed.ok)
    return troublePage(visit, 'tooMany', 'retryAfter' in allowed.refusal ? allowed.refusal.retryAfter : 60);
  const applicant = {
    username: form.get('username') ?? '',
    email: form.get('email'),
    password: form.get('password') ?? '',
  };
  const made = await site.people.registration.register(applicant, door.entitlement);
  if (!made.ok) return refuse(visit, door, made.refusal);
  return goTo(visit, (await letIn(visit, made.value)) ? door.next : '/signin');
}

function signUpDoor({ frame }: Visit, invite: string | null, next: string): Door {
  return {
    entitlement: invite === null ? { by: 'anyone' } : { by: 'invite', secret: invite },
    form: (state) => signUpView(frame, { invite, next }, state),
    closed: invite === null ? 'closed' : 'inviteGone',
    next,
  };
}

const setUpDoor = ({ frame }: Visit, key: string): Door => ({
  entitlement: { by: 'set-up', key },
  form: (state) => setUpView(frame, key, state),
  closed: 'setUpOver',
  next: '/link',
});

/** GET /signup: with the secret of an invite, or without one where everybody may come in. */
export async function showSignUp(visit: Visit): Promise<Response> {
  const { c, site } = visit;
  const { registration } = site.people;
  const invite = c.req.query('invite') ?? null;
  const door = signUpDoor(visit, invite, localPath(c.req.query('next')));
  const open = invite === null ? registration.rule === 'open' : await registration.isInvited(invite);
  return open ? page(visit, door.form(blank)) : page(visit, closedDoorView(visit.frame, door.closed), 404);
}

/** POST /signup */
export function signUp(visit: Visit): Promise<Response> {
  return enter(visit, signUpDoor(visit, visit.form.get('invite'), localPath(visit.form.get('next'))));
}

/** GET /setup: the link from the terminal. Looking at it uses nothing up. */
export async function showSetUp(visit: Visit): Promise<Response> {
  const { c, site, frame } = visit;
  const key = c.req.query('key') ?? '';
  if (!(await site.people.registration.fitsSetUp(key))) return page(visit, closedDoorView(frame, 'setUpOver'), 404);
  return page(visit, setUpDoor(visit, key).form(blank));
}

/** POST /setup */
export function setUp(visit: Visit): Promise<Response> {
  return enter(visit, setUpDoor(visit, visit.form.get('key') ?? ''));
}
