// Sends one request after the other over each of many connections for a while, and counts the answers.
// Run as a program of its own, so that it has a core of its own: arguments are one JSON text, the answer another.
import { connect } from 'node:net';
import { hrtime } from 'node:process';

const { port, request, connections, seconds, status } = JSON.parse(process.argv[2] ?? '{}');
const bytes = Buffer.from(request);
const wanted = Buffer.from(`HTTP/1.1 ${status}`);

let answers = 0;
let wrong = 0;
let over = false;

/** Whole answers in a stream of bytes: a head, and a body as long as it says. */
function createReader(onAnswer) {
  let rest = Buffer.alloc(0);
  return (part) => {
    rest = rest.length === 0 ? part : Buffer.concat([rest, part]);
    for (;;) {
      const end = rest.indexOf('\r\n\r\n');
      if (end < 0) return;
      const head = rest.toString('latin1', 0, end);
      const length = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0);
      if (rest.length < end + 4 + length) return;
      onAnswer(rest.subarray(0, wanted.length).equals(wanted));
      rest = rest.subarray(end + 4 + length);
    }
  };
}

const sockets = Array.from({ length: connections }, () => {
  const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
  socket.setNoDelay(true);
  socket.on(
    'data',
    createReader((right) => {
      answers += 1;
      if (!right) wrong += 1;
      if (!over) socket.write(bytes);
    }),
  );
  socket.on('error', () => {
    wrong += 1;
  });
  return socket;
});

const warmUp = 1000;
setTimeout(() => {
  answers = 0;
  wrong = 0;
  const start = hrtime.bigint();
  setTimeout(() => {
    over = true;
    const rate = answers / (Number(hrtime.bigint() - start) / 1e9);
    for (const socket of sockets) socket.destroy();
    console.log(JSON.stringify({ rate, answers, wrong }));
  }, seconds * 1000);
}, warmUp);
