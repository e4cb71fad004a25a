// The composition of the emulator: the service itself on the memory store, without limits, and with people who need no
// password hash. Nothing of it can be chosen by a setting; `linkpin serve` and createService() never load this file.
import { pino } from 'pino';
import type { AccountService } from '../accounts/account-service.ts';
import { serversSchema, type ServerEntry } from '../config/servers.ts';
import { foldCode } from '../domain/code.ts';
import { endOf, isExpired, type Pin } from '../domain/pin.ts';
import type { Refusal } from '../domain/refusal.ts';
import { accepted, refused, type Result } from '../domain/result.ts';
import { pageRoutes } from '../http/pages/pages.ts';
import { splitSuffix } from '../http/server/api.ts';
import { createRouteTable } from '../http/server/route-table.ts';
import { apiRoutes } from '../http/server/routes.ts';
import { isOAuthPath } from '../http/server/troubles.ts';
import { createAssets, type Assets } from '../pages/assets.ts';
import { plexErrors } from '../protocols/constants/plex.ts';
import { formatOf } from '../protocols/plex-v2/parse.ts';
import { presentError } from '../protocols/plex-v2/present.ts';
import type { WireResponse } from '../protocols/constants/messages.ts';
import { cancelShownPin } from '../service/pins/cancel-pin.ts';
import type { Account } from '../service/ports/accounts.ts';
import type { Clock } from '../service/ports/clock.ts';
import { createMemoryStore } from '../stores/memory/store.ts';
import { makeSecretKey } from '../tokens/keys.ts';
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
  readonly people: readonly EmulatedPerson[];
  /** Media servers, as in the servers file; see {@link serversSchema}. */
  readonly servers: unknown;
  /** The URL that the service says of itself. */
  readonly publicUrl: string;
  /** Further host names that it answers to. */
  readonly hosts: readonly string[];
  readonly clock: Clock;
  /** Told of each pin as it is issued. */
  readonly onIssued: (pin: Pin) => void;
}

/** A pin and what became of it. */
export interface EmulatedPinState {
  readonly pin: Pin;
  readonly state: Pin['state']['at'] | 'expired';
}

/** Words of plex.tv for what no handler answered. */
export type EmulatedError = 'rate-limited' | 'internal';

/** The service, and what a test does behind its back. */
export interface EmulatedService extends Pick<Service, 'fetch' | 'nodeHandler' | 'close'> {
  /** Whether plex.tv's API or pages have this path, as far as they are emulated. */
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
  /** Lets polls that are held look again, after the clock was moved. */
  wake(): void;
  /** An error as plex.tv words it, in the format that the request asks for. */
  errorFor(error: EmulatedError, path: string, header: (name: string) => string | undefined): WireResponse;
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
  const { people, publicUrl, hosts, clock, onIssued } = emulation;
  const servers = readServers(emulation.servers);
  const store = createMemoryStore();
  const dependencies = buildDependencies({
    keys: [makeSecretKey()],
    store,
    clock,
    log,
    settings: { publicUrl, allowedHosts: [...hosts], registration: 'off', passwordRoutes: 'on', name: 'Plex emulator' },
  });
  const accounts = new Map<string, Account>();
  for (const person of people) accounts.set(person.name, await accountOf(person, store.accounts, clock.now()));
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
    answers,
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
    wake() {
      for (const id of dependencies.localNotifier.watched()) dependencies.localNotifier.changed(id);
    },
    errorFor: (error, path, header) =>
      presentError(
        error === 'internal' ? plexErrors.internal : plexErrors.rateLimit,
        formatOf({ suffix: splitSuffix(path).suffix, header }),
      ),
  };
}

function readServers(servers: unknown): readonly ServerEntry[] {
  const { success, data, error } = serversSchema.safeParse(servers);
  if (success) return data;
  const [{ path, message }] = error.issues as [(typeof error.issues)[number]];
  throw new TypeError(`The media servers are not as they should be: ${path.join('.')}: ${message}.`);
}

/** How many pins are listed. */
const mostListed = 200;

function stateOf(pin: Pin, now: number): EmulatedPinState['state'] {
  const { at } = pin.state;
  return (at === 'pending' || at === 'approved') && isExpired(pin, now) ? 'expired' : at;
}

/** The styles and images of the pages, for one of the emulator's own that looks like them. */
export const pageAssets = (name: string): Assets => createAssets(undefined, name);

const table = createRouteTable(apiRoutes);
const pagePaths = new Set(pageRoutes.map(([, path]) => path));
/** Ours alone: plex.tv has none of these. */
const notOfPlex = /^\/(?:healthz|readyz|openapi)(?:\.|$)/;
/** Files that pages and browsers ask for. */
const files = /^\/(?:assets\/.+|favicon\.ico|apple-touch-icon\.png)$/;

function answers(path: string): boolean {
  if (isOAuthPath(path) || notOfPlex.test(path)) return false;
  const { plain, suffix } = splitSuffix(path);
  const page = path.length > 1 ? path.replace(/\/$/, '') : path;
  return table.at(plain, suffix).length > 0 || pagePaths.has(page) || files.test(path);
}

async function accountOf(
  { name, email }: EmulatedPerson,
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
      isAdmin: false,
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
