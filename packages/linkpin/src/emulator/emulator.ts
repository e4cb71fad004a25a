// plex.tv in this process: for a test (./testing.ts), and for a command and what it runs.
import { randomBytes } from 'node:crypto';
import { createEmulatedService, type EmulatedService } from '@linkpin/server/emulation';
import { CallLog, type Call } from './calls.ts';
import { EmulatorError } from './error.ts';
import { FaultPlan, type Faults } from './faults.ts';
import { fetchFrom } from './fetch-entrance.ts';
import { divertThisThread } from './hooks/this-thread.ts';
import { createHousehold } from './household.ts';
import { createIssuerSite } from './issuer/issuer-site.ts';
import { quirksOf, type ProfileName } from './issuer/profiles.ts';
import { IssuedPins, shownPin, type EmulatedPin, type EmulatedPinState } from './issued-pins.ts';
import { mediaServerPaths, openMediaServers, type MediaServers } from './media-server.ts';
import { openNetwork, type Network } from './network.ts';
import { createNodeEntrance } from './node-entrance.ts';
import { readProfile, readWorld, type EmulatorOptions } from './options.ts';
import { plexHosts } from './plex-hosts.ts';
import { createReception, type Reception } from './reception.ts';
import { parseRoute, type Route } from './routes.ts';
import { explainRefusal } from './refusals.ts';
import type { ScenarioName } from './scenarios.ts';
import { serveNetwork } from './servers.ts';
import { readShape } from './shape/read-shape.ts';
import { shapeSite } from './shape/shape.ts';
import { createSite } from './site.ts';

/** A code, or a pin of {@link Emulator.nextPin}. */
export type PinOrCode = string | Pick<EmulatedPin, 'code'>;

/** Who decides. */
export interface DecisionOptions {
  /** Name of a person; default: the first one, or the next one where they approve in turn. */
  readonly as?: string;
}

/** A media server that the emulator runs. */
export interface EmulatedMediaServer {
  readonly name: string;
  readonly clientIdentifier: string;
  readonly url: string;
}

/** plex.tv on this machine, or an OAuth issuer. */
export interface Emulator extends AsyncDisposable {
  /** Whom it stands for. */
  readonly profile: ProfileName;
  /** Where it listens: plain HTTP on a loopback address, the paths of plex.tv or of the issuer. */
  readonly url: string;
  /**
   * Variables with which a child process takes this for plex.tv: `{ ...process.env, ...plex.env }`. They keep and add to
   * what is set here. The first look writes their files, in a temporary folder that is removed with the emulator.
   */
  readonly env: Readonly<Record<string, string>>;
  /** Names of the people, in their order. */
  readonly people: readonly string[];
  /** The media servers that it runs itself. */
  readonly mediaServers: readonly EmulatedMediaServer[];
  /** Arguments for a Chromium that is to take this for plex.tv: `launchOptions.args` in Playwright. */
  readonly chromiumArgs: readonly string[];
  /**
   * Answers a request without a socket: for msw, nock and the like. The host does not matter; a path without one is
   * enough.
   */
  fetch(request: string | URL | Request, init?: RequestInit): Promise<Response>;
  /**
   * The next pin that an app asks for; one that it asked for already comes at once. Each is handed out once, in order.
   *
   * @param options.signal ends the wait
   */
  nextPin(options?: { readonly signal?: AbortSignal }): Promise<EmulatedPin>;
  /** The pins that apps asked for since the start or the last reset, the newest first, and what became of them. */
  pins(): Promise<readonly EmulatedPinState[]>;
  /**
   * Approves a pin, as a person does who types its code.
   *
   * @throws {EmulatorError} if no live pin has the code, it was decided already, or there is no such person
   */
  approve(pin: PinOrCode, options?: DecisionOptions): Promise<void>;
  /** Denies a pin; the app's next poll finds it gone. Throws as {@link approve}. */
  deny(pin: PinOrCode, options?: DecisionOptions): Promise<void>;
  /** Cancels a pin, as the app itself can. Throws as {@link approve}. */
  cancel(pin: PinOrCode): Promise<void>;
  /** Moves the clock to the end of a pin. All others grow older, too. Throws as {@link approve}. */
  expire(pin: PinOrCode): Promise<void>;
  /** Moves the clock on, in milliseconds. It also runs by itself. */
  advance(milliseconds: number): void;
  /** What is to break. */
  readonly faults: Faults;
  /**
   * The requests that came, in order.
   *
   * @param route those of this route alone
   * @throws {EmulatorError} for a route that there is not
   */
  calls(route?: Route): readonly Call[];
  /**
   * Forgets pins, sign-ins, tokens, calls and faults; people, servers and the clock's lead stay.
   *
   * @param options.scenario goes on in this one, with its people and servers in place of those there were
   * @throws {EmulatorError} if there is no such scenario
   */
  reset(options?: { readonly scenario?: ScenarioName }): Promise<void>;
  /**
   * Stops it.
   *
   * @throws {EmulatorError} if the option `strict` is set and it was asked for what it does not have
   */
  close(): Promise<void>;
}

