// The composition root: the one place where stores, keys, rate limits, events and the like are put together. The
// service, the command and the tests all start here, so that none of them can be wired differently. What serves HTTP is
// added by create-service.ts.
import { pino, type Logger } from 'pino';
import { createAccountService } from '../accounts/account-service.ts';
import { withEmbedder, type IsActive } from '../accounts/embedder-check.ts';
import { createPersonCheck } from '../accounts/person-check.ts';
import { createPasskeyService } from '../accounts/passkeys.ts';
import { isLocalOnly } from '../config/loopback.ts';
import type { Settings, SettingsInput } from '../config/settings.ts';
import { weakCodes } from '../domain/code-places.ts';
import { plexCodes } from '../domain/code.ts';
import type { Delivery } from '../events/delivery.ts';
import { createEvents, type EventRecorder } from '../events/events.ts';
import { noGeoIp, openGeoIp } from '../geoip/geoip.ts';
import type { ServiceContext } from '../http/server/context.ts';
import { PollCounts } from '../http/poll-counts.ts';
import { createProxySignIn } from '../http/server/proxy-sign-in.ts';
import { createCapacity } from '../http/server/capacity.ts';
import type { MailDelivery } from '../mail/delivery.ts';
import { shareChangeNotifier } from '../long-poll/shared-change-notifier.ts';
import { LongPolls } from '../long-poll/long-polls.ts';
import { createChangeNotifier, type LocalChangeNotifier } from '../long-poll/change-notifier.ts';
import { createCodeAttempts } from '../rate-limits/code-attempts.ts';
import { createIssuing } from '../rate-limits/issuing.ts';
import { createLimits } from '../rate-limits/limits.ts';
import { createSharedMemory, openSharedMemory } from '../rate-limits/shared-memory.ts';
import { createReplayCache } from '../rate-limits/replay-cache.ts';
import { createPollPacing } from '../rate-limits/poll-pacing.ts';
import { createFailedLookups } from '../rate-limits/failed-lookups.ts';
import { createWrongCodes } from '../rate-limits/wrong-codes.ts';
import { createSafeFetch } from '../safe-fetch/safe-fetch.ts';
import type { Clock } from '../service/ports/clock.ts';
import type { Coordination } from '../service/ports/coordination.ts';
import type { OutsideSignIn } from '../service/ports/outside-sign-in.ts';
import type { CachedStore } from '../service/ports/pending-cache.ts';
import type { Random } from '../service/ports/random.ts';
import type { Store } from '../service/ports/store.ts';
import { createMemoryStore } from '../stores/memory/store.ts';
import { createClientKeys } from '../tokens/client-keys.ts';
import { createKeys, type SecretKey } from '../tokens/keys.ts';
import { deviceJwts } from '../tokens/device-jwt.ts';
import { createNonces } from '../tokens/nonces.ts';
import { createWebAuthn } from '../webauthn/webauthn.ts';
import { readSettings, SettingsError, settingsWarnings } from './check-settings.ts';
import { readProviders } from './providers-file.ts';
import { connectProviders } from './connect-providers.ts';
import { openClients } from './open-clients.ts';
import { createApplicationSignIn, type ApplicationSignIn } from './application-sign-in.ts';
import { systemRandom } from './random.ts';
import { createReadiness } from './readiness.ts';
import { readFace } from './face-files.ts';
import { approvalRulesOf, clientRegistrationRulesOf, passwordRoutesOf, toldKinds } from './rules-of-settings.ts';
import { readServersFile } from './servers-file.ts';
import { createMailParts } from './mail.ts';
import { createObservation, type Observation } from './observation.ts';
import { readUserCodes } from './user-codes.ts';
import { createTokenParts } from './token-parts.ts';
import { createWarnings, type Warnings } from './warnings.ts';
import { createWebhooks } from './webhooks.ts';
import type { WorkerGroup } from './worker-group.ts';

/** Options of the dependencies; only the keys have no default. */
export interface DependencyOptions {
  /** The secret keys, the newest first; {@link openKeyFile} keeps them in a file. */
  readonly keys: readonly SecretKey[];
  /** See {@link settingsSchema}; everything has a default. */
  readonly settings?: SettingsInput;
  /** The store; default: memory. Closed with the service. */
  readonly store?: Store & Partial<Pick<CachedStore, 'pending'>>;
  /** Who is signed in, by an application around the service: then it has no sign-in of its own. */
  readonly signIn?: ApplicationSignIn | undefined;
  /** The origins, besides the service's own, to which `signIn` may send people. */
  readonly signInOrigins?: readonly string[] | undefined;
  /** Notifies long polls of changed pins; default: within this thread. */
  readonly changeNotifier?: LocalChangeNotifier;
  /** Default: the store's clock if it has one, else the system's. */
  readonly clock?: Clock;
  /** Default: the system's randomness. Only tests should replace it. */
  readonly random?: Random;
  readonly log?: Logger;
  /** Whether somebody is still a person of yours, asked when a device wants new tokens; false signs them out everywhere. */
  readonly isActive?: IsActive;
  /** The workers of this process. */
  readonly workerGroup?: WorkerGroup;
  /** Called with the error if an event could not be written; default: logs it. */
  readonly onEventTrouble?: ((error: unknown) => void) | undefined;
}

