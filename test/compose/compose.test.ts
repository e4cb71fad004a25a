// The compose files of deploy/compose: each service with its exact command, environment, volumes, secrets and health check, in
// namespaces as an engine would make them. The image is ours; PostgreSQL and Caddy are Debian's in the place of their images.
import assert from 'node:assert/strict';
import { chmodSync, chownSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { startContainer, type Container } from '../containers/container.ts';
import { openImage, type Image } from '../containers/image.ts';
import { createNetwork, type ContainerNetwork } from '../containers/network.ts';
import { linkpin, signIn } from '../containers/sign-in.ts';
import { composeFault } from '../support/compose.ts';
import { until } from '../support/until.ts';
import { memoryOf, mountsOf, readComposeFile, wordsOf, type ComposeFile } from './compose-file.ts';

const source = fileURLToPath(new URL('../../deploy/compose', import.meta.url));

/** Where PostgreSQL's image has its programs, and Debian's package. */
const path = '/usr-local:/usr/lib/postgresql/15/bin:/usr/sbin:/usr/bin:/sbin:/bin';

describe('the compose files', () => {
  let image: Image;
  before(async () => {
    image = await openImage();
  });
  after(() => image[Symbol.asyncDispose]());

  /** One network with the services of a file. */
  class Played {
    readonly folder = mkdtempSync(join(tmpdir(), 'linkpin-compose-'));
    readonly file: ComposeFile;
    readonly containers: Record<string, Container> = {};
    readonly addresses: Record<string, string> = {};
    network!: ContainerNetwork;

    constructor(name: string, variables: Readonly<Record<string, string>>) {
      cpSync(source, this.folder, { recursive: true });
      this.file = readComposeFile(join(this.folder, name), variables);
      for (const volume of Object.keys(this.file.volumes ?? {})) {
        mkdirSync(join(this.folder, 'volumes', volume), { recursive: true });
        // As the engine makes a volume: with what the image has there.
        if (volume === 'data') chownSync(join(this.folder, 'volumes', volume), 10001, 10001);
      }
    }

    async open(): Promise<void> {
      this.network = await createNetwork();
      for (const name of Object.keys(this.file.services)) this.addresses[name] = this.network.nextAddress();
    }

    /** Starts a service, and waits until it is healthy, if it says when. */
    async start(name: string): Promise<Container> {
      const service = this.file.services[name];
      assert.ok(service, name);
      const isOurs = service.image.includes('linkpin');
      const own = Object.fromEntries(
        Object.entries(service.environment ?? {}).map(([key, value]) => [key, String(value)]),
      );
      const entrypoint =
        service.entrypoint ??
        (isOurs ? image.config.entrypoint : service.image.startsWith('postgres') ? ['docker-entrypoint.sh'] : []);
      const command = service.command === undefined && isOurs ? image.config.command : wordsOf(service.command);
      const container = await startContainer(this.network, {
        name,
        root: isOurs ? image.root : undefined,
        isReadOnly: service.read_only === true,
        user: isOurs ? image.config.user : '0:0',
        command: [...entrypoint, ...command],
        env: { ...(isOurs ? image.config.env : { PATH: path, HOME: '/root', XDG_DATA_HOME: '/data' }), ...own },
        mounts: mountsOf(service, this.file, { beside: this.folder, volumes: join(this.folder, 'volumes') }),
        memory: memoryOf(service),
        hosts: this.addresses,
        address: this.addresses[name] ?? '',
      });
      this.containers[name] = container;
      const [, ...health] = service.healthcheck?.test ?? (isOurs ? ['CMD', ...image.config.health] : []);
      if (health.length > 0) {
        await until(`${name} is healthy`, async () => (await container.exec(health)).code === 0).catch(
          (error: unknown) => {
            throw new Error(`${name} is not healthy:\n${container.log()}`, { cause: error });
          },
        );
      }
      return container;
    }

    /** What all have said, for somebody who looks for a fault. */
    logs(): string {
      return Object.values(this.containers)
        .map((container) => `${container.name}:\n${container.log()}`)
        .join('\n');
    }

    async close(): Promise<void> {
      for (const container of Object.values(this.containers)) await container[Symbol.asyncDispose]();
      await this.network[Symbol.asyncDispose]();
      rmSync(this.folder, { recursive: true });
    }
  }

  for (const name of ['home.yaml', 'cluster.yaml']) {
    it(`${name} is a compose file`, () => {
      const file = parse(readFileSync(join(source, name), 'utf8'), { merge: true }) as ComposeFile;
      assert.equal(composeFault(file), undefined);
      const [service = ''] = Object.keys(file.services);
      assert.notEqual(composeFault({ ...file, services: { [service]: { imag: 'x' } } }), undefined);
      assert.throws(() => readComposeFile(join(source, name), {}), /^Error: LINKPIN_\w+: name the /);
    });
  }

  it('home.yaml signs a device in', async (t) => {
    const home = new Played('home.yaml', { LINKPIN_PUBLIC_URL: 'http://localhost:4747' });
    await home.open();
    t.after(() => home.close());
    const container = await home.start('linkpin');
    const url = `http://${home.addresses['linkpin']}:4747`;
    const refused = home.network.run('curl', ['-sS', '-o', '/dev/null', '-w', '%{http_code}', `${url}/signin`]);
    assert.equal(refused, '421', 'only the public URL is answered');
    const doctor = await container.exec([...linkpin, 'doctor']);
    assert.equal(doctor.code, 0, doctor.said);
    const { code } = await container.stop();
    assert.equal(code, 0, container.log());
  });

  it('cluster.yaml signs a device in over three replicas, and goes on without one', async (t) => {
    const cluster = new Played('cluster.yaml', { LINKPIN_NAME: 'localhost' });
    await cluster.open();
    t.after(() => cluster.close());
    const secrets = join(cluster.folder, 'secrets');
    mkdirSync(secrets);
    writeFileSync(join(secrets, 'database-password'), 'a-good-one\n', { mode: 0o600 });
    writeFileSync(
      join(secrets, 'keys.json'),
      JSON.stringify([{ kid: 'k1', secret: Buffer.alloc(32, 3).toString('base64url') }]),
      { mode: 0o600 },
    );
    for (const name of ['database-password', 'keys.json']) {
      chownSync(join(secrets, name), 10001, 10001);
      chmodSync(join(secrets, name), 0o600);
    }
    await cluster.start('db1');
    await cluster.start('db2');
    const replicas = await Promise.all(['linkpin1', 'linkpin2', 'linkpin3'].map((name) => cluster.start(name)));
    const proxy = await cluster.start('proxy');
    const [first] = replicas;
    assert.ok(first);
    const authority = join(cluster.folder, 'volumes/proxy/caddy/pki/authorities/local/root.crt');
    const { network } = cluster;
    // People come by the name of the proxy, as its published port would have it.
    const url = 'https://localhost';
    const relay = network.spawn('socat', [
      `TCP-LISTEN:443,bind=127.0.0.1,fork,reuseaddr`,
      `TCP:${cluster.addresses['proxy']}:443`,
    ]);
    t.after(() => relay.kill());
    await until('the proxy serves', () => {
      try {
        return network.run('curl', ['-sS', '--cacert', authority, `${url}/healthz`]).includes('ok');
      } catch {
        return false;
      }
    }).catch((error: unknown) => {
      throw new Error(`The proxy does not serve:\n${proxy.log()}`, { cause: error });
    });
    const signedIn = async (at: Container): Promise<string> =>
      signIn(network, url, at, authority).catch((error: unknown) => {
        throw new Error(`Nobody is signed in:\n${cluster.logs()}`, { cause: error });
      });
    assert.match(await signedIn(first), /^signed in/);
    const standby = await cluster.containers['db1']?.exec([
      'psql',
      '--username=postgres',
      '--tuples-only',
      '--command=select state from pg_stat_replication',
    ]);
    assert.match(standby?.said ?? '', /streaming/);
    const { code } = await first.stop();
    assert.equal(code, 0, first.log());
    const second = replicas[1];
    assert.ok(second);
    assert.match(await signedIn(second), /^signed in/);
  });
});
