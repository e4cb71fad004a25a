import { nameOf } from '../../../domain/device-info.ts';
import { linkedDevices } from '../../../domain/linked-devices.ts';
import { personView } from '../../../pages/views/operate/people.ts';
import type { Account, Management } from '../../../service/ports/accounts.ts';
import { doneBy } from '../../../service/operate/operator.ts';
import { managePerson, removePerson } from '../../../service/operate/manage-person.ts';
import { goTo, page, type PageHandler, type SignedInPageRequest } from '../page-request.ts';
import { troublePage } from '../trouble.ts';
import { operatorOf } from './guard.ts';
import { newsIn } from './news.ts';
import { rowOf } from './people.ts';

/** The person whom the address names by number. */
async function personIn({ c, dependencies }: SignedInPageRequest): Promise<Account | undefined> {
  const number = c.req.param('number') ?? '';
  const all = await dependencies.context.store.accounts.list();
  return all.find((account) => String(account.number) === number);
}

async function showPersonWith(
  pageRequest: SignedInPageRequest,
  account: Account,
  resetLink: string | null,
): Promise<Response> {
  const { dependencies, frame } = pageRequest;
  const { store, accountService, passkeyService, settings } = dependencies.context;
  const words = frame.words.operate.people;
  const [browsers, passkeys, grants] = await Promise.all([
    accountService.browsers.listFor(account.id),
    passkeyService.listFor(account.id),
    store.grants.listFor(account.id),
  ]);
  const view = personView(frame, {
    ...rowOf(pageRequest, account),
    emailConfirmed: account.emailConfirmed,
    createdAt: account.createdAt,
    browsers: browsers.length,
    passkeys: passkeys.length,
    devices: [...linkedDevices(grants).values()].map(({ id, name, deviceInfo }) => ({
      id,
      name: name === '' ? nameOf(deviceInfo) : name,
    })),
    mayReset: settings.passwords,
    resetLink,
    news: newsIn(pageRequest, {
      'sign-out': [words.signedOut, false],
      disable: [words.isDisabled, false],
      enable: [words.isEnabled, false],
      'make-admin': [words.isAdmin, false],
      'unmake-admin': [words.isMember, false],
      'last-admin': [words.lastAdmin, true],
      revoked: [frame.words.operate.devices.ended, false],
      gone: [frame.words.operate.devices.gone, true],
    }),
  });
  return page(pageRequest, view);
}

/** GET /operate/people/{number} */
export async function showPerson(pageRequest: SignedInPageRequest): Promise<Response> {
  const account = await personIn(pageRequest);
  return account === undefined ? troublePage(pageRequest, 'notFound') : showPersonWith(pageRequest, account, null);
}

/** POST /operate/people/{number}/{act} */
export function manage(act: Management['act'], word: string = act): PageHandler<SignedInPageRequest> {
  return async (pageRequest) => {
    const { store, ports } = pageRequest.dependencies.context;
    const account = await personIn(pageRequest);
    if (account === undefined) return troublePage(pageRequest, 'notFound');
    const done = await managePerson({ ...ports, accounts: store.accounts }, account.id, act, operatorOf(pageRequest));
    if (done === 'not-admin' || done === 'no-account') return troublePage(pageRequest, 'notFound');
    return goTo(pageRequest, `/operate/people/${account.number}?done=${done === 'done' ? word : done}`);
  };
}

/** POST /operate/people/{number}/remove */
export async function remove(pageRequest: SignedInPageRequest): Promise<Response> {
  const { store, ports } = pageRequest.dependencies.context;
  const account = await personIn(pageRequest);
  if (account === undefined) return troublePage(pageRequest, 'notFound');
  const removed = await removePerson({ ...ports, accounts: store.accounts }, account.id, operatorOf(pageRequest));
  if (removed === 'last-admin') return goTo(pageRequest, `/operate/people/${account.number}?done=last-admin`);
  return removed === 'removed'
    ? goTo(pageRequest, '/operate/people?done=removed')
    : troublePage(pageRequest, 'notFound');
}

/** POST /operate/people/{number}/reset: the answer shows the link, this once. */
export async function resetPassword(pageRequest: SignedInPageRequest): Promise<Response> {
  const { c, dependencies, who } = pageRequest;
  const { accountService, ports, settings } = dependencies.context;
  const account = await personIn(pageRequest);
  if (account === undefined || !settings.passwords) return troublePage(pageRequest, 'notFound');
  const link = await accountService.resets.makeInstead(account, who.account.id);
  if (link === undefined) return troublePage(pageRequest, 'notFound');
  const about = { protocol: null, clientId: null };
  const doer = doneBy(operatorOf(pageRequest));
  await ports.events.note({ kind: 'person-reset', about, account: account.id, ...doer });
  return showPersonWith(pageRequest, account, `${c.env.baseUrl}/reset?key=${link.secret}`);
}
