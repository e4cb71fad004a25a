// The parsers of the server, one by one.
import assert from 'node:assert/strict';
import { SaxesParser } from 'saxes';
import { settingsSchema } from '@linkpin/server';
import { createReplayCache } from '../../packages/server/src/rate-limits/replay-cache.ts';
import { basicCredentials } from '../../packages/server/src/http/oauth/basic-credentials.ts';
import { createClientAddress } from '../../packages/server/src/http/server/client-address.ts';
import { namedValues } from '../../packages/server/src/http/server/named-values.ts';
import { createOrigin } from '../../packages/server/src/http/server/origin.ts';
import { judgeForwardUrl, shownHost } from '../../packages/server/src/http/pages/forward-url.ts';
import { localPath } from '../../packages/server/src/http/pages/local-path.ts';
import { createTickets } from '../../packages/server/src/http/pages/tickets.ts';
import { waitAsked } from '../../packages/server/src/http/long-poll/prefer.ts';
// @ts-expect-error: a script of the pages, which nobody types
import { readAuthFragment } from '../../packages/server/src/pages/auth.js';
import { browserName } from '../../packages/server/src/pages/browser-name.ts';
import { chooseLanguage } from '../../packages/server/src/pages/words/choose.ts';
import { languages } from '../../packages/server/src/pages/words/languages.ts';
import { readAssertion, readCreation } from '../../packages/server/src/webauthn/answers.ts';
import { createWebAuthn } from '../../packages/server/src/webauthn/webauthn.ts';
import { SoftwarePasskey } from '../harness/authenticator.ts';
import { wordsIn } from '../../packages/server/src/pages/words/words.ts';
import { networkOf, plainAddress, prefixOf, wideNetworkOf } from '../../packages/server/src/domain/address.ts';
import { shownText } from '../../packages/server/src/domain/device-info.ts';
import { foldCode, isWellFormed } from '../../packages/server/src/domain/code.ts';
import { verifyDeviceJwt, labelOf } from '../../packages/server/src/tokens/device-jwt.ts';
import { proveKey } from '../../packages/verify/src/dpop.ts';
import { parseKeys } from '../../packages/server/src/tokens/key-file.ts';
import { createKeys, makeSecretKey } from '../../packages/server/src/tokens/keys.ts';
import { readUserCodes } from '../../packages/server/src/app/user-codes.ts';
import { parseBearer, parseRegistration } from '../../packages/server/src/protocols/oauth/parse-registration.ts';
import {
  parseDeviceAuthorization,
  parseToken,
  parseTokenQuestion,
} from '../../packages/server/src/protocols/oauth/parse.ts';
import { presentOAuthError } from '../../packages/server/src/protocols/oauth/present.ts';
import { legacyProfile } from '../../packages/server/src/protocols/plex-legacy/legacy.ts';
import { parseSignInV1 } from '../../packages/server/src/protocols/plex-v1/sign-in.ts';
import { parseDeviceJwt, parseExchange, parseJwk } from '../../packages/server/src/protocols/plex-v2/jwt.ts';
import * as plex from '../../packages/server/src/protocols/plex-v2/parse.ts';
import { parseSignIn } from '../../packages/server/src/protocols/plex-v2/sign-in.ts';
import { writeXml } from '../../packages/server/src/protocols/xml/xml.ts';
import type { Chance } from './chance.ts';
import { asHeader, mangle } from './mangle.ts';
import { anyName, anyRequest, asWire, type FuzzRequest } from './requests.ts';
import { codes, forms, headers, tokens, uris } from './samples.ts';
import { target, type Target } from './target.ts';

const text =
  (samples: readonly string[]) =>
  (chance: Chance): string =>
    mangle(chance, samples);
const header = (name: string) => (chance: Chance) => asHeader(mangle(chance, headers[name] ?? []));

const key = makeSecretKey();
const keys = createKeys([key]);
const clock = { now: () => 1_795_262_400_000 };
const webauthn = createWebAuthn();
const asked = { rp: { id: 'link.example' }, rpId: 'link.example', user: { id: 'AAAA' }, challenge: 'BBBB' };
const passkey = new SoftwarePasskey('https://link.example');
/** Whole, but to another challenge. */
const passkeyAnswers = [passkey.create(asked), passkey.get(asked), '{"id":"A","rawId":"A","type":"public-key"}'];