/**
 * Starts plex.tv in this process: the service that `linkpin serve` runs, on a memory store, with a clock that can be
 * moved, without limits, for tests alone.
 *
 * @throws {EmulatorError} for options that are wrong, and where NODE_ENV is `production`
 */
export async function emulator(options: EmulatorOptions = {}): Promise<Emulator> {
  return emulatorOn(await openNetwork(options.port ?? 0), options);
}

/**
 * Starts plex.tv behind ports that are open, and closes them with it, or if it cannot start.
 *
 * @throws {EmulatorError} as {@link emulator}
 */
export async function emulatorOn(network: Network, options: EmulatorOptions): Promise<Emulator> {
  try {
    return await start(network, options);
  } catch (error) {
    await network.close();
    throw error;
  }
}

async function start(network: Network, options: EmulatorOptions): Promise<Emulator> {
  const profile = readProfile(options);
  const quirks = quirksOf[profile];
  const shape = options.shape === undefined ? undefined : readShape(options.shape);
  let world = readWorld(options);
  let turn = 0;
  const { url } = network;
  let ahead = 0;
  const clock = { now: () => Date.now() + ahead };
  const secret = randomBytes(32).toString('base64url');
  const calls = new CallLog();
  const pins = new IssuedPins();
  const isKnown = (path: string): boolean =>
    reception.site.answers(path) || (mediaServers.own.length > 0 && mediaServerPaths.includes(path));
  const faults = new FaultPlan((path) => reception.site.answers(path));
  const closing = new AbortController();
  const unknown = new Set<string>();
  const openServers = (): Promise<MediaServers> =>
    openMediaServers(world.servers, {
      service: () => reception.service,
      owner: () => world.people[0].name,
      now: clock.now,
      onCall: (call) => calls.add(call),
      onUnknown: ({ method, path, server }) => unknown.add(`${method} ${path} of ${server}`),
    });

  const open = async (): Promise<Reception> => {
    const { people, oneTokenPerDevice } = world;
    const service = await createEmulatedService({
      people,
      servers: mediaServers.reached,
      oneTokenPerDevice,
      protocol: quirks === undefined ? 'plex' : 'oauth',
      publicUrl: quirks === undefined ? 'https://plex.tv' : url,
      hosts: quirks === undefined ? plexHosts : [],
      clock,
      secret,
      onIssued: (pin) => pins.add(pin),
    });
    const { clients } = options;
    const site =
      quirks === undefined
        ? createSite(service, createHousehold(service, people))
        : createIssuerSite({ service, quirks, clients, url });
    const shaped = shape === undefined ? site : shapeSite(site, shape);
    return createReception(service, shaped, { calls, faults, now: clock.now, signal: closing.signal });
  };
  let mediaServers = await openServers();
  let reception = await open().catch(async (error: unknown) => {
    await mediaServers.close();
    throw error instanceof TypeError ? new EmulatorError(error.message, { cause: error }) : error;
  });
  let giveBack = async (): Promise<void> => {};

  const codeOf = (pin: PinOrCode): string => (typeof pin === 'string' ? pin : pin.code);
  const approver = (): string => {
    const { people, approver: who } = world;
    if (who === 'first') return people[0].name;
    turn += 1;
    return (people[(turn - 1) % people.length] ?? people[0]).name;
  };
  const named = (as: string): string => {
    const { people } = world;
    if (people.some(({ name }) => name === as)) return as;
    throw new EmulatorError(`There is nobody called ${as}. There are ${people.map(({ name }) => name).join(', ')}.`);
  };
  const must = async (result: ReturnType<EmulatedService['cancel'] | EmulatedService['deny']>, code: string) => {
    const done = await result;
    if (!done.ok) throw new EmulatorError(explainRefusal(done.refusal, code));
  };
  const advance = (milliseconds: number): void => {
    if (!Number.isFinite(milliseconds) || milliseconds < 0) {
      throw new EmulatorError(`The clock goes on by a number of milliseconds, not by ${milliseconds}.`);
    }
    ahead += milliseconds;
    reception.service.wake();
  };
  const stop = async (): Promise<void> => {
    for (const path of reception.unknown) unknown.add(path);
    await reception.service.close();
  };
  let closed: Promise<void> | undefined;
  const close = async (): Promise<void> => {
    closing.abort('closed'); // without a reason Node makes an error with a stack for it
    pins.clear('The emulator was closed while a test waited for a pin.');
    await stop();
    await Promise.all([giveBack(), network.close(), mediaServers.close()]);
    if (options.strict === true && unknown.size > 0) {
      throw new EmulatorError(`The emulator was asked for what it does not have: ${[...unknown].join(', ')}.`);
    }
  };

  if (quirks === undefined && options.intercept !== false) {
    try {
      giveBack = divertThisThread(network.diversion);
    } catch (error) {
      await Promise.all([reception.service.close(), mediaServers.close()]);
      throw error;
    }
  }
  serveNetwork(
    network,
    createNodeEntrance(() => reception),
  );

  return {
    profile,
    url,
    get chromiumArgs() {
      return quirks === undefined ? network.chromiumArgs : [];
    },
    get people() {
      return world.people.map(({ name }) => name);
    },
    get mediaServers() {
      return mediaServers.own.map(({ name, clientIdentifier, url: at }) => ({ name, clientIdentifier, url: at }));
    },
    get env() {
      return network.environment(profile);
    },
    faults,
    advance,
    fetch: (request, init) =>
      fetchFrom(
        reception,
        request instanceof Request && init === undefined ? request : new Request(absolute(request, url), init),
      ),
    nextPin: ({ signal } = {}) => pins.next(signal),
    pins: async () => (await reception.service.pins()).map(({ pin, state }) => ({ ...shownPin(pin), state })),
    approve: async (pin, { as = approver() } = {}) =>
      must(reception.service.approve(codeOf(pin), named(as)), codeOf(pin)),
    deny: async (pin, { as = world.people[0].name } = {}) =>
      must(reception.service.deny(codeOf(pin), named(as)), codeOf(pin)),
    cancel: (pin) => must(reception.service.cancel(codeOf(pin)), codeOf(pin)),
    async expire(pin) {
      const end = await reception.service.endOf(codeOf(pin));
      if (end === undefined) throw new EmulatorError(explainRefusal({ kind: 'not-found' }, codeOf(pin)));
      advance(Math.max(0, end - clock.now()));
    },
    calls(route) {
      return calls.list(route === undefined ? () => true : parseRoute(route, isKnown));
    },
    async reset({ scenario } = {}) {
      const [formerWorld, formerServers] = [world, mediaServers];
      if (scenario !== undefined) {
        world = readWorld({ scenario });
        mediaServers = await openServers();
      }
      turn = 0;
      pins.clear('The emulator was reset while a test waited for a pin.');
      const next = await open();
      await stop();
      reception = next;
      if (world !== formerWorld) await formerServers.close();
      calls.clear();
      faults.clear();
    },
    close: () => (closed ??= close()),
    [Symbol.asyncDispose]: () => (closed ??= close()),
  };
}

const absolute = (request: string | URL | Request, base: string): URL | Request =>
  typeof request === 'string' ? new URL(request, base) : request;
