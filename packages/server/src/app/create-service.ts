import { pino, type Logger } from 'pino';
import { settingsSchema, type Settings, type SettingsInput } from '../config/settings.ts';
import { Delivery } from '../events/delivery.ts';
import { createEvents } from '../events/events.ts';
import { readSecret } from '../events/signature.ts';
import { shareSentences, type Crew } from './worker-group.ts';
import { createCodeProofs } from '../rate-limits/code-proofs.ts';
import { createDeviceProofs } from '../rate-limits/device-proofs.ts';
import { createGuesses } from '../rate-limits/guesses.ts';
import { createIssuing } from '../rate-limits/issuing.ts';
import { createLimits } from '../rate-limits/limits.ts';
import { createGuardMemory, openGuardMemory } from '../rate-limits/memory.ts';
import { createOnce } from '../rate-limits/once.ts';
import { createReadMisses } from '../rate-limits/read-misses.ts';
import { createRoamers } from '../rate-limits/roamers.ts';
import { createPolls } from '../rate-limits/polls.ts';
import { createSetUpNote } from '../rate-limits/set-up-note.ts';
import { createApi } from '../http/api.ts';
import { createCapacity } from '../http/server/capacity.ts';
import { createClientAddress, createSpeaksForMany } from '../http/server/client-address.ts';
import { ConnectionShares } from '../http/server/connection-shares.ts';
import { isContainer, readGateways } from '../http/server/client-address-gateways.ts';
import { addressWarnings, startWarnings } from '../http/server/client-address-warnings.ts';
import type { ServiceContext } from '../http/context.ts';
import { createFetchDoor, type FetchInfo } from '../http/server/fetch-adapter.ts';
import { createFront } from '../http/server/router.ts';
import { drain, listenAt, type ListenAt } from '../http/server/listening.ts';
import { createNodeDoor } from '../http/server/node-adapter.ts';
import { createPages } from '../http/pages/pages.ts';
import { readClientsFile } from './clients-file.ts';
import { withDeclaredClients } from '../clients/declared.ts';
import { apiRoutes } from '../http/routes.ts';
import { createOutbound } from '../safe-fetch/safe-fetch.ts';
import { createPeople } from '../accounts/people.ts';
import { weakCodes } from '../domain/code-places.ts';
import { plexCodes } from '../domain/code.ts';
import { noPlaces, openPlaces } from '../geoip/places.ts';
import { systemRandom } from './random.ts';
import { createReadiness } from './readiness.ts';
import type { Clock } from '../service/ports/clock.ts';
import { eventKinds, type EventKind } from '../domain/event-kinds.ts';
import type { Random } from '../service/ports/random.ts';
import type { Store } from '../service/ports/store.ts';
import { createMemoryStore } from '../stores/memory/store.ts';
import { startSweeping } from './sweeper.ts';
import { readServersFile } from './servers-file.ts';
import { createClientKeys } from '../tokens/client-keys.ts';
import { createKeys, type SecretKey } from '../tokens/keys.ts';
import { createNonces } from '../tokens/nonces.ts';
import { createPlexJwts } from '../tokens/plex-jwt.ts';
import { createSigningKeys } from '../tokens/signing-keys.ts';
import { readUserCodes } from './user-codes.ts';
import { listenElsewhere } from '../long-poll/elsewhere.ts';
import { shareWakes } from '../long-poll/shared-wakes.ts';
import { Waits } from '../long-poll/waits.ts';
import { createWakes, type LocalWakes } from '../long-poll/wakes.ts';
import { checkSettings, SettingsError, settingsWarnings } from './check-settings.ts';

/** What a service is made of. */
export interface ServiceOptions {
  /** The secret keys, the newest first; {@link openKeyFile} keeps them in a file. */
  readonly keys: readonly SecretKey[];
  /** See {@link settingsSchema}; everything has a default. */
  readonly settings?: SettingsInput;
  /** Where everything is kept; memory when not given. The service closes it. */
  readonly store?: Store;
  /** How whoever waits hears of a changed pin; within this thread when not given. */
  readonly wakes?: LocalWakes;
  /** Milliseconds since the epoch; the system's clock when not given. */
  readonly clock?: Clock;
  /** The system's randomness when not given. Tests make it repeatable; nobody else should. */
  readonly random?: Random;
  readonly log?: Logger;
  /** The others of this process with which it acts as one; and whether it does what only one of them may do. */
  readonly crew?: Crew & { readonly leads: boolean };
  /** The built files of `@linkpin/client`, which the demonstration television runs; needed for the setting `demo`. */
  readonly demoClientFolder?: URL;
}

