import type { Logger } from 'pino';
import type { Settings } from '../../config/settings.ts';
import type { AccountService } from '../../accounts/account-service.ts';
import type { PasskeyService } from '../../accounts/passkeys.ts';
import type { Address } from '../../domain/address.ts';
import type { Provider } from '../../domain/provider.ts';
import type { Upstream } from '../../service/ports/upstream.ts';
import type { Place } from '../../domain/place.ts';
import type { PollKind } from '../../domain/polling.ts';
import type { SignInDevicePorts } from '../../service/accounts/sign-in-device.ts';
import type { DisowningPorts } from '../../service/blocks/report-requester.ts';
import type { RegisterClientPorts } from '../../service/clients/register-client.ts';
import type { RegisterDeviceKeyPorts } from '../../service/grants/register-device-key.ts';
import type { AuthorizationPorts } from '../../service/pins/request-authorization.ts';
import type { DeviceAuthorizationPorts } from '../../service/pins/authorize-device.ts';
import type { DecisionPorts } from '../../service/pins/decide-pin.ts';
import type { PinPorts } from '../../service/pins/pin-ports.ts';
import type { PollPlexPinPorts } from '../../service/pins/poll-plex-pin.ts';
import type { AccessTokenPorts } from '../../service/tokens/access-tokens.ts';
import type { ExchangePorts } from '../../service/tokens/exchange-device-jwt.ts';
import type { TellPersonPorts } from '../../service/tokens/tell-person.ts';
import type { TokenOwnerPorts } from '../../service/tokens/find-token-owner.ts';
import type { CodeAttempts } from '../../service/ports/code-attempts.ts';
import type { Mail } from '../../service/ports/mail.ts';
import type { Nonces } from '../../service/ports/nonces.ts';
import type { OAuthClient } from '../../service/ports/oauth-clients.ts';
import type { NearbyPorts } from '../../service/pins/nearby-pins.ts';
import type { OutsideSignIn } from '../../service/ports/outside-sign-in.ts';
import type { PendingCache } from '../../service/ports/pending-cache.ts';
import type { Store } from '../../service/ports/store.ts';
import type { PollCounts } from '../poll-counts.ts';
import type { Capacity } from './capacity.ts';
import type { LongPolls } from '../../long-poll/long-polls.ts';
import type { OAuthContext } from '../oauth/context.ts';
import type { PlexContext } from '../plex/context.ts';
import type { Face } from '../../pages/face.ts';
import type { PlexServer } from '../../protocols/constants/plex.ts';

/** Looks up places of addresses. */
export interface GeoIpInfo {
  lookup(address: Address): Place | null;
  /** The attribution that the database's licence requires, or null. */
  readonly attribution: string | null;
}

/** What the use cases need from outside. Each names the part that it uses. */
export type UseCasePorts = PinPorts &
  PollPlexPinPorts &
  DeviceAuthorizationPorts &
  AuthorizationPorts &
  DecisionPorts &
  DisowningPorts &
  TokenOwnerPorts &
  RegisterDeviceKeyPorts &
  RegisterClientPorts &
  SignInDevicePorts &
  ExchangePorts &
  NearbyPorts &
  TellPersonPorts &
  AccessTokenPorts & {
    readonly codeAttempts: CodeAttempts;
    readonly nonces: Nonces;
    readonly pending: PendingCache;
    readonly mail: Mail;
  };

/** A provider that people may sign in at, and how it is talked to. */
export interface UpstreamProvider {
  readonly provider: Provider;
  readonly upstream: Upstream;
}

/** Everything that a route may use. One for the life of the service. */
export interface ServiceContext {
  readonly settings: Settings;
  readonly store: Store;
  readonly ports: UseCasePorts;
  readonly accountService: AccountService;
  readonly passkeyService: PasskeyService;
  /** Where people may sign in besides, in the order in which they are shown. */
  readonly providers: readonly UpstreamProvider[];
  /** Where people are signed in instead of here; null if they are signed in here. */
  readonly outsideSignIn: OutsideSignIn | null;
  readonly longPolls: LongPolls;
  readonly polls: PollCounts;
  readonly capacity: Capacity;
  readonly oauth: OAuthContext;
  readonly plex: PlexContext;
  readonly geoip: GeoIpInfo;
  /** The OAuth clients of the operator's file. */
  readonly declaredClients: readonly OAuthClient[];
  /** The media servers that the operator declared. */
  readonly servers: readonly PlexServer[];
  /** How the operator has the pages look. */
  readonly face: Face;
  readonly log: Logger;
  /** What is wrong with the store, or undefined when it works. */
  readonly storeFault: () => Promise<unknown>;
  /** Warnings for the operator, shown by `/readyz`. */
  readonly warnings: () => readonly string[];
}

/** What an adapter knows of one request beyond its text. */
export interface RequestContext {
  /** The client's address, or null when it cannot be known. */
  readonly address: Address;
  /** Where the request came from when its own headers hide its address; see the core's `Requester`. */
  readonly hiddenBehind?: string;
  /** The service's own URL as this client sees it: scheme, host, base path, no slash at the end. */
  readonly baseUrl: string;
  /** The address at the other end of the connection, of a request for a page. */
  readonly peer?: string | undefined;
  /** The kind of a poll; plain by default. */
  readonly poll?: PollKind;
  /** Names the request, in the log and in an error; see {@link createRequestIds}. */
  readonly requestId: () => string;
  /** Is told the route of a page, when somebody observes the request. */
  readonly found?: (route: string) => void;
  /** The body of a request for a page, if the adapter has read it; otherwise the `Request` has it. */
  readonly body?: Uint8Array;
  /** The adapter sends a text that is beside the response to a page; see `page-text.ts`. */
  readonly sendsText?: boolean;
}

/** The bindings that page handlers find in `c.env`. */
export interface PageEnv {
  Bindings: RequestContext;
}