/** The parts of a service, without what listens and what repeats. A caller picks what it needs. */
export interface Dependencies extends ServiceContext {
  readonly events: EventRecorder;
  /** The change notifier of this thread. */
  readonly localNotifier: LocalChangeNotifier;
  /** Sends webhook messages once it is started; undefined without a receiver. */
  readonly delivery: Delivery | undefined;
  /** Sends mails once it is started; undefined without a mail server. */
  readonly mailDelivery: MailDelivery | undefined;
  /** What is measured and traced. */
  readonly observation: Observation;
  /** Where sentences for {@link ServiceContext.warnings} are added. */
  readonly operatorWarnings: Pick<Warnings, 'add' | 'warn'>;
  /** Finishes pending work, writes aggregated events, and closes the store. */
  close(): Promise<void>;
}

const day = 24 * 60 * 60 * 1000;

function settingsOf({ settings: input, workerGroup, store, signIn }: DependencyOptions): Settings {
  const read = readSettings(input ?? {});
  if (signIn !== undefined && read.proxyUserHeader !== undefined) {
    const reason = 'The application signs people in (signIn), so no proxy does: leave one of the two out.';
    throw new SettingsError([{ setting: 'proxyUserHeader', reason }]);
  }
  const settings = signIn === undefined && read.proxyUserHeader === undefined ? read : { ...read, passwords: false };
  if (settings.workers > 1 && (workerGroup === undefined || store === undefined)) {
    const reason = `${settings.workers} workers need a store that threads share, and somebody who starts them: "linkpin serve" does both. A service by itself, and one in memory, has 1.`;
    throw new SettingsError([{ setting: 'workers', reason }]);
  }
  return settings;
}

/** Where people are signed in instead of here; null if they are signed in here. */
function outsideSignInOf(
  { proxyUserHeader, ...settings }: Settings,
  { signIn, signInOrigins = [] }: DependencyOptions,
  warn: (sentence: string) => void,
): OutsideSignIn | null {
  if (signIn !== undefined) return createApplicationSignIn(signIn, signInOrigins);
  return proxyUserHeader === undefined ? null : createProxySignIn({ ...settings, proxyUserHeader }, warn);
}

/**
 * Builds the parts of a service over a store.
 *
 * @throws {SettingsError} for settings that are invalid, unknown or in contradiction to each other, and for a file
 *   among them that cannot be used
 * @throws {TypeError} if a key is invalid
 */
