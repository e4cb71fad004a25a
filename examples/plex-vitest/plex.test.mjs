// A sign-in with Plex, tested offline in Vitest.
// In a project of your own: npm i -D linkpin, and your app in place of ../plex-app.mjs.
import { afterAll, afterEach, expect, test } from 'vitest';
import { emulator } from 'linkpin/testing';
import { requestPin, userOf } from '../plex-app.mjs';

const plex = await emulator();
afterEach(() => plex.reset());
afterAll(() => plex.close());

test('a person approves, and is signed in', async () => {
  const user = userOf(await requestPin());
  await plex.approve(await plex.nextPin());
  expect(await user).toMatchObject({ username: 'ada' });
});

test('somebody denies, or does not answer for half an hour: nobody is signed in', async () => {
  for (const end of ['deny', 'expire']) {
    const user = userOf(await requestPin());
    await plex[end](await plex.nextPin());
    expect(await user).toBeNull();
  }
});

test('plex.tv is busy for a while', async () => {
  const pin = await requestPin();
  plex.faults.next('GET /api/v2/pins/:id', { kind: 'rate-limited', retryAfter: 0 }, { times: 3 });
  plex.faults.next('GET /api/v2/pins/:id', { kind: 'server-error', status: 502 });
  const user = userOf(pin);
  await plex.approve(await plex.nextPin());
  expect(await user).toMatchObject({ username: 'ada' });
});
