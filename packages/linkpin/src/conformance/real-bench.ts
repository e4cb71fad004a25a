// The bench of a real run: the network, the clock on the wall, and a command that approves.
import { setTimeout as delay } from 'node:timers/promises';
import { approveByCommand } from './approve.ts';
import type { Bench } from './bench.ts';
import { Unreachable } from './check.ts';
import { createSender, fetchTransport, type Sender } from './http.ts';

/** The longest that a check waits at a stretch, in seconds. */
const patience = 30;

/** @param approve the command of `--approve` */
export function realBench({
  approve,
  guess,
  version,
}: {
  readonly approve?: string;
  readonly guess?: true;
  readonly version: string;
}): Bench & Pick<Sender, 'isStopped'> {
  let deciding: Promise<void> = Promise.resolve();
  const sender = createSender(fetchTransport(`linkpin-conformance/${version}`));
  return {
    send: (request, options) => sender.send(request, options),
    get isStopped() {
      return sender.isStopped;
    },
    now: () => performance.now(),
    wait: (seconds) => delay(seconds * 1000),
    canWait: (seconds) => seconds <= patience,
    async decide(shown, decision) {
      if (approve === undefined) throw new Unreachable('nobody approves: --approve takes a command that does');
      // One at a time: there is one person.
      const mine = deciding.then(() => approveByCommand(approve, shown, decision));
      deciding = mine.catch(() => {});
      await mine;
    },
    mayGuess: guess === true,
  };
}
