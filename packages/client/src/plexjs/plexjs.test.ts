import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { isLinkpinClientError } from '../errors.ts';
import { createPlexPins, type PlexPinsOptions } from './index.ts';

const app = { clientID: 'cid-1', clientName: 'My App' };
const pin = {
  id: 538114995,
  code: '7RQZ',
  product: 'My App',
  trusted: false,
  qr: 'https://plex.tv/api/v2/pins/qr/7RQZ',
  clientIdentifier: 'cid-1',
  location: { code: 'NL', european_union_member: true, city: 'Delft', postal_code: 2611 },
  expiresIn: 900,
  createdAt: '2026-12-01T12:00:00Z',
  expiresAt: '2026-12-01T12:15:00Z',
  authToken: null,
  newRegistration: null,
};

/** A server that always answers this, and what it was asked. */
function answering(body: unknown, status = 201) {
  const asked: { method: string; url: string; headers: Readonly<Record<string, string>> }[] = [];
  const fetch: NonNullable<PlexPinsOptions['fetch']> = async (url, { method, headers }) => {
    asked.push({ method, url, headers });
    const headersOfAnswer = { 'content-type': 'application/json; charset=utf-8' };
    return new Response(JSON.stringify(body), { status, headers: headersOfAnswer });
  };
  return { fetch, asked };
}

describe('createPlexPins', () => {
  test('asks plex.tv as plexjs did, and gives its answer with every member', async () => {
    const { fetch, asked } = answering(pin);
    const answer = await createPlexPins({ fetch }).getPin({
      ...app,
      strong: false,
      deviceNickname: 'Roku 3',
      clientVersion: '2.4.1',
      platform: 'Roku',
    });
    assert.deepEqual(asked, [
      {
        method: 'POST',
        url: 'https://plex.tv/api/v2/pins',
        headers: {
          Accept: 'application/json',
          'X-Plex-Client-Identifier': 'cid-1',
          'X-Plex-Product': 'My App',
          'X-Plex-Version': '2.4.1',
          'X-Plex-Platform': 'Roku',
          'X-Plex-Device-Name': 'Roku 3',
        },
      },
    ]);
    assert.equal(answer.statusCode, 201);
    assert.equal(answer.contentType, 'application/json; charset=utf-8');
    assert.deepEqual(await answer.rawResponse.json(), pin);
    assert.deepEqual(answer.authPinContainer, {
      ...pin,
      location: {
        code: 'NL',
        continentCode: 'Unknown',
        country: 'Unknown',
        city: 'Delft',
        europeanUnionMember: true,
        timeZone: 'Unknown',
        postalCode: '2611',
        inPrivacyRestrictedCountry: undefined,
        inPrivacyRestrictedRegion: undefined,
        subdivisions: 'Unknown',
        coordinates: 'Unknown',
      },
      createdAt: new Date('2026-12-01T12:00:00Z'),
      expiresAt: new Date('2026-12-01T12:15:00Z'),
    });
  });

  test('takes who asks from its options, under the names of every generation, unless a call says otherwise', async () => {
    for (const options of [
      { xPlexClientIdentifier: 'cid-1', clientName: 'My App' },
      { ...app, clientPlatform: 'Roku', deviceName: 'Roku 3' },
    ]) {
      const { fetch, asked } = answering(pin);
      const pins = createPlexPins({ ...options, fetch, serverURL: 'http://127.0.0.1:4747/base/api/v2/' });
      await pins.getPin({ strong: true, clientName: undefined });
      await pins.getTokenByPinId({ pinID: 7, clientID: 'cid-2' }, { serverURL: 'http://127.0.0.1:4748/api/v2' });
      assert.deepEqual(
        asked.map(({ method, url, headers }) => [method, url, headers['X-Plex-Client-Identifier']]),
        [
          ['POST', 'http://127.0.0.1:4747/base/api/v2/pins?strong=true', 'cid-1'],
          ['GET', 'http://127.0.0.1:4748/api/v2/pins/7', 'cid-2'],
        ],
      );
      assert.equal(asked[0]?.headers['X-Plex-Platform'], 'clientPlatform' in options ? 'Roku' : undefined);
      assert.equal(asked[0]?.headers['X-Plex-Device-Name'], 'deviceName' in options ? 'Roku 3' : undefined);
    }
  });

  test('reads an answer that names neither times nor app', async () => {
    const { fetch } = answering({ id: 7, code: '7RQZ' });
    const { authPinContainer } = await createPlexPins({ ...app, fetch }).getPin();
    const { createdAt, expiresAt, product, clientIdentifier, qr, authToken } = authPinContainer!;
    assert.equal(+expiresAt - +createdAt, 900_000);
    assert.deepEqual([product, clientIdentifier, qr, authToken], ['My App', 'cid-1', '', null]);
  });

  test('tells that a pin is over by its status, with what plex.tv says of it', async () => {
    const { fetch } = answering({ errors: [{ code: 1020, message: 'Code not found or expired', status: 404 }] }, 404);
    await assert.rejects(
      createPlexPins({ ...app, fetch }).getTokenByPinId(7),
      (error) => isLinkpinClientError(error, 'refused') && error.status === 404 && error.plexCode === 1020,
    );
  });

  test('asks nobody without an identifier, a name or the id of a pin', async () => {
    const { fetch, asked } = answering(pin);
    const isBad = (error: unknown): boolean => isLinkpinClientError(error, 'bad_option');
    await assert.rejects(createPlexPins({ fetch }).getPin({ clientName: 'My App' }), isBad);
    await assert.rejects(createPlexPins({ fetch }).getPin({ clientID: 'cid-1' }), isBad);
    await assert.rejects(createPlexPins({ ...app, fetch }).getTokenByPinId({ pinID: NaN }), isBad);
    assert.deepEqual(asked, []);
  });

  test('ends a call for the signal of its fetch options', async () => {
    const signal = AbortSignal.abort(new Error('enough'));
    const { fetch } = answering(pin);
    await assert.rejects(createPlexPins({ ...app, fetch }).getPin({}, { fetchOptions: { signal } }), /enough/);
  });

  test('takes nothing from plexjs itself', () => {
    const sources = ['index', 'arguments', 'container', 'shapes'].map((name) =>
      readFileSync(new URL(`${name}.ts`, import.meta.url), 'utf8'),
    );
    for (const source of sources) assert.doesNotMatch(source, /from '@/);
  });
});