export function buildDependencies(options: DependencyOptions): Dependencies {
  const settings = settingsOf(options);
  const face = readFace(settings);
  const servers = settings.serversFile === undefined ? [] : readServersFile(settings.serversFile);
  const { workerGroup } = options;
  const observation = createObservation(settings);
  const log = options.log ?? pino({ level: settings.logLevel });
  const clock = options.clock ?? options.store?.clock ?? { now: () => Date.now() };
  const random = options.random ?? systemRandom;
  const keys = createKeys(options.keys);
  const sharedTables = openSharedMemory(workerGroup?.sharedMemory ?? createSharedMemory());
  const pollPacing = createPollPacing(clock, sharedTables.pollPacing);
  const kept: NonNullable<DependencyOptions['store']> = observation.store(options.store ?? createMemoryStore());
  const safeFetch = observation.outbound(createSafeFetch({ allowed: settings.outboundAllowed }));
  const parts = { kept, clock, random, safeFetch };
  const clients = openClients(settings, parts);
  const { oauthClients, pending: driverCache, documents, newClients, declaredClients } = clients;
  const store = { ...kept, oauthClients };
  const localNotifier = options.changeNotifier ?? createChangeNotifier();
  const sharedNotifier =
    workerGroup && shareChangeNotifier(workerGroup.name, localNotifier, () => driverCache.recheck());
  const changeNotifier = sharedNotifier ?? localNotifier;
  const coordination: Coordination = {
    replayCache: createReplayCache(clock, sharedTables.replayCache),
    usedOnce: kept.usedOnce ?? { use: async () => true },
    pollPacing,
    wrongCodes: createWrongCodes(clock, sharedTables.wrongCodes),
    limits: createLimits(
      clock,
      {
        issue: { points: settings.issuesPerMinute, seconds: 60 },
        nonce: { points: settings.issuesPerMinute, seconds: 60 },
      },
      sharedTables.limits,
    ),
    changeNotifier,
  };

  const warnings = createWarnings(log, workerGroup);
  for (const sentence of settingsWarnings(settings)) warnings.add(sentence);
  const geoip =
    settings.geoDatabase === undefined
      ? noGeoIp
      : openGeoIp({ file: settings.geoDatabase, onWarning: (sentence) => log.warn(sentence) });
  const userCodes = readUserCodes(settings.userCodes);
  const weak = weakCodes(plexCodes.weak, settings.guessesPerDay, settings.plexCodeLength);
  const outsideSignIn = outsideSignInOf(settings, options, (sentence) => warnings.warn(sentence));
  const providers = connectProviders(readProviders(settings, outsideSignIn !== null), clock, safeFetch, (sentence) =>
    log.warn(sentence),
  );
  const mail = createMailParts(settings, { store, keys, clock, random: systemRandom, log, observation });
  const accountService = createAccountService({ ...store, keys, clock, random }, settings.registration, mail.requests);
  const mailDelivery = mail.deliver(accountService);
  const events = createEvents({
    auditLog: store.auditLog,
    keys,
    clock,
    random: systemRandom,
    countryOf: (address) => geoip.lookup(address)?.countryCode ?? null,
    toldKinds: toldKinds(settings),
    onTrouble: options.onEventTrouble ?? ((error) => log.error({ err: error }, 'an event could not be written')),
  });
  const delivery = createWebhooks(settings, { store, clock, outbound: safeFetch, log });
  const { publicKeys, ...signing } = createTokenParts(options.keys, clock, random);
  const nonces = createNonces(options.keys, clock, random);
  const checked = { ...store, keys, clock };
  const beganAt = workerGroup?.startedAt ?? clock.now();
  const startedAt = (): number => kept.usedOnce?.since ?? beganAt;
  const webauthn = createWebAuthn();
  const { replayCache, usedOnce } = coordination;
  const passkeyService = createPasskeyService({
    ...store,
    keys,
    clock,
    random,
    events,
    webauthn,
    replayCache,
    usedOnce,
    startedAt,
  });

  return {
    settings,
    store,
    accountService,
    outsideSignIn,
    passkeyService,
    providers,
    geoip,
    declaredClients,
    servers,
    face,
    log,
    events,
    localNotifier,
    delivery,
    mailDelivery,
    observation,
    polls: new PollCounts(),
    operatorWarnings: warnings,
    warnings: () => [
      ...warnings.list(),
      ...(geoip.warning === null ? [] : [geoip.warning]),
      ...(delivery?.warnings() ?? []),
      ...(mailDelivery?.warnings() ?? []),
    ],
    storeFault: createReadiness(store, clock),
    capacity: createCapacity(settings.maxInFlight),
    longPolls: new LongPolls(changeNotifier, { overall: settings.waits, perNetwork: settings.waitsPerNetwork }),
    ports: {
      ...coordination,
      pins: store.pins,
      pending: {
        ...driverCache,
        pace: ({ id, expiresAt }, first) => pollPacing.take(id, first, expiresAt, 'plain'),
      },
      grants: store.grants,
      oauthClients: store.oauthClients,
      deviceKeys: store.deviceKeys,
      accounts: store.accounts,
      identities: store.identities,
      blocks: store.blocks,
      budgets: store.budgets,
      keys,
      clock,
      random,
      issuing: createIssuing({
        perNetwork: settings.livePinsPerNetwork,
        overall: settings.livePins,
        guessesPerDay: settings.guessesPerDay,
        weak,
      }),
      failedLookups: observation.failedLookups(createFailedLookups(store.budgets, clock)),
      events,
      nonces,
      codeAttempts: observation.codeAttempts(
        createCodeAttempts(
          {
            budgets: store.budgets,
            clock,
            weak,
            events,
            symbols: {
              weak: plexCodes.weak.alphabet.length,
              strong: plexCodes.strong.alphabet.length,
              user: userCodes.alphabet.length,
            },
          },
          sharedTables.spentAttempts,
        ),
      ),
      geoip,
      listsNearby: settings.nearby === 'auto' ? isLocalOnly(settings) : settings.nearby === 'on',
      mail: mail.requests,
      approvalRules: approvalRulesOf(settings),
      passwordSignIn: accountService,
      personCheck: withEmbedder(createPersonCheck(checked, providers), options.isActive, checked, (err) =>
        log.error({ err }, 'isActive failed'),
      ),
      passwordRoutes: passwordRoutesOf(settings),
      newClients,
      clientRegistrationRules: clientRegistrationRulesOf(settings),
      givesDeviceCodes: settings.deviceGrant === 'on',
      get startedAt() {
        return startedAt();
      },
      deviceJwts,
      tokens: store.oauthTokens,
      ...signing,
      idleFor: settings.tokenLapseDays * day,
    },
    oauth: {
      publicKeys: publicKeys.oauth,
      clientKeys: createClientKeys((uri) => safeFetch.fetch(uri), clock, Math.ceil(settings.maxInFlight / 8)),
      clientDocuments: documents,
      userCodes,
    },
    plex: {
      publicKeys: publicKeys.plex,
    },
    async close() {
      sharedNotifier?.close();
      warnings.close();
      await delivery?.stop();
      await mailDelivery?.stop();
      await events.flush();
      geoip.close();
      observation.close();
      await store.close();
    },
  };
}
