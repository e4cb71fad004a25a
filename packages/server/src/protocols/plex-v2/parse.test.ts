import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { WireRequest } from '../constants/messages.ts';
import {
  formatOf,
  parseClientIdentifier,
  parseCreate,
  parseDevice,
  parseLink,
  parseRead,
  parseRename,
  parseToken,
} from './parse.ts';

/** A request with just these parts. */
function saying({
  headers = {},
  query = {},
  form = {},
  json = {},
  suffix = null,
}: {
  headers?: Record<string, string>;
  query?: Record<string, string[]>;
  form?: Record<string, string[]>;
  json?: Record<string, unknown>;
  suffix?: string | null;
}): WireRequest {
  const named = (values: Record<string, string[]>) => (name: string) =>
    Object.entries(values).find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1] ?? [];
  return {
    method: 'POST',
    path: '/',
    suffix,
    query: named(query),
    header: (name) => headers[name],
    basic: () => undefined,
    form: named(form),
    json,
  };
}

const id = 'X-Plex-Client-Identifier';

describe('the format of an answer', () => {
  it('is XML unless JSON is asked for; the ending of the path has the last word (S2)', () => {
    assert.equal(formatOf(saying({})), 'xml');
    assert.equal(formatOf(saying({ headers: { accept: '*/*' } })), 'xml');
    assert.equal(formatOf(saying({ headers: { accept: 'text/html, application/json;q=0.9' } })), 'json');
    assert.equal(formatOf(saying({ headers: { accept: 'application/json;q=0' } })), 'xml');
    assert.equal(formatOf(saying({ headers: { accept: 'Application/JSON' } })), 'json');
    assert.equal(formatOf(saying({ suffix: 'json' })), 'json');
    assert.equal(formatOf(saying({ suffix: 'xml', headers: { accept: 'application/json' } })), 'xml');
  });
});

describe('the client identifier', () => {
  const places: readonly ((value: string) => Parameters<typeof saying>[0])[] = [
    (value) => ({ headers: { 'x-plex-client-identifier': value } }),
    (value) => ({ query: { 'x-plex-CLIENT-identifier': [value] } }),
    (value) => ({ form: { [id]: [value] } }),
    (value) => ({ json: { [id]: value } }),
  ];

  it('may stand in a header, the query, a form or a JSON body (S3)', () => {
    for (const place of places)
      assert.deepEqual(parseClientIdentifier(saying(place('cid'))), { ok: true, value: 'cid' });
  });

  it('is missing when it is empty everywhere (S3 S6)', () => {
    for (const place of [...places, () => ({})]) {
      const result = parseClientIdentifier(saying(place(' ')));
      assert.ok(!result.ok && result.refusal.code === 1000 && result.refusal.status === 400);
    }
  });

  it('must not differ between two places', () => {
    const twice = parseClientIdentifier(
      saying({ headers: { 'x-plex-client-identifier': 'a' }, query: { [id]: ['b'] } }),
    );
    assert.ok(!twice.ok && twice.refusal.code === 1004 && twice.refusal.status === 400);
    const repeated = parseClientIdentifier(saying({ query: { [id]: ['a', 'b'] } }));
    assert.ok(!repeated.ok && repeated.refusal.code === 1004);
    assert.equal(repeated.refusal.message, 'X-Plex-Client-Identifier is given twice and differs');
    assert.equal(parseClientIdentifier(saying({ query: { [id]: ['a', 'a', 'b'] } })).ok, false);
    assert.ok(
      parseClientIdentifier(saying({ headers: { 'x-plex-client-identifier': 'a' }, query: { [id]: ['a'] } })).ok,
    );
  });

  it('is refused when it is longer than 255 characters', () => {
    assert.ok(parseClientIdentifier(saying({ query: { [id]: ['x'.repeat(255)] } })).ok);
    const long = parseClientIdentifier(saying({ query: { [id]: ['x'.repeat(256)] } }));
    assert.ok(!long.ok && long.refusal.code === 1004);
    assert.equal(long.refusal.message, 'X-Plex-Client-Identifier is longer than 255 characters');
  });
});

