// The generations of plexjs that npm does not serve: what the service says to each, held against what its schemas accept.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { createHarness } from '../harness/service.ts';
import { fetchAdapter, nodeAdapter } from '../transcripts/adapters.ts';
import { readRequest, readResponse, readTranscript } from '../transcripts/transcript.ts';
import { schemas } from './plexjs-schemas.ts';

const transcript = readFileSync(new URL('../transcripts/plex-legacy/plexjs-generations.txt', import.meta.url), 'utf8');

const exchanges = readTranscript(transcript).flatMap((step) => {
  if (step.kind !== 'exchange') return [];
  const { method, headers } = readRequest(step.request);
  const agent = headers.find(([name]) => name === 'User-Agent')?.[1] ?? '';
  const [, version = '', minor = ''] = /^speakeasy-sdk\/typescript (0\.(\d+)\.\d+) /.exec(agent) ?? [];
  const { status, body } = readResponse(step.response);
  return [{ version, minor, method, status, pin: JSON.parse(body) as Record<string, unknown> }];
});

for (const [version, story] of Map.groupBy(exchanges, (exchange) => exchange.version)) {
  describe(`plexjs ${version}`, () => {
    const [created, pending, claimed, ...more] = story;
    const schema = schemas[created?.minor ?? ''];

    it('asks for a pin, polls it while it waits, and polls it when it is approved', () => {
      assert.deepEqual([created?.method, pending?.method, claimed?.method, more], ['POST', 'GET', 'GET', []]);
      assert.equal(pending?.pin['authToken'] ?? null, null);
      assert.match(String(claimed?.pin['authToken']), /^[0-9A-Za-z]{20}$/);
    });

    it('reads every answer as its schemas are', () => {
      assert.ok(schema);
      assert.deepEqual([created?.status, pending?.status, claimed?.status], [schema.createdIs, 200, 200]);
      assert.deepEqual(schema.created(created?.pin), []);
      for (const polled of [pending, claimed]) assert.deepEqual(schema.polled(polled?.pin), []);
    });
  });
}

describe('the schemas of plexjs', () => {
  it('are all played, the first and the last version of each', () => {
    const played = new Set(exchanges.map(({ minor }) => minor));
    assert.deepEqual([...played], ['8', '16', '17', '18', '19']);
  });

  it('refuse what a current client reads: a null token, a boolean, a postal code of another kind', () => {
    const current = exchanges.find(({ minor, method }) => minor === '19' && method === 'POST')?.pin;
    const location = { ...(current?.['location'] as object), postal_code: 'N19' };
    const waiting = { ...current, location };
    const claimed = { ...waiting, authToken: 'a token', newRegistration: true };
    for (const [minor, { created, polled }] of Object.entries(schemas)) {
      assert.notDeepEqual([...created(waiting), ...polled(waiting)], [], minor);
      assert.notDeepEqual(polled(claimed), [], minor);
    }
  });
});

for (const [name, open] of Object.entries({ 'the fetch door': fetchAdapter, 'the Node door': nodeAdapter })) {
  it(`a new pin at ${name} goes by the User-Agent, and by nothing when that is nonsense or switched off`, async () => {
    const agent = 'speakeasy-sdk/typescript 0.8.0 2.269.0 0.0.3 @lukehagar/plexjs';
    const statuses = async (agents: readonly string[], legacySdks: boolean): Promise<readonly number[]> => {
      const harness = createHarness(`agents at ${name}`, { settings: { legacySdks } });
      const adapter = await open(harness);
      const told: number[] = [];
      for (const userAgent of agents) {
        const headers = Object.entries({
          'User-Agent': userAgent,
          Accept: 'application/json',
          'X-Plex-Client-Identifier': 'cid-1',
        });
        told.push((await adapter({ method: 'POST', target: '/api/v2/pins', headers, body: '' })).status);
      }
      await harness.service.close();
      return told;
    };
    const nonsense = [
      agent.replace('0.8.0', '0.8'),
      agent.replace('0.8.0', `0.${'8'.repeat(9000)}.0`),
      `x ${agent}`,
      ' ',
    ];
    assert.deepEqual(await statuses([agent, `${agent}, ${agent.replace('0.8.0', '0.17.0')}`, ...nonsense], true), [
      200,
      200,
      ...nonsense.map(() => 201),
    ]);
    assert.deepEqual(await statuses([agent], false), [201]);
  });
}
