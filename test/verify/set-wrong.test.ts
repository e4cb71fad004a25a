// A verifier that is set wrong: it does not begin, or its operator hears which setting it is and its callers do not.
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { pino } from 'pino';
import { createVerifier, type VerifierError, type VerifierOptions, type Verdict } from '@linkpin/server/verify';
import { api } from '../harness/clients.ts';
import { createHarness, type Harness } from '../harness/service.ts';
import { introspection, registerClients, signIn } from './tokens.testing.ts';

const issuer = 'http://127.0.0.1:4747';

/** What an environment variable gives that nobody set, and what else is no text. */
const nothings = [undefined, null, '', '  ', 7, ['https://api.example'], {}] as unknown as string[];

describe('a verifier that lacks a setting', () => {
  for (const nothing of nothings) {
    it(`throws before it takes any token: ${JSON.stringify(nothing) ?? 'undefined'}`, () => {
      const good = { issuer, audience: api, introspection };
      createVerifier(good);
      const wrong: Record<string, VerifierOptions> = {
        'an issuer': { ...good, issuer: nothing },
        'an audience': { ...good, audience: nothing },
        'introspection.clientId': { ...good, introspection: { ...introspection, clientId: nothing } },
        'introspection.clientSecret': { ...good, introspection: { ...introspection, clientSecret: nothing } },
      };
      for (const [name, options] of Object.entries(wrong)) {
        assert.throws(
          () => createVerifier(options),
          (error) => error instanceof TypeError && error.message.includes(name),
          name,
        );
      }
    });
  }
});

