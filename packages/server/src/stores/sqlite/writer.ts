// The writer thread. It alone holds the connection that writes; see `WriteQueue` for the other end.
import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import { Connection } from './connection.ts';
import { commitTogether } from './group-commit.ts';
import type { FromWriter, Request, ToWriter } from './write-queue.ts';
import { writes } from './writes.ts';

if (parentPort === null) throw new Error('The writer runs as a worker thread.');
const port = parentPort;
const connection = Connection.forWriting(String(workerData));

port.on('message', (first: ToWriter) => {
  const requests: Request[] = [];
  let message: ToWriter | undefined = first;
  while (Array.isArray(message)) {
    requests.push(...message);
    message = receiveMessageOnPort(port)?.message as ToWriter | undefined;
  }
  if (requests.length > 0) {
    const run = writes as Readonly<Record<string, (on: Connection, value: unknown) => unknown>>;
    const outcomes = commitTogether(
      connection,
      requests.map(
        ({ name, value }) =>
          () =>
            run[name]?.(connection, value),
      ),
    );
    send(outcomes.map((outcome, index) => ({ id: requests[index]?.id ?? 0, outcome })));
  }
  if (message === 'close') {
    connection.close();
    port.close();
  }
});

send([]);

function send(answers: FromWriter): void {
  port.postMessage(answers);
}
