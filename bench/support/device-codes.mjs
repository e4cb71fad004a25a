// Polls of pending device codes, at any server with RFC 8628.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createReader } from './answers.mjs';

const post = (port, path, parameters, inJson = false) => {
  const body = inJson ? JSON.stringify(parameters) : new URLSearchParams(parameters).toString();
  return [
    `POST ${path} HTTP/1.1`,
    `host: 127.0.0.1:${port}`,
    `content-type: ${inJson ? 'application/json' : 'application/x-www-form-urlencoded'}`,
    `content-length: ${body.length}`,
    '',
    body,
  ].join('\r\n');
};

/** Requests device codes as fast as the server issues them. */
function askForCodes(port, path, count) {
  const text = post(port, path, { client_id: 'tv' });
  const codes = [];
  let asked = 0;
  return new Promise((resolve, reject) => {
    const ask = (socket) => {
      asked += 1;
      if (asked > count) socket.end();
      else socket.write(text);
    };
    for (let number = 0; number < 32; number += 1) {
      const socket = connect(port, '127.0.0.1', () => ask(socket));
      const take = (answer) => {
        const code = /"device_code":"([^"]+)"/.exec(answer.toString('latin1'))?.[1];
        if (code === undefined) return reject(new Error(`${path} answered ${answer}`));
        codes.push(code);
        return codes.length === count ? resolve(codes) : ask(socket);
      };
      socket.on('data', createReader(take)).on('error', reject);
    }
  });
}

/**
 * Polls of many pending codes in turn: so many that none comes again within its five seconds, so that each poll is as
 * the RFC wants it and is answered `authorization_pending`. The turns of all together take more
 * than five seconds. An answer `slow_down` counts as wrong: then a turn needed more codes than there are.
 *
 * @param server its port, its two paths, and whether it takes polls in JSON alone
 * @param count of codes
 * @param seconds that a turn is measured, after half a second of warming up
 * @returns what `measureInTurns` measures, the file of the codes, and how to clear up
 */
export async function pollsOf({ port, serverPid, devicePath, tokenPath, inJson }, count, seconds = 1.5) {
  const codes = await askForCodes(port, devicePath, count);
  const folder = mkdtempSync(join(tmpdir(), 'linkpin-bench-'));
  const codesFile = join(folder, 'codes');
  writeFileSync(codesFile, codes.join('\n'));
  const placeholder = 'x'.repeat(codes[0].length);
  const grant = 'urn:ietf:params:oauth:grant-type:device_code';
  const parameters = { client_id: 'tv', grant_type: grant, device_code: placeholder };
  const text = post(port, tokenPath, parameters, inJson);
  const request = text.replace(placeholder, '{code}');
  const answer = { status: 400, words: 'authorization_pending' };
  const load = { port, serverPid, request, codesFile, connections: 32, warmUp: 500, seconds, ...answer };
  return { load, codesFile, forget: () => rmSync(folder, { recursive: true }) };
}

/** linkpin's endpoints. */
export const ours = { devicePath: '/oauth/device_authorization', tokenPath: '/oauth/token' };
