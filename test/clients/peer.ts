import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** How a client's own error reads after its journey between processes. */
export interface PeerError extends Error {
  readonly [member: string]: unknown;
}

/** Somebody else's client, unmodified, in a process of its own. */
export interface Peer {
  /** Has one of the deeds of its program done. Rejects with what the client throws. */
  ask<Result>(deed: string, ...args: readonly unknown[]): Promise<Result>;
  close(): void;
}

interface Answer {
  readonly number: number;
  readonly result?: unknown;
  readonly error?: { readonly name: string; readonly message: string };
}

/**
 * Starts a program of `peers/`.
 *
 * @param args its arguments
 * @param beforehand a module of `peers/` to load first, and the environment it reads
 */
export function startPeer(
  program: string,
  args: readonly string[] = [],
  beforehand: { readonly load?: string; readonly env?: Readonly<Record<string, string>> } = {},
): Peer {
  const path = (name: string): string => fileURLToPath(new URL(`peers/${name}`, import.meta.url));
  const child = fork(path(program), args, {
    execArgv: beforehand.load === undefined ? [] : ['--import', path(beforehand.load)],
    env: { ...process.env, ...beforehand.env, NODE_OPTIONS: '', NODE_NO_WARNINGS: '1' },
    serialization: 'advanced',
  });
  const waiting = new Map<number, { resolve: (result: unknown) => void; reject: (error: Error) => void }>();
  let count = 0;
  child.on('message', (message) => {
    const { number, result, error } = message as Answer;
    const asked = waiting.get(number);
    waiting.delete(number);
    if (error === undefined) asked?.resolve(result);
    else asked?.reject(Object.assign(new Error(error.message), error));
  });
  child.on('exit', (code) => {
    for (const { reject } of waiting.values()) reject(new Error(`${program} ended with ${String(code)}`));
  });
  return {
    ask: <Result>(deed: string, ...rest: readonly unknown[]) =>
      new Promise<Result>((resolve, reject) => {
        count += 1;
        waiting.set(count, { resolve: (result) => resolve(result as Result), reject });
        child.send({ number: count, deed, args: rest });
      }),
    close() {
      child.kill();
    },
  };
}
