// The composition of the emulator: the service itself on the memory store, without limits, and with people who need no
// password hash. Nothing of it can be chosen by a setting; `linkpin serve` and createService() never load this file.
import { pino } from 'pino';
import type { AccountService } from '../accounts/account-service.ts';
import { makeClient } from '../clients/make-client.ts';
import { serversSchema, type ServerEntry } from '../config/servers.ts';
import { foldCode } from '../domain/code.ts';
import { endToken } from '../domain/grant.ts';
import { endOf, isExpired, type Pin } from '../domain/pin.ts';
import type { Refusal } from '../domain/refusal.ts';
import { accepted, refused, type Result } from '../domain/result.ts';
import { pageRoutes } from '../http/pages/pages.ts';
import { splitSuffix } from '../http/server/api.ts';
import { createRouteTable } from '../http/server/route-table.ts';
import { apiRoutes } from '../http/server/routes.ts';
import { isOAuthPath, isPlexPath } from '../http/server/troubles.ts';
import { createAssets, type Assets } from '../pages/assets.ts';
import { plexUserOf } from '../http/plex/facts.ts';
import { plexErrors, type PlexError, type PlexFormat } from '../protocols/constants/plex.ts';
import { formatOf } from '../protocols/plex-v2/parse.ts';
import { presentBody, presentError } from '../protocols/plex-v2/present.ts';
import type { XmlElement } from '../protocols/xml/xml.ts';
import type { WireResponse } from '../protocols/constants/messages.ts';
import { changeGrant } from '../service/grants/change-grant.ts';
import { cancelShownPin } from '../service/pins/cancel-pin.ts';
import type { Account } from '../service/ports/accounts.ts';
import type { Clock } from '../service/ports/clock.ts';
import type { Grants } from '../service/ports/grants.ts';
import { findTokenOwner, looksLikeJwt } from '../service/tokens/find-token-owner.ts';
import { createMemoryStore } from '../stores/memory/store.ts';
import { startService, type Service } from './create-service.ts';
import type { AnsweredRequest, AnswerRefusal } from './decisions.ts';
import { buildDependencies } from './dependencies.ts';
import { noLimits } from './no-limits.ts';
import { systemRandom } from './random.ts';
import { serverOf } from './servers-file.ts';

/** Somebody with an account at the emulated plex.tv. */
export interface EmulatedPerson {
  readonly name: string;
  /** Null for none, as people have whom a household manages. */
  readonly email: string | null;
  readonly password: string;
}

/** What is emulated. */
export interface Emulation {
  /** The first one owns the media servers. */
  readonly people: readonly EmulatedPerson[];
  /** Media servers, as in the servers file; see {@link serversSchema}. */
  readonly servers: unknown;
  /** The URL that the service says of itself. */
  readonly publicUrl: string;
  /** Further host names that it answers to. */
  readonly hosts: readonly string[];
  readonly clock: Clock;
  /** 32 random bytes in base64url, which all keys are made of: a service with the same ones has the same key set. */
  readonly secret: string;
  /** plex.tv's API, or that of an OAuth issuer; the pages belong to both. */
  readonly protocol: 'plex' | 'oauth';
  /** A device that signs in again loses the token that the same person gave it before. */
  readonly oneTokenPerDevice: boolean;
  /** Told of each pin as it is issued. */
  readonly onIssued: (pin: Pin) => void;
}

/** A pin and what became of it. */
export interface EmulatedPinState {
  readonly pin: Pin;
  readonly state: Pin['state']['at'] | 'expired';
}

/** How plex clients know somebody. */
export interface EmulatedAccount {
  readonly name: string;
  readonly id: number;
  readonly uuid: string;
  /** URL of a picture. */
  readonly thumb: string;
}

/** Whose a token is. */
export interface EmulatedOwner {
  readonly name: string;
  /** Whether it is a Plex JWT, which media servers do not take. */
  readonly isJwt: boolean;
}

/** Errors of plex.tv that the emulator answers with by itself. */
export type EmulatedError =
  'rate-limited' | 'internal' | 'unauthenticated' | 'not-found' | 'not-for-this-user' | 'wrong-home-pin';

const errors: Readonly<Record<EmulatedError, PlexError>> = {
  'rate-limited': plexErrors.rateLimit,
  internal: plexErrors.internal,
  unauthenticated: plexErrors.unauthenticated,
  'not-found': plexErrors.notFound,
  'not-for-this-user': plexErrors.notForThisUser,
  'wrong-home-pin': { code: 1041, status: 403, message: 'The PIN is invalid' }, // wire 1.2
};

/** Reads a header of a request, by its lower-case name. */
export type ReadHeader = (name: string) => string | undefined;