/** A running service. */
export interface Service {
  /**
   * Answers one request. Mount it in any framework that speaks `Request` and `Response`.
   *
   * @param info the address at the other end of the connection, when the host knows it
   */
  fetch(request: Request, info?: FetchInfo): Promise<Response>;
  /**
   * Listens on the settings' host and port.
   *
   * @param at another port, and whether others of the crew listen on it, too
   * @returns the URL of this machine's own door
   * @throws what node:net throws, when the port is taken for one
   */
  listen(at?: Partial<Omit<ListenAt, 'host'>>): Promise<string>;
  /** While nobody has an account: the path of a link that makes the first one, good once and for an hour. */
  setUpPath(): Promise<string | null>;
  readonly settings: Settings;
  /** What an operator should look at, as sentences. */
  warnings(): readonly string[];
  /** Stops listening, tells waiting devices to come again, lets what was begun finish, and closes the store. */
  close(): Promise<void>;
}

/** The kinds that the receiver is told of; none where there is no receiver. */
function toldKinds({ webhookUrl, webhookKinds }: Settings): ReadonlySet<EventKind> {
  if (webhookUrl === undefined) return new Set();
  return new Set<EventKind>(webhookKinds.length === 0 ? eventKinds : webhookKinds);
}

/** Makes a thing when it is first wanted. */
function once<Thing>(make: () => Thing): () => Thing {
  let made: { readonly thing: Thing } | undefined;
  return () => (made ??= { thing: make() }).thing;
}

/**
 * Makes a service out of its parts.
 *
 * @throws {z.ZodError} for a setting that is none
 * @throws {SettingsError} for settings that contradict each other, and for a servers or clients file that cannot be used
 * @throws {TypeError} for keys that are none
 */
