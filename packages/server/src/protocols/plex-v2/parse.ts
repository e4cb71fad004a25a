// Pure: parses a request into a command or an error.
import { givenNameOf } from '../../domain/device-info.ts';
import type { DeviceInfo } from '../../domain/pin.ts';
import { accepted, refused, type Result } from '../../domain/result.ts';
import { askHeader } from '../constants/linkpin.ts';
import type { WireRequest } from '../constants/messages.ts';
import { parseDeviceJwt, parseJwk, type PublicJwk } from './jwt.ts';
import { plexErrors, plexNames, type PlexError, type PlexFormat } from '../constants/plex.ts';

/** A device's identifier and device information. */
export interface DeviceWords {
  readonly clientIdentifier: string;
  readonly deviceInfo: DeviceInfo;
}

/** A device's request for a pin. */
export interface CreateCommand extends DeviceWords {
  readonly strong: boolean;
  readonly wantsToApprove: boolean;
  /** The key whose proof is required to redeem, or null. */
  readonly jwk: PublicJwk | null;
}

/** A poll of a pin. */
export interface ReadCommand {
  readonly clientIdentifier: string;
  readonly publicId: string;
  readonly code: string | null;
  /** The proof of the pin's key, or null. */
  readonly deviceJwt: string | null;
}

/**
 * Longest value: longer identifiers are refused, longer device information is truncated. Real clients stay far below.
 */
const longest = 255;

/** The requested format: JSON by path extension or `Accept`, else XML (wire S2). */
export function formatOf({ suffix, header }: Pick<WireRequest, 'suffix' | 'header'>): PlexFormat {
  if (suffix === 'json' || suffix === 'xml') return suffix;
  return /\bapplication\/json\b(?!\s*;\s*q=0(\.0*)?(?![.\d]))/i.test(header('accept') ?? '') ? 'json' : 'xml';
}

/** All values of a name in header, query, form and JSON; empty ones count as absent (wire S3). */
function valuesOf({ header, query, form, json }: WireRequest, name: string): readonly string[] {
  const values: string[] = [];
  const add = (text: string): void => {
    const value = text.trim();
    if (value !== '') values.push(value);
  };
  add(header(name.toLowerCase()) ?? '');
  query(name).forEach(add);
  form(name).forEach(add);
  const member = json[name];
  if (typeof member === 'string' || typeof member === 'number' || typeof member === 'boolean') add(String(member));
  return values;
}

const cut = (text: string): string => [...text].slice(0, longest).join('');

function claimsOf(request: WireRequest): DeviceInfo {
  const claim = (name: string): string | null => {
    const [value] = valuesOf(request, name);
    return value === undefined ? null : cut(value);
  };
  return {
    product: claim(plexNames.product),
    version: claim(plexNames.version),
    platform: claim(plexNames.platform),
    platformVersion: claim(plexNames.platformVersion),
    device: claim(plexNames.device),
    deviceName: claim(plexNames.deviceName),
    model: claim(plexNames.model),
    vendor: claim(plexNames.vendor),
  };
}

const malformed = (message: string): PlexError => ({ ...plexErrors.malformed, message });

/** Parses the client identifier: required (wire S6) and unambiguous. */
export function parseClientIdentifier(request: WireRequest): Result<string, PlexError> {
  const [identifier, ...others] = valuesOf(request, plexNames.clientIdentifier);
  if (identifier === undefined) return refused(plexErrors.clientIdentifierMissing);
  if (others.some((other) => other !== identifier))
    return refused(malformed(`${plexNames.clientIdentifier} is given twice and differs`));
  if (identifier.length > longest) {
    return refused(malformed(`${plexNames.clientIdentifier} is longer than ${longest} characters`));
  }
  return accepted(identifier);
}

/** Parses the token, or null. */
export function parseToken(request: WireRequest): string | null {
  const [token] = valuesOf(request, plexNames.token);
  return token !== undefined && token.length <= 4096 ? token : null;
}

/** Parses identifier and device information, truncating long values. */
export function parseDevice(request: WireRequest): Result<DeviceWords, PlexError> {
  const identifier = parseClientIdentifier(request);
  return identifier.ok ? accepted({ clientIdentifier: identifier.value, deviceInfo: claimsOf(request) }) : identifier;
}

/**
 * `POST /api/v2/pins`. Ignores a malformed body (wire S4) except for an invalid `jwk`; accepts `strong` in any spelling
 * (S5).
 */
export function parseCreate(request: WireRequest): Result<CreateCommand, PlexError> {
  const device = parseDevice(request);
  if (!device.ok) return device;
  const jwk = parseJwk(request);
  if (!jwk.ok) return jwk;
  const [strong = ''] = valuesOf(request, 'strong');
  return accepted({
    ...device.value,
    strong: /^(true|1)$/i.test(strong),
    wantsToApprove: request.header(askHeader)?.toLowerCase() === 'approver',
    jwk: jwk.value,
  });
}

/**
 * `GET` and `DELETE /api/v2/pins/{id}`.
 *
 * @param id the path's last segment; anything but digits is malformed, a number out of range unknown
 */
export function parseRead(request: WireRequest, id: string): Result<ReadCommand, PlexError> {
  if (!/^\d{1,20}$/.test(id)) return refused(malformed('The pin id must be a number'));
  const identifier = parseClientIdentifier(request);
  if (!identifier.ok) return identifier;
  const isSaid = (value: string): boolean => value !== '';
  const code = request.query('code').find(isSaid) ?? request.form('code').find(isSaid) ?? null;
  return accepted({
    clientIdentifier: identifier.value,
    publicId: id.replace(/^0+(?=\d)/, ''),
    code,
    deviceJwt: parseDeviceJwt(request),
  });
}

/** Parses the code of `PUT` and `DELETE /api/v2/pins/link`. */
export function parseLink(request: WireRequest): Result<string, PlexError> {
  const [code] = valuesOf(request, 'code');
  return code === undefined ? refused(malformed('The code is missing')) : accepted(code.slice(0, longest));
}

/**
 * Parses the new name of `PUT /api/v2/devices/{id}`.
 *
 * @param id the path's last segment, which must be a number
 */
export function parseRename(request: WireRequest, id: string): Result<string, PlexError> {
  if (!/^\d{1,10}$/.test(id)) return refused(malformed('The device id must be a number'));
  const [text] = valuesOf(request, 'name');
  const name = givenNameOf(text ?? null);
  return name === null ? refused(malformed('The name is missing')) : accepted(name);
}