describe('what a device says of itself', () => {
  it('is read by eight names, and null where nothing is said', () => {
    const names = {
      'x-plex-product': 'Plex for TV',
      'x-plex-version': '1.0',
      'x-plex-platform': 'Tizen',
      'x-plex-platform-version': '8',
      'x-plex-device': 'TV',
      'x-plex-device-name': 'Living room',
      'x-plex-model': 'QN90',
      'x-plex-device-vendor': 'Samsung',
    };
    const deviceInfo = {
      product: 'Plex for TV',
      version: '1.0',
      platform: 'Tizen',
      platformVersion: '8',
      device: 'TV',
      deviceName: 'Living room',
      model: 'QN90',
      vendor: 'Samsung',
    };
    const own = { 'x-plex-client-identifier': 'cid' };
    const told = parseDevice(saying({ headers: { ...own, ...names } }));
    assert.deepEqual(told, { ok: true, value: { clientIdentifier: 'cid', deviceInfo } });
    const silent = Object.fromEntries(Object.keys(deviceInfo).map((name) => [name, null]));
    assert.deepEqual(parseDevice(saying({ headers: own })), {
      ok: true,
      value: { clientIdentifier: 'cid', deviceInfo: silent },
    });
  });

  it('is said by nobody without an identifier', () => {
    const result = parseDevice(saying({ headers: { 'x-plex-product': 'Plex for TV' } }));
    assert.ok(!result.ok && result.refusal.code === 1000);
    assert.equal(result.refusal.message, 'X-Plex-Client-Identifier is missing');
  });
});

describe('a request for a pin', () => {
  const create = (said: Parameters<typeof saying>[0]) =>
    parseCreate(saying({ ...said, headers: { 'x-plex-client-identifier': 'cid', ...said.headers } }));

  it('is for a strong code when strong is true, True or 1, wherever it stands (S5)', () => {
    for (const strong of ['true', 'True', 'TRUE', '1']) {
      for (const said of [{ query: { strong: [strong] } }, { form: { strong: [strong] } }, { json: { strong } }]) {
        const command = create(said);
        assert.ok(command.ok && command.value.strong, JSON.stringify(said));
      }
    }
    for (const said of [
      {},
      { query: { strong: ['false'] } },
      { query: { strong: ['yes'] } },
      { json: { strong: false } },
    ]) {
      const command = create(said);
      assert.ok(command.ok && !command.value.strong, JSON.stringify(said));
    }
    for (const strong of [true, 1]) {
      const json = create({ json: { strong } });
      assert.ok(json.ok && json.value.strong);
    }
  });

  it('asks to approve others by a header of ours, in any case', () => {
    for (const [ask, wants] of [
      ['approver', true],
      ['Approver', true],
      ['other', false],
    ] as const) {
      const command = create({ headers: { 'linkpin-ask': ask } });
      assert.ok(command.ok && command.value.wantsToApprove === wants, ask);
    }
    const command = create({});
    assert.ok(command.ok && !command.value.wantsToApprove);
  });

  it('has the key of the device, if there is one, and is refused for what is none', () => {
    const x = 'vc89KFZd_ZvlV0qIzFi77af2YUVF6jIL-nfQzY-cIJA';
    const bound = create({ json: { jwk: { kty: 'OKP', crv: 'Ed25519', x } } });
    assert.deepEqual(bound.ok && bound.value.jwk, { x, kid: null });
    const unbound = create({});
    assert.equal(unbound.ok && unbound.value.jwk, null);
    assert.equal(create({ json: { jwk: 'none' } }).ok, false);
    assert.equal(parseCreate(saying({})).ok, false);
  });

  it('cuts claims that are too long, never through a character', () => {
    const command = create({ query: { 'X-Plex-Product': ['😀'.repeat(300)] } });
    assert.ok(command.ok);
    assert.equal(command.value.deviceInfo.product, '😀'.repeat(255));
  });

  it('never fails on its body (S4)', () => {
    fc.assert(
      fc.property(fc.object(), fc.dictionary(fc.string(), fc.array(fc.string())), (json, form) => {
        const said = { headers: { 'x-plex-client-identifier': 'cid' } };
        const harmless = Object.entries(form).filter(([name]) => !/identifier/i.test(name));
        assert.ok(parseCreate(saying({ ...said, json, form: Object.fromEntries(harmless) })).ok);
      }),
    );
  });
});