export function createService(options: ServiceOptions): Service {
  const settings = settingsSchema.parse(options.settings ?? {});
  checkSettings(settings);
  if (settings.workers > 1 && (options.crew === undefined || options.store === undefined)) {
    throw new SettingsError(
      `${settings.workers} workers need a store that threads share, and somebody who starts them: "linkpin serve" does both. A service by itself, and one in memory, has 1.`,
    );
  }
  const declaredClients = settings.clientsFile === undefined ? [] : readClientsFile(settings.clientsFile);
  const servers = settings.serversFile === undefined ? [] : readServersFile(settings.serversFile);
  const log = options.log ?? pino({ level: settings.logLevel });
  const clock = options.clock ?? { now: () => Date.now() };
  const random = options.random ?? systemRandom;
  const keys = createKeys(options.keys);
  const guard = openGuardMemory(options.crew?.guardMemory ?? createGuardMemory());
  const usedOnce = createOnce(clock, guard.once);
  const kept = options.store ?? createMemoryStore();
  const wakesHere = options.wakes ?? createWakes();
  const { crew } = options;
  const wakesOfAll = crew === undefined ? undefined : shareWakes(crew.name, wakesHere, () => kept.lookAgain?.());
  const wakes = wakesOfAll ?? wakesHere;
  const store = { ...kept, oauthClients: withDeclaredClients(declaredClients, kept.oauthClients) };

  const network = { trustedProxies: settings.trustedProxies, gateways: readGateways() };
  const seen = new Set([...settingsWarnings(settings), ...startWarnings(network, isContainer())]);
  const warn = (sentence: string): void => {
    if (seen.has(sentence)) return;
    log.warn(sentence);
    seen.add(sentence);
    sentences?.tell(sentence);
  };
  const sentences = crew && shareSentences(crew, (sentence) => seen.add(sentence));
  const places =
    settings.geoDatabase === undefined
      ? noPlaces
      : openPlaces({ file: settings.geoDatabase, onWarning: (sentence) => log.warn(sentence) });
  const addressOf = createClientAddress(network);
  const userCodes = readUserCodes(settings.userCodes);
  const weak = weakCodes(plexCodes.weak, settings.guessesPerDay, settings.plexCodeLength);
  const outbound = createOutbound({ allowed: settings.outboundAllowed });
  const people = createPeople(
    { ...store, keys, clock, random, setUpNote: createSetUpNote(clock, guard.notes) },
    settings.registration,
  );
  const events = createEvents({
    trail: store.trail,
    keys,
    clock,
    random: systemRandom,
    countryOf: (address) => places.lookup(address)?.countryCode ?? null,
    toldKinds: toldKinds(settings),
    onTrouble: (error) => log.error({ err: error }, 'an event could not be written'),
  });
  const delivery =
    settings.webhookUrl === undefined
      ? undefined
      : new Delivery({
          outbox: store.outbox,
          accounts: store.accounts,
          clock,
          name: systemRandom.id(),
          url: settings.webhookUrl,
          secrets: settings.webhookSecrets.map(readSecret),
          post: (message) => outbound.post(message),
          onTrouble: (sentence) => log.warn(sentence),
        });
  const waits = new Waits(wakes, { overall: settings.waits, perNetwork: settings.waitsPerNetwork });
  const context: ServiceContext = {
    waits,
    settings,
    store,
    ports: {
      pins: store.pins,
      grants: store.grants,
      deviceKeys: store.deviceKeys,
      keys,
      clock,
      random,
      issuing: createIssuing({
        perNetwork: settings.livePinsPerNetwork,
        overall: settings.livePins,
        guessesPerDay: settings.guessesPerDay,
        weak,
      }),
      misses: createReadMisses(store.budgets, clock),
      roamers: createRoamers(clock, guard.roamers),
      proofs: createCodeProofs(clock, guard.codeProofs),
      wakes,
      events,
    },
    guesses: createGuesses(
      {
        budgets: store.budgets,
        clock,
        weak,
        symbols: {
          weak: plexCodes.weak.alphabet.length,
          strong: plexCodes.strong.alphabet.length,
          user: userCodes.alphabet.length,
        },
      },
      guard.spentGuesses,
    ),
    limits: createLimits(
      clock,
      {
        issue: { points: settings.issuesPerMinute, seconds: 60 },
        nonce: { points: settings.issuesPerMinute, seconds: 60 },
      },
      guard.limits,
    ),
    oauth: {
      signingKeys: once(() => createSigningKeys(options.keys, 'oauth')),
      polls: createPolls(clock, guard.polls),
      once: usedOnce,
      clientKeys: createClientKeys((uri) => outbound.fetch(uri), clock, Math.ceil(settings.maxInFlight / 8)),
      userCodes,
    },
    plex: {
      jwts: once(async () => createPlexJwts(await createSigningKeys(options.keys, 'plex'), clock, random)),
      nonces: createNonces(options.keys, clock, random),
      once: usedOnce,
      proofs: createDeviceProofs(clock, guard.deviceProofs),
    },
    capacity: createCapacity(settings.maxInFlight),
    people,
    places,
    servers,
    log,
    startedAt: crew?.startedAt ?? clock.now(),
    storeFault: createReadiness(store, clock),
    warnings: () => [...seen, ...(places.warning === null ? [] : [places.warning]), ...(delivery?.warnings() ?? [])],
  };
  const pages = createPages(context, { people, demoClientFolder: options.demoClientFolder ?? null });
  const seenFrom: Parameters<typeof createFront>[3] = (peer, header) => {
    const from = addressOf(peer, header);
    const warning = addressWarnings[from.reason];
    if (warning !== null) warn(warning);
    return from;
  };
  const stopListening = listenElsewhere(wakesHere, store, (error) => {
    log.error({ err: error }, 'could not look for what other processes changed');
  });
  const front = createFront(settings, createApi(context, apiRoutes), pages, seenFrom, { waits, clock });
  const { server, underWay } = createNodeDoor(
    front,
    log,
    new ConnectionShares(settings.maxConnections, createSpeaksForMany(network)),
  );
  const leads = crew?.leads !== false;
  const stopSweeping = leads ? startSweeping(context, events) : (): void => {};
  if (leads) delivery?.start();

  return {
    settings,
    warnings: context.warnings,
    fetch: createFetchDoor(front),
    listen: (at) => listenAt(server, { host: settings.host, port: settings.port, ...at }),
    setUpPath: async () =>
      (await store.accounts.isEmpty()) ? `/setup?key=${people.registration.makeSetUpKey()}` : null,
    async close() {
      stopSweeping();
      underWay.close();
      stopListening();
      waits.release();
      await drain(server);
      wakesOfAll?.close();
      sentences?.close();
      await delivery?.stop();
      await events.flush();
      places.close();
      await store.close();
    },
  };
}
