import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { readServersFile } from './servers-file.ts';
import { SettingsError } from './check-settings.ts';

const folder = mkdtempSync(join(tmpdir(), 'linkpin-servers-'));
after(() => rmSync(folder, { recursive: true }));

function fileWith(text: string): string {
  const file = join(folder, 'servers.json');
  writeFileSync(file, text);
  utimesSync(file, 1_700_000_000, 1_700_000_000);
  return file;
}

const box = { name: 'Box', clientIdentifier: 'machine-1', connections: [{ uri: 'https://box.example:8443/' }] };

describe('the servers file', () => {
  it('tells each server with what its addresses say, and fills in what nobody said', () => {
    const connections = [
      { uri: 'http://192.168.1.5:32400', local: true },
      { uri: 'https://box.example' },
      { uri: 'http://[2001:db8::5]/' },
    ];
    const [server] = readServersFile(fileWith(JSON.stringify([{ ...box, connections, platform: 'Linux' }])));
    assert.deepEqual(server, {
      name: 'Box',
      clientIdentifier: 'machine-1',
      product: 'Plex Media Server',
      productVersion: '',
      platform: 'Linux',
      platformVersion: '',
      device: '',
      publicAddress: 'box.example',
      declaredAt: 1_700_000_000_000,
      connections: [
        {
          ...{ protocol: 'http', address: '192.168.1.5', port: 32400, uri: 'http://192.168.1.5:32400' },
          ...{ local: true, IPv6: false },
        },
        { protocol: 'https', address: 'box.example', port: 443, uri: 'https://box.example', local: false, IPv6: false },
        {
          ...{ protocol: 'http', address: '2001:db8::5', port: 80, uri: 'http://[2001:db8::5]' },
          ...{ local: false, IPv6: true },
        },
      ],
    });
  });

  it('may be empty', () => {
    assert.deepEqual(readServersFile(fileWith('[]')), []);
  });

  it('that cannot be used is refused in words that name the file and what is wrong', () => {
    const wrong: readonly (readonly [text: string, words: RegExp])[] = [
      ['[{', /is not valid JSON/],
      ['['.repeat(5000) + ']'.repeat(5000), /is not valid JSON/],
      ['{}', /expected array/],
      [JSON.stringify([{ ...box, connections: [] }]), /connections/],
      [JSON.stringify([{ ...box, connections: [{ uri: 'ftp://box.example' }] }]), /uri/],
      [JSON.stringify([{ ...box, name: '' }]), /name/],
      [JSON.stringify([{ ...box, colour: 'blue' }]), /colour/],
    ];
    for (const [text, words] of wrong) {
      assert.throws(
        () => readServersFile(fileWith(text)),
        (error: unknown) =>
          error instanceof SettingsError && words.test(error.message) && error.message.includes('servers.json'),
        text,
      );
    }
    assert.throws(() => readServersFile(join(folder, 'absent.json')), /cannot be read: ENOENT/);
  });
});
