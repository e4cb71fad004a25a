// @lukehagar/plexjs 0.23.5, 0.32.1, 0.35.1 and 0.39.0 from npm, unmodified, each signing in end to end over TCP.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { password } from '../harness/people.ts';
import { createHarness, type Harness } from '../harness/service.ts';
import { startPeer, type Peer, type PeerError } from './peer.ts';
import { approverAt, type Approver } from './approver.ts';

interface Pin {
  readonly id: number;
  readonly code: string;
  readonly product: string;
  readonly qr: string;
  readonly location: Readonly<Record<string, unknown>>;
  readonly expiresIn: number;
  readonly expiresAt: Date;
  readonly authToken: string | null;
}

/** Each version, how it is started, what it reads where a place has no postal code, and whether it asks for friends. */
const versions = [
  { version: '0.23.5', program: ['plexjs-0.23.mjs'], noPostalCode: 0, readsFriends: false }, // wire S20
  { version: '0.32.1', program: ['plexjs.mjs', 'plexjs-0.32'], noPostalCode: 'Unknown', readsFriends: false },
  { version: '0.35.1', program: ['plexjs.mjs', 'plexjs-0.35'], noPostalCode: 'Unknown', readsFriends: true },
  { version: '0.39.0', program: ['plexjs.mjs', '@lukehagar/plexjs'], noPostalCode: 'Unknown', readsFriends: true },
] as const;

for (const { version, program, noPostalCode, readsFriends } of versions) {
  describe(`plexjs ${version}`, () => {
    let harness: Harness;
    let plexjs: Peer;
    let ada: Approver;
    let origin = '';

    before(async () => {
      const serversFile = fileURLToPath(new URL('servers.json', import.meta.url));
      harness = createHarness(`plexjs ${version}`, { settings: { serversFile } });
      origin = await harness.service.listen();
      ada = await approverAt(harness, origin);
      const [name, ...args] = program;
      plexjs = startPeer(name, [...args, `${origin}/api/v2`]);
    });
    after(async () => {
      plexjs.close();
      await harness.service.close();
    });

    const poll = (pin: Pin): Promise<Pin> => plexjs.ask<Pin>('getTokenByPinId', pin.id);

    /** Fails as this SDK does for an answer that it has a type for. */
    const rejects = (asked: Promise<unknown>, name: string, code: number): Promise<void> =>
      assert.rejects(asked, (error: PeerError) => {
        assert.equal(error.name, name);
        assert.equal((error['errors'] as { code: number }[])[0]?.code, code);
        return true;
      });

    it('shows a code to type, waits, has the token once Ada typed it, and reads who she is (S1 S8 S13)', async () => {
      const pin = await plexjs.ask<Pin>('getPin', false);
      assert.match(pin.code, /^[A-Z0-9]{4,8}$/);
      assert.equal(pin.product, 'My App');
      assert.equal(pin.qr, `${origin}/api/v2/pins/qr/${pin.code}`);
      assert.equal(pin.expiresIn, 900);
      assert.equal(pin.location['postalCode'], noPostalCode);
      assert.ok(Object.values(pin.location).every((member) => member !== null && member !== ''));
      assert.equal(pin.expiresAt.toISOString(), '2026-11-21T12:15:00.000Z');
      assert.equal((await poll(pin)).authToken, null);

      await ada.answerCode(pin.code, 'yes');
      const { authToken } = await poll(pin);
      assert.match(authToken ?? '', /^[0-9A-Za-z]{20}$/);
      const user = await plexjs.ask<{ username: string; email: string }>('getTokenDetails', authToken);
      assert.equal(user.username, 'ada');
      assert.equal(user.email, 'ada@example.com');
    });

    it('then finds servers and the place it asks from, and signs in with a password as well', async () => {
      const pin = await plexjs.ask<Pin>('getPin', false);
      await ada.answerCode(pin.code, 'yes');
      const { authToken } = await poll(pin);
      const servers = await plexjs.ask<{ name: string; accessToken: string }[]>('getServerResources', authToken);
      assert.deepEqual(
        servers.map(({ name, accessToken }) => [name, accessToken]),
        [['Attic', authToken]],
      );
      const place = await plexjs.ask<Record<string, unknown>>('getGeoData');
      assert.equal(place['postalCode'], noPostalCode);
      assert.equal(Object.keys(place).length, 11);

      const user = await plexjs.ask<{ username: string; authToken: string }>('postUsersSignInData', 'ada', password);
      assert.equal(user.username, 'ada');
      const again = await plexjs.ask<{ username: string }>('getTokenDetails', user.authToken);
      assert.equal(again.username, 'ada');
      await rejects(plexjs.ask('postUsersSignInData', 'ada', 'wrong'), 'PostUsersSignInDataUnauthorized', 1001);
      if (readsFriends) {
        const friends = await plexjs.ask<string>('getUsers', authToken);
        assert.match(friends, /<MediaContainer [^>]*size="0"\/>/);
      }
    });

    it('sends Ada to the Auth App with a strong code, and reads the token again within ten seconds (S8 S10)', async () => {
      const pin = await plexjs.ask<Pin>('getPin', true);
      assert.match(pin.code, /^[a-z0-9]{25}$/);
      assert.equal(pin.expiresIn, 1800);
      await ada.answerApp(`${origin}/auth#?clientID=cid-1&code=${pin.code}`, 'yes');
      const { authToken, expiresIn } = await poll(pin);
      assert.match(authToken ?? '', /^[0-9A-Za-z]{20}$/);
      assert.equal(expiresIn, 10);
      assert.equal((await poll(pin)).authToken, authToken);
      harness.clock.pass(10_000);
      await rejects(poll(pin), 'GetTokenByPinIdResponseBody', 1020);
    });

    it('hears a typed 404 when Ada says no, and when the code has expired (S11)', async () => {
      const denied = await plexjs.ask<Pin>('getPin', false);
      await ada.answerCode(denied.code, 'no');
      await rejects(poll(denied), 'GetTokenByPinIdResponseBody', 1020);

      const late = await plexjs.ask<Pin>('getPin', false);
      harness.clock.pass(900_000);
      await rejects(poll(late), 'GetTokenByPinIdResponseBody', 1020);
    });

    it('hears a typed 400 when it does not say who it is (S6), a typed 401 for a token that is none (C10)', async () => {
      await rejects(plexjs.ask('getPinAsNobody'), 'GetPinBadRequest', 1000);
      await rejects(plexjs.ask('getTokenDetails', 'nonsense'), 'GetTokenDetailsUnauthorized', 1001);
    });
  });
}
