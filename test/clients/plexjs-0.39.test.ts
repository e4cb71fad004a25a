// @lukehagar/plexjs 0.39.0 from npm, unmodified, signing in end to end over TCP.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { PlexAPI } from '@lukehagar/plexjs';
import { approvePin } from '../../packages/server/src/service/pins/approve-pin.ts';
import { denyPin } from '../../packages/server/src/service/pins/deny-pin.ts';
import { openCode } from '../../packages/server/src/service/pins/open-code.ts';
import { createHarness, type Harness } from '../harness/service.ts';

describe('plexjs 0.39.0', () => {
  let harness: Harness;
  let serverURL = '';
  const plex = new PlexAPI();
  const device = {
    clientID: 'cid-1',
    clientName: 'My App',
    deviceNickname: 'Roku 3',
    clientVersion: '2.4.1',
    platform: 'Roku',
  };

  before(async () => {
    harness = createHarness('plexjs 0.39.0');
    serverURL = `${await harness.service.listen()}/api/v2`;
  });
  after(() => harness.service.close());

  const open = async (code: string): Promise<{ key: string; account: Awaited<ReturnType<Harness['person']>> }> => {
    const account = await harness.person('ada');
    const opened = await openCode(harness.ports, code, account.id);
    assert.ok(opened.ok);
    return { key: opened.value.id, account };
  };

  it('asks for a pin (S1 S13 S14), polls it, has the token once Ada approves, and reads who she is', async () => {
    const { authPinContainer: pin } = await plex.plex.getPin({ ...device, strong: true }, { serverURL });
    assert.match(pin?.code ?? '', /^[a-z0-9]{25}$/);
    assert.equal(pin?.product, 'My App');
    assert.equal(pin?.location.city, 'Unknown');
    assert.ok(pin?.expiresAt instanceof Date);

    const poll = () => plex.plex.getTokenByPinId({ ...device, pinID: pin?.id ?? 0 }, { serverURL });
    assert.equal((await poll()).authPinContainer?.authToken, null);

    const { key, account } = await open(pin?.code ?? '');
    assert.ok(
      (
        await approvePin(harness.ports, {
          pin: key,
          account,
          address: null,
          place: null,
          mayApprove: false,
          approvedBy: null,
        })
      ).ok,
    );
    const { authPinContainer: claimed } = await poll();
    assert.match(claimed?.authToken ?? '', /^[0-9A-Za-z]{20}$/);

    const signedIn = new PlexAPI({ accessToken: claimed?.authToken ?? '' });
    const { userPlexAccount: user } = await signedIn.authentication.getTokenDetails({ serverURL });
    assert.equal(user?.username, 'ada');
    assert.equal(user?.email, 'ada@example.com');
  });

  it('hears a typed 404 when Ada says no (S11)', async () => {
    const { authPinContainer: pin } = await plex.plex.getPin(device, { serverURL });
    const { key, account } = await open(pin?.code ?? '');
    assert.ok((await denyPin(harness.ports, key, account.id)).ok);
    await assert.rejects(
      plex.plex.getTokenByPinId({ ...device, pinID: pin?.id ?? 0 }, { serverURL }),
      (error: Error) => {
        assert.equal(error.name, 'GetTokenByPinIdResponseBody');
        assert.match(JSON.stringify(error), /1020/);
        return true;
      },
    );
  });

  it('hears a typed 400 when it forgets who it is (S6)', async () => {
    const nobody = { clientName: 'My App', deviceNickname: 'Roku 3', clientVersion: '1', platform: 'Roku' };
    await assert.rejects(plex.plex.getPin(nobody as never, { serverURL }), /1000|clientID|validation/i);
  });
});
