import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { shownExchange } from './curl.ts';
import { formPost, type Came, type Sent } from './exchange.ts';

const came = (body: string, type = 'application/json'): Came => ({
  status: 200,
  headers: new Map([
    ['content-type', type],
    ['x-request-id', '1'],
  ]),
  cookies: ['session=secret'],
  body,
});

const shown = (sent: Sent, response: Came = came('{}')) => shownExchange({ sent, came: response });

describe('a line of curl', () => {
  it('is the request, with variables in the place of secrets', () => {
    const fields = [
      ['grant_type', 'urn:x'],
      ['device_code', 'the device code'],
      ['client_secret', 'hush'],
      ['refresh_token', 'hush'],
    ] as const;
    const { curl } = shown(formPost('https://login.example/token', fields, { authorization: 'Basic aHVzaA==' }));
    assert.equal(
      curl,
      `curl -i -X POST -H 'accept: application/json' -H 'content-type: application/x-www-form-urlencoded' ` +
        `-H "authorization: $AUTHORIZATION" -d 'grant_type=urn%3Ax' -d "device_code=$DEVICE_CODE" ` +
        `-d "client_secret=$CLIENT_SECRET" -d "refresh_token=$REFRESH_TOKEN" 'https://login.example/token'`,
    );
  });

  it('quotes what a shell would read', () => {
    const { curl } = shown({ method: 'GET', url: "https://login.example/?a='$(id)'", headers: {}, body: null });
    assert.equal(curl, String.raw`curl -i 'https://login.example/?a='\''$(id)'\'''`);
  });

  it('shows nothing of a form that goes with somebody’s cookie, nor the cookie', () => {
    const sent = formPost('https://login.example/pin?t=sealed', [['ticket', 'sealed']], { cookie: 'session=hush' });
    const { curl } = shown(sent);
    assert.doesNotMatch(curl, /hush|sealed/);
    assert.match(curl, /-H "cookie: \$COOKIE" -d "\$FORM" 'https:\/\/login\.example\/pin\?t=…'$/);
  });
});

describe('a response', () => {
  const sent: Sent = { method: 'GET', url: 'https://login.example/', headers: {}, body: null };

  it('is shown without tokens, device codes and cookies', () => {
    const members = { access_token: 'hush', refresh_token: 'hush', device_code: 'hush', authToken: 'hush', scope: 'a' };
    const { response } = shown(sent, came(JSON.stringify(members)));
    assert.doesNotMatch(response, /hush|session/);
    assert.match(response, /^HTTP 200\ncontent-type: application\/json\n\{"access_token":"…"/);
    assert.match(response, /"scope":"a"/);
    const xml = shown(sent, came('<pin authToken="hush" code="7RQZ"/>', 'application/xml')).response;
    assert.match(xml, /<pin authToken="…" code="7RQZ"\/>/);
  });

  it('is cut when it is long, and left out when it is a page', () => {
    assert.ok(shown(sent, came('x'.repeat(5000))).response.length < 700);
    assert.equal(shown(sent, came('<h1>Ada</h1>', 'text/html')).response, 'HTTP 200\ncontent-type: text/html');
  });
});
