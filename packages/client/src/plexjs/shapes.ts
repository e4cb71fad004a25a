// The requests and answers of `plex.getPin` and `plex.getTokenByPinId` as @lukehagar/plexjs 0.32 to 0.42 named them.
import type { FetchResponse } from '../platform.ts';

/** Who asks for a pin or polls it. What is left out comes from the options of `createPlexPins`. */
export interface PinClient {
  /** The identifier of this installation: random and permanent. */
  clientID?: string | undefined;
  /** The app's name. */
  clientName?: string | undefined;
  /** The owner's name for the device. */
  deviceNickname?: string | undefined;
  clientVersion?: string | undefined;
  platform?: string | undefined;
}

/** A request for a pin. */
export interface GetPinRequest extends PinClient {
  /** A long code for the sign-in page, in place of a short one to type. Default: false. */
  strong?: boolean | undefined;
}

/** A question about a pin. */
export interface GetTokenByPinIdRequest extends PinClient {
  /** The `id` of the pin. */
  pinID: number;
}

/** Where a request came from, as the server has it. What it does not know is `Unknown`, as plex.tv writes it. */
export interface GeoData {
  /** ISO 3166-1 alpha-2. */
  code: string;
  continentCode: string;
  country: string;
  city: string;
  europeanUnionMember?: boolean | undefined;
  timeZone: string;
  postalCode: string;
  inPrivacyRestrictedCountry?: boolean | undefined;
  inPrivacyRestrictedRegion?: boolean | undefined;
  subdivisions: string;
  /** Latitude, comma, space, longitude. */
  coordinates: string;
}

/** A pin. */
export interface AuthPinContainer {
  id: number;
  /** What the person types at plex.tv/link, or what the sign-in page is opened with. */
  code: string;
  product: string;
  trusted?: boolean | undefined;
  /** URL of a QR image. */
  qr: string;
  clientIdentifier: string;
  location: GeoData;
  /** Seconds that are left. */
  expiresIn?: number | undefined;
  createdAt: Date;
  expiresAt: Date;
  /** The token; null until somebody approved. */
  authToken?: string | null | undefined;
  newRegistration?: boolean | null | undefined;
}

/** An answer about a pin. */
export interface PinResponse {
  /** Media type of the answer. */
  contentType: string;
  /** HTTP status: 201 for a new pin, 200 for a poll. plex.tv has used either for both. */
  statusCode: number;
  /** The answer as it came. */
  rawResponse: FetchResponse;
  authPinContainer?: AuthPinContainer | undefined;
}

/** Options of one call. */
export interface RequestOptions {
  /** The base of the API, such as `https://plex.tv/api/v2`. */
  serverURL?: string | undefined;
  /** Milliseconds until the call fails as `timeout`. Default: 10,000. */
  timeoutMs?: number | undefined;
  /** Of these `signal` alone is heeded. */
  fetchOptions?: { readonly signal?: AbortSignal | null | undefined } | undefined;
}
