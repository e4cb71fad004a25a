// The scenarios of `linkpin emulate`, met by programs that know nothing of it.
import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { environment, run, temporaryFolder } from '../command/linkpin.ts';

const program = (name: string): string => fileURLToPath(new URL(`programs/${name}`, import.meta.url));

async function play(t: TestContext, scenario: string, ...command: readonly string[]): Promise<string> {
  const args = ['emulate', '--scenario', scenario, '--strict', '--after', '0', '--', ...command];
  const { code, stdout, stderr } = await run(args, environment(await temporaryFolder(t)));
  assert.equal(code, 0, stderr);
  return stdout;
}

describe('linkpin emulate --scenario', () => {
  it('media-server: @ctrl/plex finds the server in the resources, and is let in', async (t) => {
    assert.equal(
      await play(t, 'media-server', process.execPath, program('visit.mjs')),
      'ada (ada@example.com) reaches Attic, owned: true\n',
    );
  });

  it('shared-device: @ctrl/plex signs in one person after the other, the last of whom has no e-mail address', async (t) => {
    assert.deepEqual((await play(t, 'shared-device', process.execPath, program('visit.mjs'), '3')).split('\n'), [
      'ada (ada@example.com) reaches Attic, owned: true',
      'grace (grace@example.com) reaches Attic, owned: false',
      'kid (null) reaches Attic, owned: false',
      '',
    ]);
  });

  it('managed-users: a program in Python becomes them, with the pin and without', async (t) => {
    assert.deepEqual((await play(t, 'managed-users', '/usr/bin/python3', program('become.py'))).split('\n'), [
      'ada no pin 201 ada@example.com',
      'ada 9999 201 ada@example.com',
      'ada 1234 201 ada@example.com',
      'teen no pin 403 1041',
      'teen 9999 403 1041',
      'teen 1234 201 None',
      'kid no pin 201 None',
      'kid 9999 201 None',
      'kid 1234 201 None',
      '',
    ]);
  });

  it('is changed from outside, with everything else forgotten; one that there is not is refused', async (t) => {
    const script = `const { LINKPIN_CONTROL_URL: url, LINKPIN_CONTROL_SECRET: secret } = process.env;
      const headers = { authorization: 'Bearer ' + secret, 'content-type': 'application/json' };
      const reset = (scenario) => fetch(url + '/api/reset', { method: 'POST', headers, body: JSON.stringify({ scenario }) });
      const world = async () => (await fetch(url + '/api/world', { headers })).json();
      console.log((await world()).people.join());
      console.log((await reset('managed-users')).status, (await world()).people.join());
      const wrong = await reset('none');
      console.log(wrong.status, (await wrong.json()).error.slice(0, 28));
      await reset('media-server');
      const { mediaServers: [{ url: at }] } = await world();
      console.log((await fetch(at + '/identity')).status);`;
    const said = await play(t, 'abandoned-sign-in', process.execPath, '--input-type=module', '-e', script);
    assert.deepEqual(said.split('\n'), ['ada', '204 ada,teen,kid', '422 There is no scenario "none".', '200', '']);
    const wrong = await run(['emulate', '--scenario', 'none', '--', 'true'], environment(await temporaryFolder(t)));
    assert.match(wrong.stderr, /Allowed choices are abandoned-sign-in, jwt-refused, managed-users/);
  });
});