const tickets = createTickets({ keys, clock });
const ports = { clock, replayCache: createReplayCache(clock) };
const addressOf = createClientAddress({ trustedProxies: ['127.0.0.1', '10.0.0.0/8'], gateways: ['172.17.0.1'] });
const originOf = createOrigin({ publicUrl: undefined, allowedHosts: ['link.example'] });

function isXml(document: string): void {
  const parser = new SaxesParser();
  parser.on('error', (error) => assert.fail(error));
  parser.write(document).close();
}

/** The first way of two to read a form is ours and quick, the second the platform's. */
function readsAsThePlatformDoes(form: string): void {
  const read = namedValues(form);
  const known = [...new URLSearchParams(form)];
  for (const name of new Set(known.map(([one]) => one.toLowerCase()))) {
    const values = known.filter(([one]) => one.toLowerCase() === name).map(([, value]) => value);
    assert.deepEqual(read(name), values);
  }
}

function checkAddress(given: Readonly<Record<string, string>>): void {
  const { address } = addressOf(given['peer'], (name) => given[name]);
  if (address === null) return;
  assert.match(address, /^[0-9a-f:.]+$/i);
  assert.equal(networkOf(address), prefixOf(plainAddress(address)));
  assert.ok(wideNetworkOf(address) !== null);
}

