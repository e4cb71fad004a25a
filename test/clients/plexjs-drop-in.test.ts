// `@linkpin/client/plexjs` beside @lukehagar/plexjs 0.23.5, 0.32.1, 0.35.1 and 0.39.0, unmodified: the same pin, read by both.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { PlexAPI } from '@lukehagar/plexjs';
import type * as operations from '@lukehagar/plexjs/sdk/models/operations/index.js';
import {
  createPlexPins,
  type AuthPinContainer,
  type GetPinArguments,
  type GetPinRequest,
} from '@linkpin/client/plexjs';
import { createHarness, type Harness } from '../harness/service.ts';
import { approverAt, type Approver } from './approver.ts';
import { startPeer, type Peer } from './peer.ts';

/** Programs that were compiled with the types of 0.39 compile with ours. */
export const compiles: {
  readonly pin: operations.GetPinAuthPinContainer;
  readonly token: operations.GetTokenByPinIdAuthPinContainer;
  readonly asked: GetPinRequest;
} = {
  pin: {} as AuthPinContainer,
  token: {} as AuthPinContainer,
  asked: {} as operations.GetPinRequest,
};

const versions = [
  { version: '0.23.5', program: ['plexjs-0.23.mjs'] },
  { version: '0.32.1', program: ['plexjs.mjs', 'plexjs-0.32'] },
  { version: '0.35.1', program: ['plexjs.mjs', 'plexjs-0.35'] },
  { version: '0.39.0', program: ['plexjs.mjs', '@lukehagar/plexjs'] },
] as const;

/** A pin as JSON shows it. 0.23 reads a postal code as a number, and 0 for one that is unknown (wire S20). */
const shown = (pin: object | undefined, version: string): unknown =>
  JSON.parse(JSON.stringify(pin), (name, value: unknown) =>
    name === 'postalCode' && version === '0.23.5' ? Number(value) || 0 : value,
  );

for (const { version, program } of versions) {
  describe(`in place of plexjs ${version}`, () => {
    let harness: Harness;
    let theirs: Peer;
    let ada: Approver;
    let serverURL = '';

    before(async () => {
      harness = createHarness(`in place of plexjs ${version}`);
      const origin = await harness.service.listen();
      serverURL = `${origin}/api/v2`;
      ada = await approverAt(harness, origin);
      const [name, ...args] = program;
      theirs = startPeer(name, [...args, serverURL]);
    });
    after(async () => {
      theirs.close();
      await harness.service.close();
    });

    it('reads a pin of theirs as they do, while it waits and once Ada approved it', async () => {
      const ours = createPlexPins({ clientID: 'cid-1', clientName: 'My App', serverURL });
      const { id, code } = await theirs.ask<AuthPinContainer>('getPin', false);
      for (const isOver of [false, true]) {
        const { authPinContainer, statusCode } = await ours.getTokenByPinId({ pinID: id });
        assert.equal(statusCode, 200);
        assert.deepEqual(shown(authPinContainer, version), shown(await theirs.ask('getTokenByPinId', id), version));
        assert.equal(authPinContainer?.authToken !== null, isOver);
        if (!isOver) await ada.answerCode(code, 'yes');
      }
    });

    it('makes a pin that they read as their own', async () => {
      const ours = createPlexPins({ clientID: 'cid-1', clientName: 'My App', serverURL });
      const { authPinContainer: pin } = await ours.getPin({ strong: false });
      const read = await theirs.ask<AuthPinContainer>('getTokenByPinId', pin?.id);
      assert.deepEqual(shown({ ...pin, expiresIn: 0 }, version), shown({ ...read, expiresIn: 0 }, version));
    });
  });
}

describe('in place of the generations that npm does not serve', () => {
  const forms: Readonly<Record<string, GetPinArguments>> = {
    'the name first, up to 0.19': ['My App', true, 'cid-1'],
    'the kind of code first, 0.20 to 0.26': [true, 'cid-1', 'My App'],
    'a request, from 0.27 on': [{ strong: true, clientID: 'cid-1', clientName: 'My App' }],
  };

  for (const [form, given] of Object.entries(forms)) {
    it(`asks for the same pin: ${form}`, async () => {
      const harness = createHarness(`forms of getPin: ${form}`);
      const serverURL = `${await harness.service.listen()}/api/v2`;
      const pins = createPlexPins({ serverURL });
      const { authPinContainer: pin, statusCode } = await pins.getPin(...given);
      assert.equal(statusCode, 201);
      assert.match(pin?.code ?? '', /^[a-z0-9]{25}$/);
      assert.deepEqual([pin?.product, pin?.clientIdentifier], ['My App', 'cid-1']);
      const { plex } = new PlexAPI();
      const read = await plex.getTokenByPinId({ pinID: pin?.id ?? 0, clientID: 'cid-1' }, { serverURL });
      assert.deepEqual(read.authPinContainer?.code, pin?.code);
      await harness.service.close();
    });
  }
});
