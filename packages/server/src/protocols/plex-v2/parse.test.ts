import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { WireRequest } from '../constants/messages.ts';
import { formatOf, parseClientIdentifier, parseCreate, parseLink, parseRead, parseToken } from './parse.ts';

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
    assert.ok(
      parseClientIdentifier(saying({ headers: { 'x-plex-client-identifier': 'a' }, query: { [id]: ['a'] } })).ok,
    );
  });

  it('is refused when it is longer than 255 characters', () => {
    assert.ok(parseClientIdentifier(saying({ query: { [id]: ['x'.repeat(255)] } })).ok);
    const long = parseClientIdentifier(saying({ query: { [id]: ['x'.repeat(256)] } }));
    assert.ok(!long.ok && long.refusal.code === 1004);
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
    const json = create({ json: { strong: true } });
    assert.ok(json.ok && json.value.strong);
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

  it('refuses anything else as malformed', () => {
    for (const odd of ['undefined', '', '-1', '1.5', '0x10', '1e3', '٣', '9'.repeat(21)]) {
      const result = parseRead(saying(said), odd);
      assert.ok(!result.ok && result.refusal.code === 1004, odd);
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
    assert.equal(parseLink(saying({})).ok, false);
  });
});
