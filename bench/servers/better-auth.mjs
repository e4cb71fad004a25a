// better-auth with its device authorization plugin, on node:sqlite. It writes on every poll, so it gets the faster WAL
// without fsync at each write, while linkpin stays at synchronous=FULL. Its token endpoint takes JSON instead of a
// form.
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { betterAuth } from 'better-auth';
import { getMigrations } from 'better-auth/db/migration';
import { toNodeHandler } from 'better-auth/node';
import { deviceAuthorization } from 'better-auth/plugins';

const folder = mkdtempSync(join(tmpdir(), 'linkpin-bench-'));
const database = new DatabaseSync(join(folder, 'better-auth.db'));
database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;');

const server = createServer().listen(0, '127.0.0.1');
await once(server, 'listening');
const { port } = server.address();
const options = {
  baseURL: `http://127.0.0.1:${port}`,
  secret: 'not secret, but thirty-two characters long',
  database,
  logger: { disabled: true },
  rateLimit: { enabled: false },
  telemetry: { enabled: false },
  emailAndPassword: { enabled: true },
  plugins: [deviceAuthorization({ verificationUri: '/device', validateClient: (id) => id === 'tv' })],
};
const { runMigrations } = await getMigrations(options);
await runMigrations();
const answer = toNodeHandler(betterAuth(options));
server.on('request', (request, response) => void answer(request, response));
const paths = { devicePath: '/api/auth/device/code', tokenPath: '/api/auth/device/token' };
console.log(JSON.stringify({ port, ...paths, inJson: true }));

process.stdin
  .on('end', () => {
    database.close();
    rmSync(folder, { recursive: true });
    process.exit();
  })
  .resume();
