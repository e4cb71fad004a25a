// Clients that ask a server on this machine by a name, trusting an authority and nobody else: do they heed what the
// authority may name? test/emulator/trust.test.ts tries each, and the table in docs/emulator.md is written from here.
import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { chromium } from 'playwright-core';
import { bun, deno } from './runtimes.ts';

const run = promisify(execFile);
const programs = (file: string): string => fileURLToPath(new URL(`programs/${file}`, import.meta.url));

/** Asks for `/` of a server. Resolves to what it answers; rejects if its certificate is refused. */
type Ask = (name: string, port: number, ca: string) => Promise<string>;

/** A client, and whether it heeds name constraints. */
export interface Truster {
  readonly name: string;
  readonly ask: Ask;
  /** Tried by `npm run matrix` alone. */
  readonly whole?: true;
  /** It takes what the authority may not name. */
  readonly ignores?: true;
}

const output = async (command: string, args: readonly string[]): Promise<string> => (await run(command, args)).stdout;

const viaHttps = (name: string, port: number, ca: string): string =>
  `import https from 'node:https';
   const options = { host: '127.0.0.1', port: ${port}, servername: '${name}', headers: { host: '${name}' }, agent: false };
   const ca = ${JSON.stringify(readFileSync(ca, 'utf8'))};
   https.get({ ...options, ca }, (response) => response.pipe(process.stdout));`;

const viaDeno = (name: string, port: number, ca: string): string =>
  `const caCerts = [${JSON.stringify(readFileSync(ca, 'utf8'))}];
   const socket = await Deno.startTls(await Deno.connect({ port: ${port}, hostname: '127.0.0.1' }), { hostname: '${name}', caCerts });
   await socket.write(new TextEncoder().encode('GET / HTTP/1.0\\r\\nHost: ${name}\\r\\n\\r\\n'));
   for await (const part of socket.readable) await Deno.stdout.write(part);`;

const viaPython = (name: string, port: number, ca: string): string =>
  `import socket, ssl
c = ssl.create_default_context(cafile='${ca}')
with socket.create_connection(('127.0.0.1', ${port})) as s, c.wrap_socket(s, server_hostname='${name}') as t:
    t.sendall(b'GET / HTTP/1.0\\r\\nHost: ${name}\\r\\n\\r\\n')
    print(t.recv(9999).decode())`;

/** A home of its own, whose trust store has the authority. */
async function viaChromium(name: string, port: number, ca: string): Promise<string> {
  const home = join(dirname(ca), `home of ${name}`);
  const store = join(home, '.pki/nssdb');
  mkdirSync(store, { recursive: true });
  await run('certutil', ['-d', `sql:${store}`, '-N', '--empty-password']);
  await run('certutil', ['-d', `sql:${store}`, '-A', '-t', 'C,,', '-n', 'authority', '-i', ca]);
  const browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox', `--host-resolver-rules=MAP ${name} 127.0.0.1`],
    env: { ...process.env, HOME: home } as Record<string, string>,
  });
  try {
    const page = await browser.newPage();
    await page.goto(`https://${name}:${port}/`);
    return await page.innerText('body');
  } finally {
    await browser.close();
  }
}

/** All of them. */
export const trusters: readonly Truster[] = [
  {
    name: 'curl (OpenSSL)',
    ask: (name, port, ca) => {
      const here = ['--noproxy', '*', '--resolve', `${name}:${port}:127.0.0.1`];
      return output('curl', ['-sS', ...here, '--cacert', ca, `https://${name}:${port}/`]);
    },
  },
  { name: 'Python', ask: (...server) => output('python3', ['-c', viaPython(...server)]) },
  { name: 'Node', ask: (...server) => output(process.execPath, ['--input-type=module', '-e', viaHttps(...server)]) },
  { name: 'Deno', ask: (...server) => output(deno, ['eval', viaDeno(...server)]) },
  { name: 'Bun', ask: (...server) => output(bun, ['-e', viaHttps(...server)]) },
  {
    name: 'Go',
    ask: (name, port, ca) => output('go', ['run', programs('trust.go'), name, `${port}`, ca]),
    whole: true,
  },
  {
    name: 'Java',
    ask: (name, port, ca) => output('java', [programs('Trust.java'), name, `${port}`, ca]),
    whole: true,
    ignores: true,
  },
  { name: 'Chromium', ask: viaChromium, whole: true },
];

/** The table, as the page has it. */
export const trustTable: string = [
  '| client that trusts the authority | takes a certificate of it for example.com |',
  '|---|---|',
  ...trusters.map(({ name, ignores }) => `| ${name} | ${ignores === true ? '**yes**' : 'no'} |`),
].join('\n');
