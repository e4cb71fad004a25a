// The OpenAPI document and the routes say the same, and a linter finds nothing.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { createRouteTable } from '../../packages/server/src/http/server/route-table.ts';
import { apiRoutes } from '../../packages/server/src/http/server/routes.ts';
import { ask } from '../plex/asking.ts';
import { undocumented, type Exchange } from '../support/openapi.ts';
import { documentedPaths } from '../support/openapi-schemas.ts';
import { createHarness } from '../harness/service.ts';

const operations = Object.entries(documentedPaths).flatMap(([path, methods]) =>
  Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
);

/** `/pins/:id` with the ending `xml` is `/pins/{id}.xml`. */
const asDocumented = (path: string, ending: string | null): string =>
  `${path.replaceAll(/:(\w+)/g, '{$1}')}${ending === null ? '' : `.${ending}`}`;

test('every route is an operation of the document, with each of its endings where it has no other form', () => {
  const wanted = apiRoutes.flatMap(([method, path, , rules]) =>
    (rules?.endings ?? [null]).map((ending) => `${method} ${asDocumented(path, ending)}`),
  );
  assert.deepEqual(
    wanted.filter((operation) => !operations.includes(operation)),
    [],
  );
});

test('every operation of the document is a route', () => {
  const table = createRouteTable(apiRoutes);
  const missing = operations.filter((operation) => {
    const [method = '', path = ''] = operation.split(' ');
    const [, plain = path, ending = null] = /^(.*)\.(json|xml)$/.exec(path) ?? [];
    const found = table.find(method, plain.replaceAll(/\{\w+\}/g, '1'), ending);
    return found === undefined || asDocumented(found.route[1], null) !== plain;
  });
  assert.deepEqual(missing, []);
});

test('an operation has the name of one thing', () => {
  const ids = Object.values(documentedPaths).flatMap((methods) =>
    Object.values(methods).map((operation) => operation.operationId),
  );
  assert.equal(new Set(ids).size, ids.length);
});

test('the document is served with the address that was asked, below a base path too', async () => {
  for (const publicUrl of [undefined, 'https://home.example/linkpin']) {
    const harness = createHarness('openapi', publicUrl === undefined ? {} : { settings: { publicUrl } });
    after(() => harness.service.close());
    const base = publicUrl ?? 'http://127.0.0.1:4747';
    const path = publicUrl === undefined ? '/openapi.json' : '/linkpin/openapi.json';
    const answer = await ask(harness, 'GET', path, { headers: { host: new URL(base).host } });
    assert.equal(answer.status, 200);
    const { openapi, servers } = answer.json as { openapi: string; servers: unknown };
    assert.equal(openapi, '3.1.1');
    assert.deepEqual(servers, [{ url: base }]);
  }
});

const folder = mkdtempSync(join(tmpdir(), 'linkpin-openapi-'));
after(() => rmSync(folder, { recursive: true }));

function lint(document: unknown): string {
  const file = join(folder, 'openapi.json');
  writeFileSync(file, JSON.stringify(document));
  const cli = fileURLToPath(new URL('../../node_modules/@redocly/cli/bin/cli.js', import.meta.url));
  const config = fileURLToPath(new URL('redocly.yaml', import.meta.url));
  const quiet = { REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true', CI: 'true', NO_COLOR: '1' };
  const args = [cli, 'lint', '--config', config, '--format', 'json', file];
  try {
    return execFileSync(process.execPath, args, { env: { ...process.env, ...quiet }, encoding: 'utf8', stdio: 'pipe' });
  } catch (error) {
    return (error as { readonly stdout: string }).stdout;
  }
}

const totals = (report: string): unknown => (JSON.parse(report) as { readonly totals: unknown }).totals;

test('a linter finds nothing in the document, and something in a worse one', async () => {
  const harness = createHarness('openapi lint', { settings: { publicUrl: 'https://linkpin.test' } });
  after(() => harness.service.close());
  const answer = await ask(harness, 'GET', '/openapi.json', { headers: { host: 'linkpin.test' } });
  const document = answer.json as { readonly info: object };
  assert.deepEqual(totals(lint(document)), { errors: 0, warnings: 0, ignored: 0 });
  assert.notDeepEqual(totals(lint({ ...document, info: { title: 'linkpin' } })), {
    errors: 0,
    warnings: 0,
    ignored: 0,
  });
});

const nonce: Exchange = {
  method: 'GET',
  path: '/api/v2/auth/nonce',
  userAgent: '',
  status: 200,
  headers: new Map([['content-type', 'application/json; charset=utf-8']]),
  body: '{"nonce":"3f0b1c9e-5d1f-8a44-9a53-3b8f7ad9f0f1"}',
};

test('an answer is documented only as it is', () => {
  assert.equal(undocumented(nonce), undefined);
  const worse: readonly (readonly [Partial<Exchange>, RegExp])[] = [
    [{ body: '{"nonce":"3f0b1c9e-5d1f-8a44-9a53-3b8f7ad9f0f1","more":1}' }, /must NOT have additional properties/],
    [{ body: '{}' }, /must have required property 'nonce'/],
    [{ body: '{"nonce":"no UUID"}' }, /must match format "uuid"/],
    [{ status: 201 }, /status is not documented/],
    [{ headers: new Map([...nonce.headers, ['x-new', '1']]) }, /headers that are not documented: x-new/],
    [{ headers: new Map([['content-type', 'text/html']]) }, /media type that is not documented: text\/html/],
    [{ path: '/api/v2/auth/unheard-of' }, /no operation of the document/],
    [{ method: 'PUT' }, /no operation of the document/],
  ];
  for (const [change, wrong] of worse) assert.match(undocumented({ ...nonce, ...change }) ?? '', wrong);
});

test('what only old generated SDKs are answered is not documented for others', () => {
  const path = '/api/v2/geoip';
  const place = {
    code: 'US',
    european_union_member: false,
    continent_code: 'NA',
    country: 'United States',
    city: 'Austin',
    time_zone: 'America/Chicago',
    postal_code: 78732,
    in_privacy_restricted_country: false,
    in_privacy_restricted_region: false,
    subdivisions: 'Texas',
    coordinates: '30.38, -97.89',
  };
  const exchange: Exchange = { ...nonce, path, body: JSON.stringify(place) };
  const sdk = 'speakeasy-sdk/typescript 0.20.1 2.404.2 0.0.3 @lukehagar/plexjs';
  assert.equal(undocumented({ ...exchange, userAgent: sdk }), undefined);
  assert.match(undocumented(exchange) ?? '', /postal_code must be string|boolean schema is false/);
});
