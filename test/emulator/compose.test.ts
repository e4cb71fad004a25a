// The compose file of an app that signs in with Plex. There is no engine here: its processes are started as it says, with
// its commands, environment, hosts and paths, in namespaces of their own as an engine would make them.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { instructions } from '../../packages/linkpin/src/emulator/instructions.ts';
import { environment, root } from '../command/linkpin.ts';
import { composeFault } from '../support/compose.ts';

const folder = fileURLToPath(new URL('../../examples/plex-compose', import.meta.url));

interface Service {
  readonly command: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly extra_hosts?: readonly string[];
  readonly volumes: readonly string[];
  readonly network_mode?: string;
  readonly healthcheck?: { readonly test: readonly [string, string] };
}

interface Compose {
  readonly services: { readonly plex: Service; readonly app: Service };
}

const quoted = (value: string): string => `'${value.replaceAll("'", String.raw`'\''`)}'`;

/** Where a volume is in a container, and what of the host it is; undefined for one of the engine's. */
function mountOf(volume: string): { readonly target: string; readonly source: string | undefined } {
  const [source = '', target = ''] = volume.split(':');
  return { target, source: source.startsWith('.') ? join(folder, source) : undefined };
}

/** What an engine does with the file: one network, hosts, volumes, the one service when the other is healthy. */
function script({ services: { plex, app } }: Compose, hosts: string, command: string): string {
  const mounts = [...plex.volumes, ...app.volumes].map(mountOf);
  const set = ({ environment: own = {} }: Service): string =>
    Object.entries(own)
      .map(([name, value]) => `${name}=${quoted(value)}`)
      .join(' ');
  return [
    'set -e',
    'ip link set lo up',
    `mount --bind ${quoted(hosts)} /etc/hosts`,
    // Above the mount points of the host, so that nothing of it is changed.
    ...[...new Set(mounts.map(({ target }) => dirname(target)))].map((parent) => `mount -t tmpfs tmpfs ${parent}`),
    ...[...new Set(mounts.map(({ target }) => target))].map((target) => `mkdir -p ${target}`),
    ...mounts.flatMap(({ source, target }) =>
      source === undefined ? [] : [`mount --bind ${quoted(source)} ${target}`],
    ),
    `env ${set(plex)} ${plex.command} 2>/dev/null & plex=$!`,
    `healthy() { ${plex.healthcheck?.test[1]}; }`,
    'tries=0',
    'until healthy 2>/dev/null; do kill -0 $plex; test $tries -lt 300; tries=$((tries + 1)); sleep 0.1; done',
    'status=0',
    `env ${set(app)} ${command} || status=$?`,
    'exit $status',
  ].join('\n');
}

describe('examples/plex-compose/compose.yaml', () => {
  let compose: Compose;
  before(() => {
    compose = parse(readFileSync(join(folder, 'compose.yaml'), 'utf8')) as Compose;
  });

  /** Plays the file with another command for the app, or its own. */
  async function play(command = compose.services.app.command): Promise<{ said: string; status: unknown }> {
    const own = mkdtempSync(join(tmpdir(), 'linkpin compose '));
    try {
      const hosts = join(own, 'hosts');
      const lines = compose.services.plex.extra_hosts?.map((entry) => entry.split(':').toReversed().join(' ')) ?? [];
      writeFileSync(hosts, `127.0.0.1 localhost\n${lines.join('\n')}\n`);
      // A container has a temporary folder of its own, which goes with it: whoever is killed at its end leaves things there.
      // npx finds linkpin in the packages of this repository, and Node is the one of this test.
      const env = {
        ...environment(own),
        TMPDIR: own,
        PATH: `${dirname(process.execPath)}${delimiter}${process.env['PATH']}`,
      };
      const args = ['--mount', '--net', '--pid', '--fork', '--kill-child', 'sh', '-c', script(compose, hosts, command)];
      const child = spawn('unshare', args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
      const [out, errors, [status]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
      return { said: `${out}${errors}`, status };
    } finally {
      rmSync(own, { recursive: true });
    }
  }

  it('is a compose file', () => {
    assert.equal(composeFault(compose), undefined);
    assert.notEqual(composeFault({ ...compose, services: { app: { imag: 'x' } } }), undefined);
  });

  it('signs an unmodified app in', async () => {
    const { said, status } = await play();
    assert.match(said, /^open https:\/\/app\.plex\.tv\/auth#\S+\nsigned in as ada\n$/);
    assert.equal(status, 0);
  });

  it('leads programs of other languages there, too, and passes on the exit code', async () => {
    const url = 'https://clients.plex.tv/api/v2/ping';
    assert.match((await play(`curl -sS ${url}`)).said, /<error code="1001"/);
    const python = `python3 -c "import requests; print(requests.get('${url}').status_code)"`;
    assert.match((await play(python)).said, /^401$/m);
    assert.equal((await play(`sh -c 'exit 7'`)).status, 7);
  });

  if (process.env['LINKPIN_WHOLE_MATRIX'] === '1') {
    it('leads Java and PHP there, streams included', async () => {
      const program = (name: string): string => fileURLToPath(new URL(`programs/${name}`, import.meta.url));
      for (const command of [
        `java ${program('SignIn.java')} HttpClient`,
        `php ${program('sign-in.php')} curl`,
        `php ${program('sign-in.php')} streams`,
      ]) {
        assert.match((await play(command)).said, /^signed in as ada$/m, command);
      }
    });
  }

  it('has the variables that linkpin emulate prints for a compose file', () => {
    const printed = instructions(
      { profile: 'plex', url: 'http://127.0.0.1:1', env: {}, chromiumArgs: [] },
      { url: 'http://127.0.0.1:2', secret: 'x' },
      '/run/linkpin',
    );
    const [, lines = ''] = /^( {2}app:\n(?: {4}.*\n)+)/m.exec(printed) ?? [];
    const { app } = parse(lines) as { readonly app: Service };
    assert.deepEqual(app.environment, compose.services.app.environment);
    assert.equal(app.network_mode, compose.services.app.network_mode);
  });
});
