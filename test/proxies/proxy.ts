// Starts the real proxies with the very files of deploy/proxies; only ports, paths and the log's place are changed.
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, closeSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, isOpen } from '../support/ports.ts';
import { until } from '../support/until.ts';

/** One of the sample files. */
export interface Sample {
  readonly file: string;
  readonly proxy: 'nginx' | 'haproxy' | 'caddy';
  readonly publicUrl: string;
  /** Where the sample says for how long an answer may be waited for, in seconds. */
  readonly waits: readonly RegExp[];
}

/** A proxy that runs. */
export interface Proxy {
  readonly httpsPort: number;
  readonly httpPort: number;
  /** The certificate that it shows. */
  readonly certificate: string;
  /** Stops it, and tells all that it has logged. */
  stop(): Promise<string>;
}

interface GeoIp {
  readonly folder: string;
  readonly httpPort: number;
  readonly httpsPort: number;
  readonly upstream: string;
}

/** The sample with the places of a test in it. Throws when a sample does not have what should be replaced. */
function fill(text: string, replacements: readonly (readonly [from: RegExp, to: string])[]): string {
  let filled = text;
  for (const [from, to] of replacements) {
    if (!from.test(filled)) throw new Error(`The sample has nothing that looks like ${from}.`);
    filled = filled.replaceAll(new RegExp(from, from.flags.replace('g', '') + 'g'), to);
  }
  return filled;
}

const commands = {
  nginx(sample: string, { folder, httpPort, httpsPort, upstream }: GeoIp) {
    const site = fill(sample, [
      [/ +listen \[::\]:.*\n/, ''],
      [/listen 80/, `listen 127.0.0.1:${httpPort}`],
      [/listen 443/, `listen 127.0.0.1:${httpsPort}`],
      [/127\.0\.0\.1:4747/, upstream],
      [/\/var\/log\/nginx/, folder],
      [/\/etc\/nginx\/tls\/[a-z.]+\.org/, `${folder}/tls`],
    ]);
    const kinds = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
    const temporary = kinds.map((kind) => `${kind}_temp_path ${folder}/${kind};`).join(' ');
    writeFileSync(join(folder, 'site.conf'), site);
    writeFileSync(
      join(folder, 'nginx.conf'),
      `daemon off; pid ${folder}/nginx.pid; error_log ${folder}/main-error.log crit;
       events {} http { ${temporary} include ${folder}/site.conf; }`,
    );
    return ['/usr/sbin/nginx', '-e', `${folder}/first-error.log`, '-c', `${folder}/nginx.conf`];
  },
  haproxy(sample: string, { folder, httpPort, httpsPort, upstream }: GeoIp) {
    const config = fill(sample, [
      [/\/dev\/log local0/, 'stdout format raw local0'],
      [/bind :80\b/, `bind 127.0.0.1:${httpPort}`],
      [/bind :443\b/, `bind 127.0.0.1:${httpsPort}`],
      [/\/etc\/haproxy\/tls\/[a-z.]+\.pem/, `${folder}/tls.pem`],
      [/127\.0\.0\.1:4747/, upstream],
    ]);
    writeFileSync(join(folder, 'haproxy.cfg'), config);
    return ['/usr/sbin/haproxy', '-db', '-f', join(folder, 'haproxy.cfg')];
  },
  caddy(sample: string, { folder, httpPort, httpsPort, upstream }: GeoIp) {
    const config = fill(sample, [
      [/^\{$/m, `{\nadmin off\nhttp_port ${httpPort}\nhttps_port ${httpsPort}\ndefault_bind 127.0.0.1`],
      [/^([a-z]+\.example\.org) \{$/m, `$1 {\ntls ${folder}/tls.crt ${folder}/tls.key`],
      [/127\.0\.0\.1:4747/, upstream],
    ]);
    writeFileSync(join(folder, 'Caddyfile'), config);
    return ['/usr/bin/caddy', 'run', '--adapter', 'caddyfile', '--config', join(folder, 'Caddyfile')];
  },
} satisfies Record<Sample['proxy'], (sample: string, geoip: GeoIp) => readonly string[]>;

/** Waits until somebody listens on the port, or the process has ended. */
async function answers(port: number, running: ChildProcess): Promise<void> {
  const listens = (): Promise<boolean> => {
    if (running.exitCode !== null || running.signalCode !== null) throw new Error('The proxy ended at once.');
    return isOpen(port);
  };
  await until('the proxy listens', listens, 50);
}

/** A certificate for `host`, signed by itself, as `tls.crt`, `tls.key` and both together in `tls.pem`. */
function makeCertificate(folder: string, host: string): string {
  const [crt, key] = [join(folder, 'tls.crt'), join(folder, 'tls.key')];
  const names = ['-subj', `/CN=${host}`, '-addext', `subjectAltName=DNS:${host}`];
  const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'];
  execFileSync('/usr/bin/openssl', ['req', '-x509', ...kind, '-keyout', key, '-out', crt, ...names], {
    stdio: 'ignore',
  });
  const certificate = readFileSync(crt, 'utf8');
  writeFileSync(join(folder, 'tls.pem'), certificate + readFileSync(key, 'utf8'));
  return certificate;
}

const logs = ['output.log', 'linkpin.log', 'linkpin-error.log', 'main-error.log', 'first-error.log'];

/** The text of a sample. */
export function readSample(file: string): string {
  return readFileSync(new URL(`../../deploy/proxies/${file}`, import.meta.url), 'utf8');
}

/** Starts a proxy with a sample, in front of `upstream` (host and port). */
export async function startProxy({ file, proxy, publicUrl }: Sample, upstream: string): Promise<Proxy> {
  const folder = mkdtempSync(join(tmpdir(), 'linkpin-proxy-'));
  chmodSync(folder, 0o755);
  const sample = readSample(file);
  const [httpPort, httpsPort] = [await freePort(), await freePort()];
  const certificate = makeCertificate(folder, new URL(publicUrl).hostname);
  const [command = '', ...args] = commands[proxy](sample, { folder, httpPort, httpsPort, upstream });
  if (!existsSync(command)) {
    throw new Error(`${command} is missing. Debian's packages for these tests: see test/proxies/needs.json.`);
  }
  const readLogs = () =>
    logs
      .map((name) => join(folder, name))
      .flatMap((log) => (existsSync(log) ? readFileSync(log, 'utf8') : []))
      .join('\n');
  const output = openSync(join(folder, 'output.log'), 'w');
  const env = { ...process.env, HOME: folder, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder };
  const running = spawn(command, args, { stdio: ['ignore', output, output], env });
  closeSync(output);
  await answers(httpsPort, running).catch((error: unknown) => {
    throw new Error(`${proxy} does not run with ${file}:\n${readLogs()}`, { cause: error });
  });
  return {
    httpPort,
    httpsPort,
    certificate,
    async stop() {
      running.kill('SIGTERM');
      if (running.exitCode === null && running.signalCode === null) await once(running, 'exit');
      const logged = readLogs();
      rmSync(folder, { recursive: true });
      return logged;
    },
  };
}