export const parsers: readonly Target[] = [
  target('plex requests', anyRequest, (given: FuzzRequest) => {
    const request = asWire(given);
    const created = plex.parseCreate(request);
    if (created.ok) assert.ok(created.value.clientIdentifier.length > 0);
    plex.parseRead(request, given.path);
    plex.parseLink(request);
    plex.parseRename(request, given.path);
    plex.parseToken(request);
    plex.parseDevice(request);
    assert.match(plex.formatOf(request), /^(json|xml)$/);
    parseSignIn(request);
    parseSignInV1(request, basicCredentials(request.header('authorization')));
    parseJwk(request);
    parseExchange(request);
    parseDeviceJwt(request);
  }),
  target('OAuth requests', anyRequest, (given: FuzzRequest) => {
    const request = asWire(given);
    for (const parse of [parseDeviceAuthorization, parseToken, parseTokenQuestion, parseRegistration]) {
      const result = parse(request);
      if (!result.ok) assert.ok(presentOAuthError(result.refusal).status >= 400);
    }
    parseBearer(request);
  }),
  target('forms and queries', text(forms), (form) => readsAsThePlatformDoes(form.toWellFormed())),
  target('fragments', text(forms.map((form) => `#?${form}`).concat('#!?code=a&clientID=b', '?', '#')), (fragment) => {
    const read = readAuthFragment(fragment);
    if (read !== undefined) assert.ok(read.code !== '' && read.clientID.length <= 4096);
  }),
  target('codes', text(codes), (typed) => {
    const folded = foldCode(typed);
    assert.match(folded, /^[0-9A-HJ-NP-Z]*$/);
    if (folded.length <= 256) assert.equal(foldCode(folded), folded);
    if (isWellFormed(typed)) assert.notEqual(folded, '');
  }),
  target('names', anyName, (name) => {
    const shown = shownText(name);
    if (shown !== null) assert.doesNotMatch(shown, /[\p{Cc}\u202a-\u202e\u2066-\u2069\u200b]/u);
    assert.ok([...(shown ?? '')].length <= 81);
  }),
  target('Authorization', header('authorization'), (value) => {
    const read = basicCredentials(value);
    if (read !== null) assert.ok(read.login !== '' && read.password !== '');
  }),
  target('Host', header('host'), (value) => {
    const origin = originOf(value);
    if ('baseUrl' in origin)
      assert.match(origin.baseUrl, /^http:\/\/(localhost|[\w.-]*\.localhost\.?|127\.\d|\[|link\.example|localhost\.)/);
  }),
  target(
    'client addresses',
    (chance) => ({
      peer: chance.pick([
        '127.0.0.1',
        '10.1.1.1',
        '::ffff:127.0.0.1',
        '203.0.113.9',
        '172.17.0.1',
        mangle(chance, ['::1']),
      ]),
      ...(chance.is(0.7) ? { 'x-forwarded-for': header('x-forwarded-for')(chance) } : {}),
      ...(chance.is(0.5) ? { forwarded: header('forwarded')(chance) } : {}),
    }),
    checkAddress,
  ),
  target(
    'addresses',
    text(['192.0.2.1', '2001:db8::1', '::ffff:1.2.3.4', '64:ff9b::1.2.3.4', 'fe80::1%eth0']),
    (address) => {
      assert.equal(typeof networkOf(address), 'string');
      wideNetworkOf(address);
    },
  ),
  target('Prefer', header('prefer'), (value) => {
    const wait = waitAsked(value);
    if (wait !== undefined) assert.ok(wait >= 0);
  }),
  target('Accept-Language', header('accept-language'), (value) => {
    assert.ok(chooseLanguage({ query: value, cookie: value, account: null, accepted: value }) in languages);
    assert.ok(chooseLanguage({ query: null, cookie: null, account: null, accepted: value }) in languages);
  }),
  target('User-Agent', header('user-agent'), (value) => {
    browserName(value, wordsIn('en'));
    legacyProfile(value);
  }),
  target(
    'paths and addresses to go to',
    text([...uris, '/link?code=A', '/devices', '//evil', '/\\evil', '/continue?t=x#y']),
    (to) => {
      assert.match(localPath(to), /^\/(?![/\\])/);
      const judged = judgeForwardUrl(to, ['myapp']);
      if (judged !== null && judged !== 'refused') {
        assert.match(new URL(judged.to).protocol, /^(https?|myapp):$/);
        shownHost(judged.to);
      }
    },
  ),
  target(
    'tickets and sealed text',
    text([tickets.sealAsked({ code: 'A', clientId: null, via: 'code', typed: true, forward: null }, 'b'), 'k1.x']),
    (ticket) => {
      tickets.readAsked(ticket, 'b');
      keys.unseal('refresh-token', ticket);
      keys.unsealWith('device code', ticket);
    },
  ),
  target('answers of passkeys', text(passkeyAnswers), async (answer) => {
    readCreation(answer);
    readAssertion(answer);
    const expected = { challenge: 'AAAA', origin: 'https://link.example', domain: 'link.example' };
    assert.equal(await webauthn.verifyCreation(answer, expected), undefined);
    const known = { id: webauthn.claimedPasskey(answer)?.id ?? 'AAAA', publicKey: 'AAAA' };
    assert.equal(await webauthn.verifyAssertion(answer, expected, known), undefined);
  }),
  target('device JWTs', text(tokens), async (jwt) => {
    labelOf(jwt);
    assert.equal(
      (await verifyDeviceJwt(jwt, { x: 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA', clientId: 'x' }, ['plex.tv'])).ok,
      false,
    );
  }),
  target('DPoP proofs', text(tokens), async (proof) => {
    await proveKey(ports, proof, { method: 'GET', url: 'http://127.0.0.1:4747/other' }).then(({ ok }) =>
      assert.equal(ok, false),
    );
  }),
  target(
    'XML written',
    (chance) => [anyName(chance), anyName(chance)],
    ([one, other]) => {
      isXml(writeXml({ name: 'a', attributes: { x: one ?? '' }, children: [{ name: 'b', text: other ?? '' }] }));
    },
  ),
  target(
    'settings',
    (chance) => ({
      [chance.pick(Object.keys(settingsSchema.shape))]: mangle(chance, [
        ...uris,
        '1',
        'true',
        'a,b',
        '127.0.0.1/8',
        'letters',
        'BCD:20',
      ]),
    }),
    (given) => {
      settingsSchema.safeParse(given);
      const [value = ''] = Object.values(given);
      try {
        assert.ok(readUserCodes(value).length > 0);
      } catch (error) {
        assert.equal((error as Error).name, 'SettingsError');
      }
    },
  ),
  target('key files', text([JSON.stringify([key]), `{"keys":[${JSON.stringify(key)}]}`, '[]']), (file) => {
    try {
      assert.ok(parseKeys(file, 'keys.json').length > 0);
    } catch (error) {
      assert.equal((error as Error).name, 'KeyFileError');
    }
  }),
];
