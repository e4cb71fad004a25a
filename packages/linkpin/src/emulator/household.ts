// "Plex Home": who is in the household of the first person, and how a device of one becomes a device of another.
import type { EmulatedAccount, EmulatedError, EmulatedService } from '@linkpin/server/emulation';
import { editUser, type Standing } from './edit-user.ts';
import type { Person } from './options.ts';
import { answerOf, withBody, type OwnAnswer } from './site.ts';

type Service = Pick<EmulatedService, 'fetch' | 'accounts' | 'ownerOf' | 'errorFor' | 'present'>;

/** A person of the household, and how clients know them. */
interface Member extends Person, EmulatedAccount {}

const switching = /^\/api\/(?:v2\/)?home\/users\/([\w-]+)\/switch$/;
const aboutUsers = /^\/(?:api\/v2\/user|api\/v2\/users\/signin|users\/account|users\/sign_in)$/;

/** A header of the request, else a member of its query. */
const sent = ({ headers, url }: Request, name: string): string =>
  headers.get(name) ?? [...new URL(url).searchParams].find(([key]) => key.toLowerCase() === name)?.[1] ?? '';

/** What each client reads of a member; XML has the same as attributes. */
const membersOf = ({ id, uuid, name, email, thumb, pin }: Member, isAdmin: boolean) => ({
  id,
  uuid,
  title: name,
  username: name,
  email,
  friendlyName: null,
  thumb,
  hasPassword: email !== null,
  restricted: email === null,
  updatedAt: 0,
  restrictionProfile: null,
  admin: isAdmin,
  guest: false,
  home: true,
  protected: pin !== null,
});

/**
 * Makes the household.
 *
 * @returns what it answers, by method and path without an ending; undefined for what it has nothing to do with
 */
export function createHousehold(
  service: Service,
  people: readonly Person[],
): (method: string, path: string) => OwnAnswer | undefined {
  const members: readonly Member[] = people.flatMap((person) => {
    const account = service.accounts.find(({ name }) => name === person.name);
    return person.home && account !== undefined ? [{ ...person, ...account }] : [];
  });
  if (members.length === 0) return () => undefined;
  const [admin] = members;

  /** What decides about the format of a response: the old API is XML whatever `Accept` says (wire 1.1). */
  const askedFor = ({ url, headers }: Request): [path: string, header: (name: string) => string | undefined] => {
    const { pathname } = new URL(url);
    const isNew = pathname.startsWith('/api/v2/');
    return [isNew ? pathname : '/', (name) => (isNew ? (headers.get(name) ?? undefined) : undefined)];
  };
  const refuse = (error: EmulatedError, request: Request): Response =>
    answerOf(service.errorFor(error, ...askedFor(request)));

  /** The member whose token came, or why nothing is answered. */
  const memberOf = async (request: Request): Promise<{ member: Member; isJwt: boolean } | EmulatedError> => {
    const owner = await service.ownerOf(sent(request, 'x-plex-token'));
    if (owner === undefined) return 'unauthenticated';
    const member = members.find(({ name }) => name === owner.name);
    return member === undefined ? 'not-for-this-user' : { member, isJwt: owner.isJwt };
  };

  const list =
    (kind: 'v2' | 'home' | 'others'): OwnAnswer =>
    async (request) => {
      const by = await memberOf(request);
      if (typeof by === 'string') return refuse(by, request);
      const shown = members.filter((one) => kind !== 'others' || one !== by.member);
      const users = shown.map((one) => membersOf(one, one === admin));
      const about = { id: admin?.id ?? 0, name: `${admin?.name}’s home`, guestEnabled: false, subscription: false };
      const isNew = kind === 'v2';
      const children = users.map((attributes) => ({ name: isNew ? 'user' : 'User', attributes }));
      const old = { friendlyName: 'myPlex', identifier: 'com.plexapp.plugins.myplex', size: users.length };
      const xml = isNew
        ? { name: 'home', attributes: about, children: [{ name: 'users', children }] }
        : { name: 'MediaContainer', attributes: { ...old, totalSize: users.length }, children };
      return answerOf(service.present(200, { ...about, users }, xml, ...askedFor(request)));
    };

  /** Signs the device in as somebody else, as if with their password, and answers as plex.tv does: with the user. */
  const becomes = async (request: Request, { name, password }: Member): Promise<Response> => {
    const { pathname, searchParams } = new URL(request.url);
    const isNew = pathname.startsWith('/api/v2/');
    for (const key of [...searchParams.keys()]) {
      if (/^(?:pin|x-plex-token)$/i.test(key)) searchParams.delete(key);
    }
    const dropped = ['x-plex-token', 'content-type', 'content-length', 'origin', 'cookie'];
    const headers = [...request.headers].filter(([key]) => !dropped.includes(key));
    const fields = isNew ? { login: name, password } : { 'user[login]': name, 'user[password]': password };
    const path = isNew ? `/api/v2/users/signin${/\.\w+$/.exec(pathname)?.[0] ?? ''}` : '/users/sign_in.xml';
    const url = `${new URL(request.url).origin}${path}?${searchParams.toString()}`;
    const response = await service.fetch(
      new Request(url, { method: 'POST', headers, body: new URLSearchParams(fields) }),
    );
    const changed = await edited(response);
    changed.headers.set('access-control-allow-origin', '*');
    return changed;
  };

  const change =
    (id: string): OwnAnswer =>
    async (request) => {
      const by = await memberOf(request);
      if (typeof by === 'string') return refuse(by, request);
      if (by.isJwt) return refuse('not-for-this-user', request);
      const next = members.find((one) => String(one.id) === id || one.uuid === id);
      if (next === undefined) return refuse('not-found', request);
      const typed = sent(request, 'pin') || (new URLSearchParams(await request.clone().text()).get('pin') ?? '');
      if (next.pin !== null && typed !== next.pin) return refuse('wrong-home-pin', request);
      return becomes(request, next);
    };

  const standingOf = (name: string): Standing | undefined => {
    const found = members.find((one) => one.name === name);
    if (found === undefined) return undefined;
    const { email, pin } = found;
    return { isManaged: email === null, isAdmin: found === admin, homeSize: members.length, hasPin: pin !== null };
  };
  const edited = async (response: Response): Promise<Response> => {
    if (!response.ok) return response;
    const type = response.headers.get('content-type') ?? '';
    return withBody(response, editUser(await response.text(), type, standingOf));
  };

  return (method, path) => {
    const [, id] = switching.exec(path) ?? [];
    if (id !== undefined) return method === 'POST' ? change(id) : undefined;
    if (method === 'GET' && path === '/api/v2/home/users') return list('v2');
    if (method === 'GET' && path === '/api/home/users') return list('home');
    if (method === 'GET' && path === '/api/users') return list('others');
    return aboutUsers.test(path) ? async (request) => edited(await service.fetch(request)) : undefined;
  };
}
