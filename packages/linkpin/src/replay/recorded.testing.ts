// A sign-in as `linkpin record` writes it, in JSON and in XML.
import type { Exchange, Json, Transcript, XmlElement } from '../transcript/transcript.ts';

const id = 1_000_000_001;
const device = { 'x-plex-client-identifier': 'client-1', 'x-plex-product': 'product-1' };

const pin = (more: { readonly [name: string]: Json }): Json => ({
  id,
  code: 'pincode1',
  product: 'product-1',
  clientIdentifier: 'client-1',
  location: { code: 'ZZ', city: null },
  expiresIn: 1800,
  createdAt: '2026-12-01T00:00:00Z',
  expiresAt: '2026-12-01T00:30:00Z',
  authToken: null,
  newRegistration: null,
  ...more,
});

/** An exchange in JSON. */
export const inJson = (method: string, path: string, status: number, json: Json, afterMs = 0): Exchange => ({
  request: { method, host: 'plex.tv', path, headers: { accept: 'application/json', ...device } },
  response: { status, headers: { 'content-type': 'application/json; charset=utf-8' }, body: { json } },
  afterMs,
});

/** An exchange in XML. */
export const inXml = (method: string, path: string, status: number, xml: XmlElement, afterMs = 0): Exchange => ({
  request: { method, host: 'plex.tv', path, headers: device },
  response: { status, headers: { 'content-type': 'application/xml; charset=utf-8' }, body: { xml } },
  afterMs,
});

/** A recording of these exchanges. */
export const transcriptOf = (exchanges: readonly Exchange[]): Transcript => ({
  format: 'linkpin transcript',
  version: 1,
  recordedOn: '2026-12-01',
  exchanges,
  leftOut: [],
});

/** A sign-in: a pin, two polls that wait, of which the first came often, the one that has the token, and the user. */
export const signIn: Transcript = transcriptOf([
  inJson('POST', '/api/v2/pins', 201, pin({})),
  { ...inJson('GET', `/api/v2/pins/${id}`, 200, pin({ expiresIn: 1799 }), 1000), repeats: 40 },
  inJson('GET', `/api/v2/pins/${id}`, 200, pin({ expiresIn: 1750, location: { code: 'ZZ', city: 'city-1' } }), 50_000),
  inJson(
    'GET',
    `/api/v2/pins/${id}`,
    200,
    pin({ expiresIn: 10, expiresAt: '2026-12-01T00:01:10Z', authToken: 'token-1', newRegistration: false }),
    60_000,
  ),
  inJson('GET', '/api/v2/user', 200, { id: 1_000_000_002, username: 'user-1', authToken: 'token-1' }, 61_000),
]);

const pinXml = (attributes: Readonly<Record<string, string>>): XmlElement => ({
  name: 'pin',
  attributes: {
    id: String(id),
    code: 'ABCD',
    product: 'product-1',
    clientIdentifier: 'client-1',
    expiresIn: '900',
    expiresAt: '2026-12-01 00:15:00 UTC',
    authToken: '',
    ...attributes,
  },
  children: [{ name: 'location', attributes: { code: 'ZZ' } }],
});

/** The same in XML. */
export const signInXml: Transcript = transcriptOf([
  inXml('POST', '/api/v2/pins', 201, pinXml({})),
  inXml('GET', `/api/v2/pins/${id}`, 200, pinXml({ expiresIn: '899' }), 1000),
  inXml('GET', `/api/v2/pins/${id}`, 200, pinXml({ authToken: 'token-1' }), 2000),
]);
