// Plays a transcript at a service, and writes down what comes back.
import assert from 'node:assert/strict';
import { until } from '../support/until.ts';
import type { Harness } from '../harness/service.ts';
import { doDeed, signed } from './deeds.ts';
import type { Adapter } from './adapters.ts';
import { createNames } from './names.ts';
import { readRequest, writeResponse, type Came, type Sent, type Step } from './transcript.ts';

/** Asks, waits until the question is held, does what is done meanwhile, and answers what came back. */
async function askMeanwhile(harness: Harness, adapter: Adapter, sent: Sent, deeds: readonly string[]): Promise<Came> {
  let isOver = false;
  const held = harness.localNotifier.watched().length;
  const answer = adapter(sent).finally(() => (isOver = true));
  await until('the question is held, or answered', () => isOver || harness.localNotifier.watched().length !== held);
  assert.equal(isOver, false, `${sent.method} ${sent.target} was answered before anybody could do something meanwhile`);
  for (const deed of deeds) await doDeed(harness, adapter, deed);
  return answer;
}

/** Plays every step in turn, and gives the story with the answers that came. */
export async function play(harness: Harness, adapter: Adapter, steps: readonly Step[]): Promise<readonly Step[]> {
  const names = createNames();
  const played: Step[] = [];
  for (const step of steps) {
    if (step.kind === 'exchange') {
      const sent = readRequest(step.request.map(names.fill));
      const meanwhile = step.meanwhile.map(names.fill);
      const came = await (meanwhile.length > 0 ? askMeanwhile(harness, adapter, sent, meanwhile) : adapter(sent));
      names.learn(came);
      played.push({ ...step, response: writeResponse(came) });
    } else {
      if (step.kind === 'deed' && step.text.startsWith('sign ')) {
        names.set('jwt', signed(harness, step.text, names.get('nonce') ?? ''));
      } else if (step.kind === 'deed') await doDeed(harness, adapter, names.fill(step.text));
      played.push(step);
    }
  }
  return played;
}
