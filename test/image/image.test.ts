// The image as it is built, run read-only by its own user, with its own command, environment and health check.
import assert from 'node:assert/strict';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { startContainer, type Container } from '../containers/container.ts';
import { openImage, type Image } from '../containers/image.ts';
import { createNetwork, type ContainerNetwork } from '../containers/network.ts';
import { signIn } from '../containers/sign-in.ts';
import { until } from '../support/until.ts';

/** The most that the image may take, in bytes. */
const largest = 160_000_000;

describe('the image', () => {
  let image: Image;
  let network: ContainerNetwork;
  let volume: string;
  const running: Container[] = [];
  before(async () => {
    image = await openImage();
    network = await createNetwork();
    volume = mkdtempSync(join(tmpdir(), 'linkpin-volume-'));
    chownSync(volume, 10001, 10001);
  });
  after(async () => {
    for (const container of running) await container[Symbol.asyncDispose]();
    await network[Symbol.asyncDispose]();
    await image[Symbol.asyncDispose]();
    rmSync(volume, { recursive: true });
  });

  async function start(env: Readonly<Record<string, string>> = {}): Promise<{ container: Container; url: string }> {
    const { config, root } = image;
    const address = network.nextAddress();
    const url = `http://${address}:4747`;
    const container = await startContainer(network, {
      name: 'linkpin',
      root,
      isReadOnly: true,
      user: config.user,
      command: [...config.entrypoint, ...config.command],
      env: { ...config.env, LINKPIN_PUBLIC_URL: url, LINKPIN_INSECURE_HTTP: 'true', ...env },
      mounts: [{ source: volume, target: '/data', isReadOnly: false }],
      memory: { '/tmp': 'mode=1777' },
      hosts: {},
      address,
    });
    running.push(container);
    await until('the container is healthy', async () => (await container.exec(config.health)).code === 0);
    return { container, url };
  }

  it('holds Node, its libraries and the app, no shell, and 160 MB at most', () => {
    assert.ok(image.size <= largest, `${image.size} bytes`);
    assert.deepEqual(readdirSync(join(image.root, 'usr/bin')), ['node']);
    assert.ok(!['bin', 'sbin', 'usr/sbin'].some((folder) => existsSync(join(image.root, folder))));
    const { config } = image;
    assert.equal(config.user, '10001:10001');
    assert.deepEqual(config.volumes, ['/data']);
    assert.deepEqual(config.ports, ['4747/tcp']);
    assert.deepEqual(config.health, [...config.entrypoint, 'healthcheck']);
    const data = statSync(join(image.root, 'data'));
    assert.deepEqual([data.uid, data.mode & 0o777], [10001, 0o700]);
    assert.equal(statSync(image.root).uid, 0);
  });

  it('signs a device in, is healthy meanwhile, and ends with 0 when it is asked to stop', async () => {
    const { container, url } = await start();
    assert.match(await signIn(network, url, container), /^signed in/);
    const outside = await container.exec(['/usr/bin/node', '-e', `require('fs').writeFileSync('/app/x', '')`]);
    assert.match(outside.said, /EROFS/);
    const doctor = await container.exec([...image.config.entrypoint, 'doctor']);
    assert.equal(doctor.code, 0, doctor.said);
    assert.match(doctor.said, /leads to this service/);
    const { code } = await container.stop();
    assert.equal(code, 0, container.log());
    assert.match(container.log(), /Stopping\./);
  });

  it('finds what it kept when it is started again', async () => {
    assert.deepEqual(
      readdirSync(volume)
        .filter((name) => /^(keys\.json|linkpin\.db)$/.test(name))
        .toSorted(),
      ['keys.json', 'linkpin.db'],
    );
    const { container } = await start();
    const users = await container.exec([...image.config.entrypoint, 'user', 'list']);
    assert.match(users.said, /\bada\b/);
    assert.equal((await container.exec([...image.config.entrypoint, 'healthcheck', '--port', '9'])).code, 1);
  });
});
