import { foldName } from '../../../domain/sign-in-name.ts';
import { peopleView, type PersonRow } from '../../../pages/views/operate/people.ts';
import type { Account } from '../../../service/ports/accounts.ts';
import { doneBy } from '../../../service/operate/operator.ts';
import { page, type SignedInPageRequest } from '../page-request.ts';
import { troublePage } from '../trouble.ts';
import { operatorOf } from './guard.ts';
import { newsIn } from './news.ts';

/** How many are shown at most. */
const shown = 50;

/** The row of a person. */
export const rowOf = (
  { who }: SignedInPageRequest,
  { id, number, username, email, isAdmin, isDisabled }: Account,
): PersonRow => ({ number, username, email, isAdmin, isDisabled, isMe: id === who.account.id });

/** Whether a person is meant by what was typed: a part of a name or an address, or the number. */
function isMeant({ number, username, email }: Account, typed: string): boolean {
  const text = foldName(typed);
  return String(number) === text || foldName(username).includes(text) || foldName(email ?? '').includes(text);
}

async function showPeopleWith(pageRequest: SignedInPageRequest, inviteLink: string | null): Promise<Response> {
  const { c, dependencies, who, frame } = pageRequest;
  const { store, accountService, outsideSignIn } = dependencies.context;
  const search = (c.req.query('q') ?? '').trim().slice(0, 200);
  const all = await store.accounts.list();
  const found = search === '' ? all : all.filter((account) => isMeant(account, search));
  const view = peopleView(frame, {
    search,
    people: found.slice(0, shown).map((account) => rowOf(pageRequest, account)),
    total: found.length,
    mayInvite: outsideSignIn === null && accountService.registration.mayInvite(who.account),
    inviteLink,
    news: newsIn(pageRequest, { removed: [frame.words.operate.people.removed, false] }),
  });
  return page(pageRequest, view);
}

/** GET /operate/people */
export const showPeople = (pageRequest: SignedInPageRequest): Promise<Response> => showPeopleWith(pageRequest, null);

/** POST /operate/people/invite: the answer shows the link, this once. */
export async function invitePerson(pageRequest: SignedInPageRequest): Promise<Response> {
  const { c, dependencies, who } = pageRequest;
  const { accountService, outsideSignIn, ports } = dependencies.context;
  if (outsideSignIn !== null) return troublePage(pageRequest, 'forbidden');
  const invited = await accountService.registration.inviteBy(who.account);
  if (!invited.ok) return troublePage(pageRequest, 'forbidden');
  const about = { protocol: null, clientId: null };
  await ports.events.note({ kind: 'person-invited', about, account: null, ...doneBy(operatorOf(pageRequest)) });
  return showPeopleWith(pageRequest, `${c.env.baseUrl}/signup?invite=${invited.value.secret}`);
}
