// Plays a scenario: serves its script on a loopback port and runs the client's command against it.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { systemCode } from '../../failure.ts';
import type { Answer, Heard, Played, Request, Scenario } from './scenario.ts';

/** How long a request without an answer is held, in milliseconds; clients that wait longer see their connection end. */
const longestHang = 13_000;

/** How much of what a client prints is kept, in characters. */
const longestOutput = 100_000;

/** A client to be tried: a command, and the variables by which it learns of the server. */
export interface ClientCommand {
  readonly command: string;
  readonly args: readonly string[];
  /** @param url of the scripted server */
  readonly environment: (url: string) => NodeJS.ProcessEnv;
}

/** Plays one scenario with a client of its own process. */
export async function play(scenario: Scenario, client: ClientCommand): Promise<Played> {
  const requests: Heard[] = [];
  const started = performance.now();
  const now = (): number => performance.now() - started;
  const server = createServer((incoming, response) => void serve(incoming, response));
  const serve = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const cameAt = now();
    const request = await read(incoming).catch(() => undefined);
    if (request === undefined) return;
    const heard = {
      ...request,
      cameAt,
      endedAt: undefined as number | undefined,
      answer: scenario.answer(request, requests),
    };
    requests.push(heard);
    response.once('close', () => (heard.endedAt = now()));
    send(response, heard.answer);
  };
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  try {
    return { requests, ...(await run(client, url, scenario.limit * 1000)) };
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

async function read(incoming: IncomingMessage): Promise<Request> {
  const url = new URL(incoming.url ?? '/', 'http://127.0.0.1');
  const headers = Object.entries(incoming.headers).map(([name, value]) => [name, String(value)] as const);
  return {
    method: incoming.method ?? 'GET',
    path: url.pathname,
    query: [...url.searchParams],
    headers: Object.fromEntries(headers),
    body: await text(incoming),
  };
}

function send(response: ServerResponse, answer: Answer): void {
  switch (answer.kind) {
    case 'response': {
      const body = typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body);
      response.writeHead(answer.status, { ...answer.headers, connection: 'close' }).end(body);
      return;
    }
    case 'drop':
      response.destroy();
      return;
    case 'hang': {
      const timer = setTimeout(() => response.destroy(), longestHang);
      response.once('close', () => clearTimeout(timer));
    }
  }
}

/** Runs the client to its end, or until its time is over. */
async function run(
  { command, args, environment }: ClientCommand,
  url: string,
  limit: number,
): Promise<Omit<Played, 'requests'>> {
  // A group of its own, so that whatever it starts ends with it.
  const child = spawn(command, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...environment(url) },
    detached: true,
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (part: string) => {
      if (output.length < longestOutput) output += part;
    });
  }
  const kill = (): void => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    } catch (error) {
      if (systemCode(error) !== 'ESRCH') throw error;
    }
  };
  const timer = setTimeout(kill, limit);
  process.once('exit', kill);
  try {
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
    });
    return { output, exitCode: code, problem: null };
  } catch (error) {
    const isMissing = systemCode(error) === 'ENOENT';
    return { output, exitCode: null, problem: isMissing ? `there is no command ${command}` : (error as Error).message };
  } finally {
    clearTimeout(timer);
    process.off('exit', kill);
  }
}
