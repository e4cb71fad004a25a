// `plex.getPin` and `plex.getTokenByPinId` for projects that had them from @lukehagar/plexjs, which dropped them in 0.43.
import { LinkpinClientError } from '../errors.ts';
import { ordinaryTimeout, send, type Fetch } from '../http.ts';
import { isFine, plexError } from '../plex-answer.ts';
import type { FetchResponse } from '../platform.ts';
import { plexPinRequest, plexRequest, type PlexSender } from '../plex-request.ts';
import { readPlexOptions } from '../plex-setting.ts';
import type { HttpRequest } from '../http.ts';
import { readPinArguments, readTokenArguments, type GetPinArguments, type GetTokenArguments } from './arguments.ts';
import { containerOf } from './container.ts';
import type { PinClient, PinResponse, RequestOptions } from './shapes.ts';

export type { GetPinArguments, GetTokenArguments } from './arguments.ts';
export type {
  AuthPinContainer,
  GeoData,
  GetPinRequest,
  GetTokenByPinIdRequest,
  PinClient,
  PinResponse,
  RequestOptions,
} from './shapes.ts';

/** What all calls have in common. The names are those of every generation of plexjs. */
export interface PlexPinsOptions extends PinClient {
  /** The base of the API. Default: `https://plex.tv/api/v2`. */
  readonly serverURL?: string | undefined;
  /** `clientID` as it was called before 0.27. */
  readonly xPlexClientIdentifier?: string | undefined;
  /** `platform` as it was called in 0.27 to 0.31. */
  readonly clientPlatform?: string | undefined;
  /** `deviceNickname` as it was called in 0.27 to 0.31. */
  readonly deviceName?: string | undefined;
  /** Default: the platform's. */
  readonly fetch?: Fetch | undefined;
}

/** The two calls. */
export interface PlexPins {
  /**
   * Requests a pin.
   *
   * @throws LinkpinClientError `bad_option` without a client identifier or name, or another code; the signal's reason if
   *   it aborted
   */
  readonly getPin: (...given: GetPinArguments) => Promise<PinResponse>;
  /**
   * Reads a pin once; `authToken` is null until somebody approved it. Ask about once a second, and stop at `expiresAt`.
   *
   * @throws LinkpinClientError `refused` with `status` 404 once the pin is over; otherwise as `getPin`
   */
  readonly getTokenByPinId: (...given: GetTokenArguments) => Promise<PinResponse>;
}

/** `https://plex.tv/api/v2/` → `https://plex.tv`: this package's requests bring the path. */
const serverOf = (serverURL: string): string => serverURL.replace(/\/api\/v2\/*$/, '');

/**
 * Makes the two calls that plexjs had until 0.42, with the same requests and answers.
 *
 * @param options who asks; a call may say otherwise
 */
export function createPlexPins(options: PlexPinsOptions = {}): PlexPins {
  const setting = (request: PinClient, { serverURL }: RequestOptions) => {
    const given = { ...options, ...withoutUndefined(request) };
    return readPlexOptions({
      clientIdentifier: given.clientID ?? given.xPlexClientIdentifier ?? '',
      product: given.clientName ?? '',
      version: given.clientVersion,
      platform: given.platform ?? given.clientPlatform,
      deviceName: given.deviceNickname ?? given.deviceName,
      server: serverOf(serverURL ?? options.serverURL ?? 'https://plex.tv'),
      fetch: options.fetch,
    });
  };

  async function ask(
    about: (sender: PlexSender) => HttpRequest,
    request: PinClient,
    call: RequestOptions,
  ): Promise<PinResponse> {
    const { sender, line } = setting(request, call);
    let rawResponse: FetchResponse | undefined;
    const keeping: Fetch = async (url, init) => {
      const response = await line.fetch(url, init);
      rawResponse = response.clone();
      return response;
    };
    const signal = call.fetchOptions?.signal ?? undefined;
    const answer = await send(about(sender), { ...line, fetch: keeping }, call.timeoutMs ?? ordinaryTimeout, signal);
    if (!isFine(answer)) throw plexError(answer);
    if (rawResponse === undefined) throw new LinkpinClientError('unreadable', 'no answer');
    return {
      contentType: answer.header('content-type') ?? '',
      statusCode: answer.status,
      rawResponse,
      authPinContainer: containerOf(answer.text, sender, line.clock.wallTime()),
    };
  }

  return {
    getPin(...given) {
      const { request, options: call } = readPinArguments(given);
      return ask((sender) => plexPinRequest(sender, { strong: request.strong === true }), request, call);
    },
    async getTokenByPinId(...given) {
      const { request, options: call } = readTokenArguments(given);
      return ask((sender) => plexRequest('GET', sender, `/api/v2/pins/${request.pinID}`), request, call);
    },
  };
}

/** Members that a request leaves undefined do not hide those of the options. */
const withoutUndefined = (request: PinClient): PinClient =>
  Object.fromEntries(Object.entries(request).filter(([, value]) => value !== undefined));
