// Sends requests one after the other over each of many connections and counts the responses. A separate process, to use
// a core of its own: JSON in, JSON out. Busy-waits unless `maySleep`: otherwise the server would pay for waking it with
// each response, the more the slower it is.
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { hrtime } from 'node:process';
import { createReader } from './answers.mjs';
import { processorTime } from './cpu.mjs';

const {
  port,
  serverPid,
  request,
  codesFile,
  connections,
  seconds,
  status,
  words = '',
  warmUp = 1000,
  maySleep = false,
} = JSON.parse(process.argv[2] ?? '{}');
const requests = readCodes().map((code) => Buffer.from(request.replace('{code}', code)));
const wanted = Buffer.from(`HTTP/1.1 ${status}`);

let answers = 0;
let wrong = 0;
let over = false;
let next = 0;
const delays = [];

/** Reads the values that replace `{code}` in the request, in turn. */
function readCodes() {
  return codesFile === undefined ? [''] : readFileSync(codesFile, 'utf8').split('\n');
}

function ask(socket) {
  socket.askedAt = performance.now();
  socket.write(requests[next]);
  next = (next + 1) % requests.length;
}

const sockets = Array.from({ length: connections }, () => {
  const socket = connect(port, '127.0.0.1', () => ask(socket));
  socket.setNoDelay(true);
  socket.on(
    'data',
    createReader((answer) => {
      answers += 1;
      delays.push(performance.now() - socket.askedAt);
      if (!answer.subarray(0, wanted.length).equals(wanted) || (words !== '' && !answer.includes(words))) wrong += 1;
      if (!over) ask(socket);
    }),
  );
  socket.on('error', () => {
    wrong += 1;
  });
  return socket;
});

function stayAwake() {
  if (!over && !maySleep) setImmediate(stayAwake);
}

stayAwake();
setTimeout(() => {
  answers = 0;
  wrong = 0;
  delays.length = 0;
  const spentBefore = processorTime(serverPid);
  const start = hrtime.bigint();
  setTimeout(() => {
    over = true;
    const rate = answers / (Number(hrtime.bigint() - start) / 1e9);
    const cpu = (processorTime(serverPid) - spentBefore) / answers;
    for (const socket of sockets) socket.destroy();
    delays.sort((one, other) => one - other);
    const percentile = (share) => delays[Math.floor((delays.length - 1) * share)] ?? 0;
    console.log(JSON.stringify({ rate, cpu, answers, wrong, p50: percentile(0.5), p99: percentile(0.99) }));
  }, seconds * 1000);
}, warmUp);
