// Complete sign-ins at several servers, in turns. A separate process, to use a core of its own: JSON in, JSON out.
//
// A round of devices has five parts, in each of which the contestants take turns, so that a device's interval passes while the
// others are measured; one of redirects has one. Eight people act concurrently, each with one browser and one request at a time.
import { hrtime } from 'node:process';
import { setTimeout } from 'node:timers/promises';
import { connections } from './browser.mjs';
import { processorTime } from './cpu.mjs';
import { stepsOf } from './sign-in-steps.mjs';

const { contestants, rounds, way = 'device' } = JSON.parse(process.argv[2] ?? '{}');

const atOnce = 8;

/** The poll interval plus a margin, because timers fire early, in milliseconds. */
const interval = 5200;

const pollAgain = { paced: true, act: ({ poll }, { codes }, agent) => poll(agent, codes) };

/** The parts of a round, by the way of sign-in; paced ones start after the interval. */
const parts = {
  redirect: [{ act: ({ redirect }, { browser }, agent) => redirect(agent, browser) }],
  device: [
    {
      paced: true,
      async act({ ask, poll }, signIn, agent) {
        signIn.codes = await ask(agent);
        await poll(agent, signIn.codes);
      },
    },
    pollAgain,
    pollAgain,
    { isApproval: true, act: ({ approve }, { codes, browser }, agent) => approve(agent, codes, browser) },
    { paced: true, act: ({ collect }, { codes }, agent) => collect(agent, codes) },
  ],
};

/** Runs `act` on each person's items sequentially, for all people concurrently. */
async function together(things, act) {
  const agent = connections(atOnce);
  await Promise.all(
    Array.from({ length: atOnce }, async (_, number) => {
      for (let next = number; next < things.length; next += atOnce) await act(things[next], agent);
    }),
  );
  agent.destroy();
}

/** Busy-waits until the work is done: otherwise the server would pay for waking this process with each response. */
async function awake(work) {
  let isOver = false;
  const stay = () => {
    if (!isOver) setImmediate(stay);
  };
  stay();
  try {
    await work;
  } finally {
    isOver = true;
  }
}

async function takePart({ act, paced, isApproval }, { steps, signIns, turn, serverPid }) {
  if (paced) await setTimeout(Math.max(0, turn.dueAt - performance.now()));
  const spentBefore = processorTime(serverPid);
  const start = hrtime.bigint();
  await awake(together(signIns, (signIn, agent) => act(steps, signIn, agent)));
  turn.seconds += Number(hrtime.bigint() - start) / 1e9;
  if (paced) turn.dueAt = performance.now() + interval;
  if (isApproval) turn.approval = processorTime(serverPid) - spentBefore;
}

/** One round of all contestants; CPU time is that of the whole round, including deferred work. */
async function round(all) {
  const turns = all.map(({ steps, people, count, serverPid }) => ({
    steps,
    serverPid,
    signIns: Array.from({ length: count }, (_, number) => ({ browser: people[number % atOnce] })),
    turn: { seconds: 0, dueAt: 0, approval: 0, spentBefore: processorTime(serverPid) },
  }));
  for (const part of parts[way]) for (const one of turns) await takePart(part, one);
  return turns.map(({ turn, signIns: { length: count }, serverPid }) => ({
    rate: count / turn.seconds,
    cpu: (processorTime(serverPid) - turn.spentBefore) / count,
    approval: turn.approval / count,
  }));
}

async function prepare({ program, server, count }) {
  const steps = stepsOf[program](server);
  const people = Array.from({ length: atOnce });
  const agent = connections(atOnce);
  for (const number of people.keys()) people[number] = await steps.person(agent, number);
  agent.destroy();
  return { steps, people, count, serverPid: server.serverPid };
}

const all = [];
for (const contestant of contestants) all.push(await prepare(contestant));
await round(all);
const taken = [];
for (let number = 0; number < rounds; number += 1) taken.push(await round(all));
console.log(JSON.stringify(contestants.map((_, index) => taken.map((one) => one[index]))));