/** The service, and what a test does behind its back. */
export interface EmulatedService extends Pick<Service, 'fetch' | 'nodeHandler' | 'close'> {
  /** Whether the protocol or the pages have this path, as far as they are emulated. */
  answers(path: string): boolean;
  /** The pins that were issued, the newest first. */
  pins(): Promise<readonly EmulatedPinState[]>;
  /** When the live pin with this code ends, in milliseconds since the epoch; undefined if there is none. */
  endOf(code: string): Promise<number | undefined>;
  /** Approves as a person who typed the code just now. */
  approve(code: string, name: string): Promise<Result<AnsweredRequest, AnswerRefusal>>;
  deny(code: string, name: string): Promise<Result<AnsweredRequest, AnswerRefusal>>;
  /** Cancels as the device itself. */
  cancel(code: string): Promise<Result<Pin, Refusal>>;
  /** Everybody, in the order of the options. */
  readonly accounts: readonly EmulatedAccount[];
  /** Whose token this is; undefined if it is none, or has ended. */
  ownerOf(token: string): Promise<EmulatedOwner | undefined>;
  /**
   * Has a public OAuth client with at least these scopes.
   *
   * @returns false if its id or a scope is none
   */
  admitClient(id: string, scopes: readonly string[]): Promise<boolean>;
  /** Lets polls that are held look again, after the clock was moved. */
  wake(): void;
  /** An error as plex.tv words it, in the format that the request asks for. */
  errorFor(error: EmulatedError, path: string, header: ReadHeader): WireResponse;
  /** A response of what the emulator alone has, in the format that the request asks for. */
  present(status: number, json: unknown, xml: XmlElement, path: string, header: ReadHeader): WireResponse;
}

const log = pino({ level: 'silent' });

/** Where everybody is: requests and decisions come from the same machine. */
const here = '127.0.0.1';

/**
 * Creates the emulated plex.tv.
 *
 * @throws {TypeError} if two people have one name or e-mail address, or a server is not as in the servers file
 */
export async function createEmulatedService(emulation: Emulation): Promise<EmulatedService> {
  const { people, publicUrl, hosts, clock, secret, protocol, oneTokenPerDevice, onIssued } = emulation;
  const servers = readServers(emulation.servers);
  const store = createMemoryStore();
  if (oneTokenPerDevice) keepOneToken(store.grants);
  const dependencies = buildDependencies({
    keys: [{ kid: 'emulator', secret }],
    store,
    clock,
    log,
    settings: { publicUrl, allowedHosts: [...hosts], registration: 'off', passwordRoutes: 'on', name: 'Plex emulator' },
  });
  const accounts = new Map<string, Account>();
  for (const person of people) {
    const isAdmin = person === people[0];
    accounts.set(person.name, await accountOf({ ...person, isAdmin }, store.accounts, clock.now()));
  }
  const signIn = signInOf(people, store.accounts);
  const { events } = dependencies.ports;
  const service = startService(
    {
      ...dependencies,
      servers: servers.map((entry) => serverOf(entry, clock.now())),
      accountService: { ...dependencies.accountService, signIn },
      ports: {
        ...dependencies.ports,
        ...noLimits,
        passwordSignIn: { signIn },
        events: {
          ...events,
          note(event) {
            if (event.kind === 'issued' && event.about.publicId !== undefined) void tellIssued(event.about.id);
            return events.note(event);
          },
        },
      },
    },
    { gateways: [] },
  );

  const issued: string[] = [];
  async function tellIssued(id: string): Promise<void> {
    issued.unshift(id);
    issued.length = Math.min(issued.length, mostListed);
    const pin = await store.pins.byId(id);
    if (pin !== undefined) onIssued(pin);
  }
  const find = (code: string): Promise<Pin | undefined> => store.pins.byCode(foldCode(code), clock.now());
  const decision = (code: string, name: string) => ({
    account: accounts.get(name)?.id ?? '',
    code,
    address: here,
  });

  return {
    fetch: (request) => service.fetch(request, { peer: here }),
    nodeHandler: service.nodeHandler,
    close: () => service.close(),
    answers: (path) => answers(path, protocol),
    async pins() {
      const pins = await Promise.all(issued.map((id) => store.pins.byId(id)));
      return pins.filter((pin) => pin !== undefined).map((pin) => ({ pin, state: stateOf(pin, clock.now()) }));
    },
    async endOf(code) {
      const pin = await find(code);
      return pin && endOf(pin);
    },
    approve: (code, name) => service.approve({ ...decision(code, name), signedInAt: clock.now(), codeEntry: 'typed' }),
    deny: (code, name) => service.deny(decision(code, name)),
    async cancel(code) {
      const pin = await find(code);
      return pin === undefined ? refused({ kind: 'not-found' }) : cancelShownPin(dependencies.ports, pin, here);
    },
    accounts: [...accounts].map(([name, account]) => {
      const { id, uuid, thumb } = plexUserOf({ account, token: '' }, publicUrl);
      return { name, id, uuid, thumb };
    }),
    async ownerOf(token) {
      const owner = await findTokenOwner(dependencies.ports, token);
      return owner && { name: owner.account.username, isJwt: looksLikeJwt(token) };
    },
    async admitClient(id, scopes) {
      const known = await store.oauthClients.byId(id);
      if (known !== undefined && scopes.every((scope) => known.scopes.includes(scope))) return true;
      const wanted = [...new Set([...(known?.scopes ?? []), ...scopes])];
      const made = makeClient({ clock, random: systemRandom }, { id, authMethod: 'none', scopes: wanted });
      if (!made.ok) return false;
      const removed = store.oauthClients.remove(id);
      await Promise.all([removed, store.oauthClients.add(made.value.client)]);
      return true;
    },
    wake() {
      for (const id of dependencies.localNotifier.watched()) dependencies.localNotifier.changed(id);
    },
    errorFor: (error, path, header) => presentError(errors[error], formatFor(path, header)),
    present: (status, json, xml, path, header) => presentBody(status, formatFor(path, header), json, xml),
  };
}