describe('a verifier that is set wrong', () => {
  let harness: Harness;
  let heard: VerifierError[];
  const logged: string[] = [];
  const log = pino({ level: 'warn' }, { write: (line: string) => void logged.push(line) });

  before(async () => {
    harness = createHarness('set wrong', { log });
    await registerClients(harness);
  });
  beforeEach(() => {
    heard = [];
    logged.length = 0;
    harness.clock.pass(60_000);
  });
  after(() => harness.service.close());

  const callIssuer: typeof fetch = (input, init) =>
    harness.service.fetch(new Request(input, init), { peer: '127.0.0.1' });

  const verifierWith = (changes: Partial<VerifierOptions>): ReturnType<typeof createVerifier> =>
    createVerifier({
      issuer,
      audience: api,
      fetch: callIssuer,
      clock: harness.ports.clock,
      introspection,
      onError: (error) => heard.push(error),
      ...changes,
    });

  const tokenOf = async (id: string): Promise<string> => (await signIn(harness, issuer, id)).access_token;

  /** The caller hears this status, and nothing that tells how the verifier is set. */
  function assertSays(verdict: Verdict, status: number): void {
    assert.ok(!verdict.ok, JSON.stringify(verdict));
    assert.equal(verdict.refusal.status, status);
    const said = JSON.stringify(verdict.refusal);
    for (const secret of [issuer, api, 'audience', 'credential', introspection.clientId, 'https://']) {
      assert.ok(!said.includes(secret), `${secret}: ${said}`);
    }
  }

  const names = (): string[] => heard.map(({ about }) => about);

  for (const [what, wrong] of Object.entries({
    secret: { ...introspection, clientSecret: 'poppy' },
    'client id': { ...introspection, clientId: 'nobody' },
  })) {
    it(`credentials: with the wrong ${what} the caller hears 503, the operator whose they are`, async () => {
      const token = await tokenOf('opaque tv');
      assertSays(await verifierWith({ introspection: wrong }).verify(token), 503);
      assert.deepEqual(names(), ['credentials']);
      assert.match(heard[0]?.message ?? '', new RegExp(`client ${wrong.clientId} .* 401`));
      assert.ok(!`${String(heard[0]?.message)}${String(heard[0]?.stack)}`.includes(wrong.clientSecret));
      assert.ok(!String(heard[0]?.stack).includes(token));
    });
  }

  for (const id of ['jwt tv', 'opaque tv']) {
    it(`audience: of another name than that of ${id}, the caller hears 401, the operator both names`, async () => {
      const verifier = verifierWith({ audience: 'https://api.exampel' });
      assertSays(await verifier.verify(await tokenOf(id)), 401);
      assert.deepEqual(names(), ['audience']);
      assert.match(heard[0]?.message ?? '', /"https:\/\/api\.example".* https:\/\/api\.exampel\./);
    });

    it(`issuer: nobody there, another one, or no JSON: with a token of ${id} 503, and why`, async () => {
      const token = await tokenOf(id);
      const answers: Record<string, () => Response> = {
        'fetch failed': () => assert.fail(new TypeError('fetch failed')),
        'it answered 404': () => new Response('', { status: 404 }),
        'not valid JSON': () => new Response('<html>'),
        'another issuer: "https:..other.example"': () => Response.json({ issuer: 'https://other.example' }),
        'another issuer: undefined': () => Response.json([]),
        'a JSON object': () => Response.json(null),
        'no jwks_uri': () => Response.json({ issuer }),
        'no introspection_endpoint': () => Response.json({ issuer, jwks_uri: `${issuer}/x` }),
      };
      for (const [why, answer] of Object.entries(answers)) {
        heard = [];
        assertSays(await verifierWith({ fetch: async () => answer() }).verify(token), 503);
        assert.deepEqual(names(), ['issuer'], why);
        assert.match(heard[0]?.message ?? '', new RegExp(why));
      }
    });
  }

  it('audience: the service logs that a client asks about tokens that are not for it', async () => {
    assertSays(await verifierWith({}).verify(await tokenOf('other opaque tv')), 401);
    assert.deepEqual(names(), []);
    const [line = '{}', ...more] = logged;
    assert.deepEqual(more, []);
    const { client, itsAudiences, tokenIsFor } = JSON.parse(line) as Record<string, unknown>;
    assert.deepEqual([client, itsAudiences, tokenIsFor], [introspection.clientId, [api], ['https://other.example']]);
  });

  it('says each once a minute, whatever callers send, and goes on when the operator’s log throws', async () => {
    const token = await tokenOf('opaque tv');
    const verifier = verifierWith({
      introspection: { ...introspection, clientSecret: 'poppy' },
      onError: (error) => {
        heard.push(error);
        throw new Error('the disk is full');
      },
    });
    for (let count = 0; count < 5; count += 1) assertSays(await verifier.verify(token), 503);
    harness.clock.pass(59_999);
    await verifier.verify(token);
    assert.deepEqual(names(), ['credentials']);
    harness.clock.pass(1);
    await verifier.verify(token);
    assert.deepEqual(names(), ['credentials', 'credentials']);
  });

  it('warns on stderr when nobody said who hears it', async () => {
    const verifier = createVerifier({
      issuer,
      audience: 'https://x.example',
      fetch: callIssuer,
      clock: harness.ports.clock,
    });
    const warned: (Error & { code?: string })[] = [];
    const hear = (warning: Error): void => void warned.push(warning);
    process.on('warning', hear);
    assertSays(await verifier.verify(await tokenOf('jwt tv')), 401);
    await new Promise((resolve) => setImmediate(resolve));
    process.off('warning', hear);
    const [warning] = warned.filter(({ name }) => name === 'VerifierError');
    assert.equal(warning?.code, 'audience');
    assert.match(warning.message, /this API is https:\/\/x\.example/);
  });

  it('is content with a token that is good, and with what is none at all', async () => {
    const verifier = verifierWith({});
    assert.ok((await verifier.verify(await tokenOf('jwt tv'))).ok);
    assert.ok((await verifier.verify(await tokenOf('opaque tv'))).ok);
    for (const token of ['lpa_nothing', 'e30.e30.e30', 'a', '']) assert.ok(!(await verifier.verify(token)).ok);
    assert.deepEqual(names(), []);
  });
});
