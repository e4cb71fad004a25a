// Chromium 67, of 2018: between the engines of webOS 4 (53) and webOS 5 (68), and older than that of Tizen 5.5 (69).
// Playwright does not know its protocol any more, so it is spoken to directly.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createReadStream, createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { createBrotliDecompress } from 'node:zlib';
import { temporaryFolder } from '../command/linkpin.ts';
import { until } from '../support/until.ts';

const packed = new URL('old-chromium/node_modules/chrome-aws-lambda/bin/chromium.br', import.meta.url);

/** A page in the old browser. */
export interface OldPage {
  /** The value of an expression there; it is text. */
  read(expression: string): Promise<string>;
  /** Waits until an expression is true there. */
  until(expression: string): Promise<void>;
}

/** Opens a page; the browser ends with the test. */
export async function openOldChromium(t: { after(undo: () => unknown): void }, url: string): Promise<OldPage> {
  const folder = await temporaryFolder(t);
  const file = join(folder, 'chromium');
  const written = createWriteStream(file, { mode: 0o755 });
  await pipeline(createReadStream(fileURLToPath(packed)), createBrotliDecompress(), written);
  const flags = ['--headless', '--no-sandbox', '--single-process', '--no-zygote', '--disable-gpu'];
  const more = ['--remote-debugging-port=0', `--user-data-dir=${join(folder, 'profile')}`, '--window-size=1920,1080'];
  const browser = spawn(file, [...flags, ...more, url], { stdio: ['ignore', 'ignore', 'pipe'] });
  t.after(() => browser.kill('SIGKILL'));
  let origin: string | undefined;
  for await (const line of createInterface(browser.stderr)) {
    origin = /^DevTools listening on ws:\/\/([^/]+)/.exec(line)?.[1];
    if (origin !== undefined) break;
  }
  browser.stderr.resume();
  assert.ok(origin, 'the old Chromium starts');
  const targets = (await (await fetch(`http://${origin}/json`)).json()) as {
    type: string;
    webSocketDebuggerUrl: string;
  }[];
  const socket = new WebSocket(targets.find(({ type }) => type === 'page')?.webSocketDebuggerUrl ?? '');
  t.after(() => socket.close());
  await new Promise((resolve) => socket.addEventListener('open', resolve, { once: true }));

  let last = 0;
  const read = async (expression: string): Promise<string> => {
    const id = (last += 1);
    const answer = new Promise<string>((resolve) => {
      const hear = ({ data }: MessageEvent<string>): void => {
        const message = JSON.parse(data) as { id?: number; result?: { result?: { value?: unknown } } };
        if (message.id !== id) return;
        socket.removeEventListener('message', hear);
        resolve(String(message.result?.result?.value));
      };
      socket.addEventListener('message', hear);
    });
    socket.send(JSON.stringify({ id, method: 'Runtime.evaluate', params: { expression } }));
    return answer;
  };
  return { read, until: (expression) => until(expression, async () => (await read(expression)) === 'true', 100) };
}