/** Has each new grant end the tokens that the same person gave the same device before. */
function keepOneToken(grants: Grants): void {
  const add = grants.add.bind(grants);
  grants.add = async (grant, options) => {
    if (!(await add(grant, options))) return false;
    const isFormer = ({ id, protocol, clientId }: typeof grant): boolean =>
      id !== grant.id && protocol === grant.protocol && clientId === grant.clientId;
    const former = (await grants.listFor(grant.account)).filter(isFormer);
    await Promise.all(former.map((one) => changeGrant(grants, one, endToken)));
    return true;
  };
}

function readServers(servers: unknown): readonly ServerEntry[] {
  const { success, data, error } = serversSchema.safeParse(servers);
  if (success) return data;
  const [{ path, message }] = error.issues as [(typeof error.issues)[number]];
  throw new TypeError(`The media servers are not as they should be: ${path.join('.')}: ${message}.`);
}

const formatFor = (path: string, header: ReadHeader): PlexFormat =>
  formatOf({ suffix: splitSuffix(path).suffix, header });

/** How many pins are listed. */
const mostListed = 200;

function stateOf(pin: Pin, now: number): EmulatedPinState['state'] {
  const { at } = pin.state;
  return (at === 'pending' || at === 'approved') && isExpired(pin, now) ? 'expired' : at;
}

/** The styles and images of the pages, for one of the emulator's own that looks like them. */
export const pageAssets = (name: string): Assets =>
  createAssets({ name, accent: undefined, accentDark: undefined, logo: null, logoDark: null, icon: null });

const table = createRouteTable(apiRoutes);
const pagePaths = new Set(pageRoutes.map(([, path]) => path));
/** Ours alone: plex.tv has none of these. */
const notOfPlex = /^\/(?:healthz|readyz|openapi|self-check|api\/audit)(?:\.|$)/;
/** Files that pages and browsers ask for. */
const files = /^\/(?:assets\/.+|favicon\.ico|apple-touch-icon\.png)$/;

function answers(path: string, protocol: Emulation['protocol']): boolean {
  if (isOAuthPath(path) !== (protocol === 'oauth') && (isOAuthPath(path) || isPlexPath(path))) return false;
  if (notOfPlex.test(path)) return false;
  const { plain, suffix } = splitSuffix(path);
  const page = path.length > 1 ? path.replace(/\/$/, '') : path;
  return table.at(plain, suffix).length > 0 || pagePaths.has(page) || files.test(path);
}

async function accountOf(
  { name, email, isAdmin }: EmulatedPerson & { readonly isAdmin: boolean },
  accounts: ReturnType<typeof createMemoryStore>['accounts'],
  now: number,
): Promise<Account> {
  const id = systemRandom.id();
  const added = await accounts.add(
    {
      id,
      username: name,
      email,
      emailConfirmed: email !== null,
      passwordHash: `no hash: ${id}`,
      isAdmin,
      createdAt: now - accountAge,
    },
    { by: 'operator' },
    now,
  );
  if ('refused' in added) throw new TypeError(`There are two people with the name or e-mail address of ${name}.`);
  return added.added;
}

/** How old accounts are, in milliseconds: `newRegistration` is false of their sign-ins. */
const accountAge = 365 * 24 * 60 * 60 * 1000;

/** Compares passwords as they are: they are in the test, and nobody attacks it. */
function signInOf(
  people: readonly EmulatedPerson[],
  accounts: ReturnType<typeof createMemoryStore>['accounts'],
): AccountService['signIn'] {
  return async (name, password) => {
    const account = await accounts.bySignInName(name.trim());
    const person = people.find((one) => one.name === account?.username);
    if (account === undefined || person?.password !== password) return refused({ kind: 'wrong-sign-in' });
    return accepted(account);
  };
}
