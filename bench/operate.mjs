// What a large audit log costs the operator's pages: two services, one with a million entries, in turns.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeSecretKey } from '@linkpin/server';
import { Browser, connections, hiddenFields } from './support/browser.mjs';
import { fillAuditLog } from './support/fill-audit-log.mjs';
import { headers } from './support/plex-polls.mjs';
import { median, startServer } from './support/side-by-side.mjs';

export const id = 'O1';
export const title = "How long do the operator's pages take with a million entries in the audit log?";
export const long = true;

const entries = 1_000_000;
const rounds = 40;
const pages = { overview: '/operate', 'audit log': '/operate/audit' };
const admin = { username: 'admin', password: 'correct horse battery' };

export async function run() {
  const folder = mkdtempSync(join(tmpdir(), 'linkpin-bench-'));
  const keys = JSON.stringify([makeSecretKey()]);
  const at = (name) => ({ file: join(folder, `${name}.db`), keys, admin });
  try {
    for (const name of ['empty', 'full']) {
      const server = await startServer('linkpin-file.mjs', at(name));
      await fetch(`http://127.0.0.1:${server.port}/api/v2/pins`, { method: 'POST', headers });
      await server.stop();
    }
    fillAuditLog(at('full').file, entries);
    const [empty, full] = [await signedIn(at('empty')), await signedIn(at('full'))];
    const rows = [];
    for (const [page, path] of Object.entries(pages)) {
      const times = { empty: [], full: [] };
      for (let round = 0; round <= rounds; round += 1) {
        times.empty.push(await empty.open(path));
        times.full.push(await full.open(path));
      }
      const [few, many] = [median(times.empty.slice(1)), median(times.full.slice(1))];
      rows.push(
        {
          name: `${page}, a million over none`,
          value: many / few,
          unit: 'ratio',
          ...(page === 'overview' ? { aim: '≤ 2' } : {}),
        },
        { name: `${page}, none`, value: few, unit: 'ms' },
        { name: `${page}, a million`, value: many, unit: 'ms' },
      );
    }
    await Promise.all([empty.server.stop(), full.server.stop()]);
    return rows;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The service, and an admin who is signed in there. */
async function signedIn(options) {
  const server = await startServer('linkpin-file.mjs', options);
  const agent = connections(1);
  const browser = new Browser(server.port);
  const page = await browser.get(agent, '/signin');
  await browser.post(agent, '/signin', { ...hiddenFields(page), name: admin.username, password: admin.password });
  return {
    server,
    /** Opens a page. @returns milliseconds until it was there */
    async open(path) {
      const start = performance.now();
      const { status } = await browser.get(agent, path);
      if (status !== 200) throw new Error(`${path} answered ${status}`);
      return performance.now() - start;
    },
  };
}
