// The writer thread, which owns the only write connection; see `WriteQueue` for the other end.
import { parentPort, receiveMessageOnPort, workerData, type MessagePort } from 'node:worker_threads';
import { CommitTimes } from './commit-times.ts';
import { Connection } from './connection.ts';
import type { FromWriter, Request, ToWriter, WriterOrders } from './write-queue.ts';
import { Writing } from './writing.ts';

if (parentPort === null) throw new Error('The writer runs as a worker thread.');
const parent = parentPort;
const { file, commitTimes } = workerData as WriterOrders;
const writing = new Writing(Connection.forWriting(file), new CommitTimes(commitTimes));

/** The ports that send requests: of the thread that started this one, and of threads that joined. */
const askers: Set<MessagePort> = new Set([parent]);

/** Drains a port. */
function unread(port: MessagePort): readonly ToWriter[] {
  const messages: ToWriter[] = [];
  for (;;) {
    const received = receiveMessageOnPort(port);
    if (received === undefined) return messages;
    messages.push(received.message as ToWriter);
  }
}

/**
 * Drains all ports, starting with `from`, and commits their requests together. SQLite is synchronous, so this finishes before
 * the next message event.
 */
async function take(from: MessagePort, first: ToWriter): Promise<void> {
  const asked: { readonly port: MessagePort; readonly request: Request }[] = [];
  const leaving: MessagePort[] = [];
  const read = (port: MessagePort, message: ToWriter): void => {
    if (message === 'close') leaving.push(port);
    else if ('asker' in message) welcome(message.asker);
    else for (const request of message) asked.push({ port, request });
  };
  read(from, first);
  for (const port of askers) for (const message of unread(port)) read(port, message);

  if (asked.length > 0) {
    const outcomes = await writing.write(asked.map(({ request }) => request));
    const answers: Map<MessagePort, FromWriter[number][]> = new Map();
    for (const [index, { port, request }] of asked.entries()) {
      const outcome = outcomes[index] ?? { failed: 'it was not tried', passes: false };
      const known = answers.get(port);
      if (known === undefined) answers.set(port, [{ id: request.id, outcome }]);
      else known.push({ id: request.id, outcome });
    }
    for (const [port, its] of answers) send(port, its);
  }
  for (const port of leaving) await leave(port);
}

function welcome(port: MessagePort): void {
  askers.add(port);
  port.on('message', (message: ToWriter) => void take(port, message));
  port.on('close', () => askers.delete(port));
  send(port, []);
}

async function leave(port: MessagePort): Promise<void> {
  if (port === parent) await writing.close();
  for (const gone of port === parent ? askers : [port]) gone.close();
}

function send(port: MessagePort, answers: FromWriter): void {
  port.postMessage(answers);
}

welcome(parent);