describe('a read of a pin', () => {
  const said = { headers: { 'x-plex-client-identifier': 'cid' } };

  it('takes a number, with the code beside it or not', () => {
    assert.deepEqual(parseRead(saying({ ...said, query: { code: ['7RQZ'] } }), '0042'), {
      ok: true,
      value: { clientIdentifier: 'cid', publicId: '42', code: '7RQZ', deviceJwt: null },
    });
    const empty = parseRead(saying({ ...said, query: { code: [''] } }), '42');
    assert.ok(empty.ok && empty.value.code === null);
  });

  it('takes the first code that is said, in the query before the form, and the proof from the query', () => {
    const codeOf = (query: Record<string, string[]>, form: Record<string, string[]>) => {
      const command = parseRead(saying({ ...said, query, form }), '42');
      return command.ok && command.value.code;
    };
    assert.equal(codeOf({ code: ['', '7RQZ'] }, { code: ['A2B3'] }), '7RQZ');
    assert.equal(codeOf({ code: [''] }, { code: ['', 'A2B3'] }), 'A2B3');
    assert.equal(codeOf({}, { code: [''] }), null);
    const proven = parseRead(saying({ ...said, query: { deviceJWT: ['a.b.c'] } }), '42');
    assert.equal(proven.ok && proven.value.deviceJwt, 'a.b.c');
    const none = parseRead(saying({ ...said, query: { deviceJWT: [''] } }), '42');
    assert.equal(none.ok && none.value.deviceJwt, null);
  });

  it('needs the identifier', () => {
    const result = parseRead(saying({}), '42');
    assert.ok(!result.ok && result.refusal.code === 1000);
  });

  it('refuses anything else as malformed', () => {
    for (const odd of ['undefined', '', '-1', '1.5', '0x10', '1e3', '٣', '9'.repeat(21)]) {
      const result = parseRead(saying(said), odd);
      assert.ok(!result.ok && result.refusal.code === 1004, odd);
      assert.equal(result.refusal.message, 'The pin id must be a number');
    }
  });
});

describe('a token and a code', () => {
  it('are found wherever they stand, and not when they are absurd', () => {
    assert.equal(parseToken(saying({ query: { 'X-Plex-Token': ['t'] } })), 't');
    assert.equal(parseToken(saying({ headers: { 'x-plex-token': 't' } })), 't');
    assert.equal(parseToken(saying({ headers: { 'x-plex-token': 't'.repeat(5000) } })), null);
    assert.equal(parseToken(saying({})), null);
    assert.deepEqual(parseLink(saying({ json: { code: '7RQZ' } })), { ok: true, value: '7RQZ' });
    const missing = parseLink(saying({}));
    assert.ok(!missing.ok && missing.refusal.message === 'The code is missing' && missing.refusal.status === 400);
  });

  it('may be long: a token of 4096 characters, and of a code its first 255', () => {
    const token = (length: number) => parseToken(saying({ query: { 'X-Plex-Token': ['t'.repeat(length)] } }));
    assert.deepEqual([token(4096), token(4097)], ['t'.repeat(4096), null]);
    assert.deepEqual(parseLink(saying({ query: { code: ['7'.repeat(300)] } })), { ok: true, value: '7'.repeat(255) });
  });
});

describe('a new name for a device', () => {
  const rename = (name: string, device = '7') => parseRename(saying({ query: { name: [name] } }), device);

  it('is shown as people are shown it, sixty characters at most', () => {
    assert.deepEqual(rename(' Living\u202E room '), { ok: true, value: 'Living room' });
    assert.deepEqual(rename('x'.repeat(61)), { ok: true, value: `${'x'.repeat(59)}…` });
    assert.equal(rename('Kitchen', '9'.repeat(10)).ok, true);
  });

  it('is refused where nothing of it can be shown, or the device is no number', () => {
    const missing = { code: 1004, status: 400, message: 'The name is missing' };
    assert.deepEqual(rename('\u202E'), { ok: false, refusal: missing });
    assert.deepEqual(parseRename(saying({}), '7'), { ok: false, refusal: missing });
    for (const odd of ['', 'x', '9'.repeat(11), '7x']) {
      const refusal = { code: 1004, status: 400, message: 'The device id must be a number' };
      assert.deepEqual(rename('Kitchen', odd), { ok: false, refusal });
    }
  });
});
