// A device of RFC 8628 that does as it should, but for what it is told to get wrong.
import type { Client, Said, World } from './play.ts';

const form = 'application/x-www-form-urlencoded';
const grant = 'urn:ietf:params:oauth:grant-type:device_code';

/** @param wrong the check that it is to fail; undefined for none */
export function device(wrong?: string): Client {
  const is = (name: string): boolean => wrong === name;
  const post = (world: World, path: string, fields: Readonly<Record<string, string>>): Promise<Said> => {
    const twice = is('D7-once') ? '&x=1&x=2' : '';
    const headers = { 'content-type': is('D1-post') ? 'text/plain' : form };
    return world.send({ method: 'POST', path, headers, body: `${new URLSearchParams(fields).toString()}${twice}` });
  };
  const askForCode = (world: World): Promise<Said> =>
    post(world, '/oauth/device', is('D2-client-id') ? {} : { client_id: 'linkpin-conformance' });

  return async (world) => {
    const code = await askForCode(world);
    if (code?.status !== 200) {
      if (is('D38-no-code')) await askForCode(world);
      world.print('There is no code.');
      return 1;
    }
    const text = (name: string): string => String(code.body[name]);
    const told = code.body['interval'] ?? (is('D11-five-seconds') ? 1 : 5);
    let interval = is('D32-interval') && told === 3 ? 1 : Number(told);
    const end = world.now() + Number(code.body['expires_in']);
    if (!is('D24-address')) world.print(`Open ${text('verification_uri')}`);
    if (!is('D23-user-code')) world.print(`Enter ${text('user_code')}`);
    if (is('D19-hidden')) world.print(text('device_code'));
    const poll = (): Promise<Said> =>
      post(world, '/oauth/token', {
        grant_type: is('D27-grant-type') ? 'device_code' : grant,
        device_code: text('device_code'),
        ...(is('D28-device-code') ? {} : { client_id: 'linkpin-conformance' }),
      });

    let pause = interval;
    let failures = 0;
    const ignored: Readonly<Record<string, string>> = {
      access_denied: 'D35-denied',
      expired_token: 'D36-expired',
      invalid_grant: 'D38-other-error',
    };
    while (world.now() + pause < end || is('D41-after-expiry')) {
      await world.wait(pause);
      const answer = await poll();
      const named = answer?.body['error'];
      const error = typeof named === 'string' ? named : '';
      if (answer === undefined) {
        failures += 1;
        pause = is('D39-slower') ? interval : is('D40-doubling') ? 5 : interval * 2 ** failures;
      } else if (error === 'slow_down') {
        pause = interval + 5;
        if (!is('D34-five-more')) interval = pause;
      } else if (error === 'authorization_pending' || (error !== '' && ignored[error] === wrong)) {
        pause = interval;
      } else if (answer.status === 200) {
        if (is('D41-after-success')) await poll();
        return 0;
      } else {
        if (error === 'expired_token' && is('D37-not-anew')) await askForCode(world);
        world.print(`No: ${error}`);
        return 1;
      }
    }
    world.print('Nobody came.');
    return 1;
  };
}
