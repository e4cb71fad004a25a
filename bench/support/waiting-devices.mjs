// Waiting devices and the people who approve them, in one process, so that one clock measures both. Reads commands from
// stdin and responds to each with a line of JSON: `make N` pins, or only `pretend N`; `wait N`, or `wait` for all that
// are left; `approve N`; `approve all`.
import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import { createReader } from './answers.mjs';

const { port, tokens } = JSON.parse(process.argv[2] ?? '{}');

const text = (first, headers) =>
  [
    first,
    `host: 127.0.0.1:${port}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    '',
    '',
  ].join('\r\n');
const client = (index) => ({ accept: 'application/json', 'x-plex-client-identifier': `bench-tv-${index}` });
const bodyOf = (answer) => answer.subarray(answer.indexOf('\r\n\r\n') + 4).toString();
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** The connection of one person, from a separate network, with sequential requests. */
function openLine(person) {
  let heard;
  const socket = connect({ port, host: '127.0.0.1', localAddress: `127.0.${person + 1}.1` });
  socket.setNoDelay(true);
  socket.on(
    'data',
    createReader((answer) => heard(answer)),
  );
  socket.on('error', (error) => {
    throw error;
  });
  return (request) =>
    new Promise((resolve) => {
      heard = resolve;
      socket.write(request);
    });
}

/** Runs `act` on each item, over the connections of all people. */
async function each(items, act) {
  const left = items.values();
  await Promise.all(
    tokens.map(async (token, person) => {
      const ask = openLine(person);
      for (const item of left) await act(item, ask, token);
    }),
  );
}

let devices = [];

async function make(count) {
  devices = Array.from({ length: count }, (_, index) => ({ index, waits: false, told: undefined }));
  await each(devices, async (device, ask) => {
    const headers = { ...client(device.index), 'content-length': 0 };
    const { id, code } = JSON.parse(bodyOf(await ask(text('POST /api/v2/pins HTTP/1.1', headers))));
    Object.assign(device, { id, code });
  });
  return { made: devices.length };
}

/** Devices for a server without pins. */
function pretend(count) {
  devices = Array.from({ length: count }, (_, index) => ({ index, id: 100_000_000 + index }));
  return { made: count };
}

/** Long-polls on a separate connection until the device has its token. */
function waitFor(device) {
  const request = Buffer.from(
    text(`GET /api/v2/pins/${device.id} HTTP/1.1`, { ...client(device.index), prefer: 'wait=25' }),
  );
  const socket = connect(port, '127.0.0.1', () => socket.write(request));
  socket.setNoDelay(true);
  socket.on(
    'data',
    createReader((answer) => {
      if (answer.includes('"authToken":null')) return socket.write(request);
      if (!answer.includes('"authToken":"')) throw new Error(bodyOf(answer));
      device.toldAt = performance.now();
      device.told?.();
      socket.destroy();
    }),
  );
  socket.on('error', (error) => {
    throw error;
  });
}

let waiting = 0;

/** Starts the long polls of the next devices, or of all remaining ones. */
async function open(count) {
  for (const [index, device] of devices.slice(waiting, count && waiting + count).entries()) {
    waitFor(device);
    if (index % 50 === 0) await pause(2);
  }
  await pause(1500);
  waiting = count === undefined ? devices.length : waiting + count;
  return { waiting };
}

const approval = ({ code }, token) =>
  text(`PUT /api/v2/pins/link?code=${code} HTTP/1.1`, { 'x-plex-token': token, 'content-length': 0 });

/** Time from the first byte of the approval to the token at the device, in milliseconds. */
async function approveOne(device, ask, token) {
  const told = new Promise((resolve) => {
    device.told = resolve;
  });
  const start = performance.now();
  const answer = await ask(approval(device, token));
  if (!answer.includes('204')) throw new Error(answer.toString());
  await told;
  return device.toldAt - start;
}

async function approveSome(count) {
  const ask = openLine(0);
  const delays = [];
  for (const device of devices.splice(0, count)) {
    delays.push(await approveOne(device, ask, tokens[0]));
    await pause(5);
  }
  delays.sort((a, b) => a - b);
  return { p50: delays[Math.floor(count * 0.5)], p99: delays[Math.floor(count * 0.99)] };
}

async function approveAll() {
  const start = performance.now();
  await each(devices.splice(0), approveOne);
  return { seconds: (performance.now() - start) / 1000 };
}

const commands = {
  make: (count) => make(Number(count)),
  pretend: (count) => pretend(Number(count)),
  wait: (count) => open(count && Number(count)),
  approve: (count) => (count === 'all' ? approveAll() : approveSome(Number(count))),
};

for await (const line of createInterface({ input: process.stdin })) {
  const [name, count] = line.split(' ');
  console.log(JSON.stringify(await commands[name](count)));
}
process.exit();
