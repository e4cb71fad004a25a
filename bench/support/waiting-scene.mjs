// A server and a process of waiting devices.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { startServer } from './side-by-side.mjs';

/** Number of waiting devices. */
export const waiting = 10_000;

/**
 * Starts both.
 *
 * @param store `memory`, `sqlite`, or `bare` for node:http that holds everything
 * @returns `report()` of the server, `tell(command)` to the devices, `stop()`
 */
export async function startWaiting(store) {
  // Rate limits: use many people, each in a separate network.
  const tokens = Array.from({ length: 32 }, (_, person) => `person${String(person).padStart(14, '0')}`);
  const server = await startServer('waiting.mjs', { store, tokens });
  const { port } = server;
  const program = new URL('waiting-devices.mjs', import.meta.url).pathname;
  const devices = spawn(process.execPath, [program, JSON.stringify({ port, tokens })], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: devices.stdout })[Symbol.asyncIterator]();
  return {
    report: () => server.report(),
    async tell(command) {
      devices.stdin.write(`${command}\n`);
      const { value } = await lines.next();
      if (value === undefined) throw new Error(`the devices left at "${command}"`);
      return JSON.parse(value);
    },
    async stop() {
      devices.stdin.end();
      await new Promise((resolve) => devices.once('close', resolve));
      await server.stop();
    },
  };
}
