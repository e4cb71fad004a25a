import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Unreachable } from '../check.ts';
import type { Sent } from '../exchange.ts';
import { oauthBench } from './bench.ts';
import { readMetadata } from './discover.ts';
import { browserOf, isDecision, typeCode } from './person.ts';

const issuer = 'https://login.example/realm';

/** A bench whose server gives one page for everything, and what was sent to it. */
function benchOf(body: string) {
  const requests: Sent[] = [];
  const bench = oauthBench(
    {
      async send(sent) {
        requests.push(sent);
        return { sent, came: { status: 200, headers: new Map(), cookies: [], body } };
      },
      now: () => 0,
      wait: async () => {},
      canWait: () => false,
      decide: async () => {},
      mayGuess: false,
    },
    {
      issuer,
      deviceEndpoint: `${issuer}/device`,
      tokenEndpoint: `${issuer}/token`,
      metadata: null,
      client: { id: 'tv', secret: null },
      otherClient: null,
      secretClient: null,
      scope: '',
      pageCookie: 'session=ada',
    },
  );
  return { bench, requests };
}

describe('the session of a person', () => {
  it('goes to the origin of the issuer', async () => {
    const { bench, requests } = benchOf('');
    await browserOf(bench, { verificationUri: 'https://login.example/device' }).open('https://login.example/device');
    assert.equal(requests[0]?.headers['cookie'], 'session=ada');
  });

  it('goes to no other, wherever the server says that codes are typed', async () => {
    for (const verificationUri of [
      'https://evil.example/device',
      'http://login.example/device',
      'https://login.example:8443/',
    ]) {
      const { bench, requests } = benchOf('');
      await browserOf(bench, { verificationUri }).open(verificationUri);
      assert.equal(requests[0]?.headers['cookie'], undefined, verificationUri);
    }
  });

  it('goes nowhere where there is no page', () => {
    for (const verificationUri of ['', 'javascript:alert(1)', 'file:///etc/passwd']) {
      assert.throws(() => browserOf(benchOf('').bench, { verificationUri }), Unreachable);
    }
  });

  it('is not sent with anything that is no page', async () => {
    const { bench, requests } = benchOf('');
    await readMetadata(bench, issuer);
    assert.deepEqual(
      requests.map(({ url, headers }) => [url, headers['cookie']]),
      [
        ['https://login.example/.well-known/oauth-authorization-server/realm', undefined],
        ['https://login.example/realm/.well-known/openid-configuration', undefined],
      ],
    );
  });
});

describe('a page', () => {
  const page = async (body: string) => {
    const { bench } = benchOf(body);
    const browser = browserOf(bench, { verificationUri: 'https://login.example/device' });
    return { browser, page: await browser.open('https://login.example/device') };
  };

  it('is a question with two buttons, and without a field for a code or a password', async () => {
    const question = '<form method="post"><input type="hidden" name="t"><button>Yes</button><button>No</button></form>';
    assert.ok(isDecision((await page(question)).page));
    for (const more of ['<form><input name="code"></form>', '<form><input type="password" name="p"></form>']) {
      assert.equal(isDecision((await page(question + more)).page), false, more);
    }
  });

  it('that asks for a sign-in first takes no code, and says what to give', async () => {
    const signIn =
      '<form method="post"><input name="name"><input type="password" name="password"><button>In</button></form>';
    const { browser, page: first } = await page(signIn);
    await assert.rejects(typeCode(browser, first, 'WDJB'), /LINKPIN_PAGE_COOKIE/);
  });
});
