import type fc from 'fast-check';
import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import type { Pin } from '../../../domain/pin.ts';
import type { DevicePorts } from '../../../../../../test/harness/devices.ts';
import type { RealPins } from './real-pins.testing.ts';
import { emptyModel, expected, later, swept, type Model } from './model.testing.ts';
import type { Deed, Step } from './steps.testing.ts';

/** Ports whose stores answer in an order of the scheduler's choice, so that verbs which began together interleave. */
function scheduled(ports: DevicePorts, scheduler: fc.Scheduler): DevicePorts {
  const shuffled = <Port extends object>(port: Port): Port =>
    new Proxy(port, {
      get(target, name) {
        const method: unknown = Reflect.get(target, name);
        if (typeof method !== 'function') return method;
        if (name === 'known') return method.bind(target) as unknown; // answers at once
        return async (...given: unknown[]) => {
          await scheduler.schedule(Promise.resolve(), String(name));
          return Reflect.apply(method, target, given) as unknown;
        };
      },
    });
  const { pins, grants, deviceKeys, tokens } = ports;
  return {
    ...ports,
    pins: shuffled(pins),
    grants: shuffled(grants),
    deviceKeys: shuffled(deviceKeys),
    tokens: shuffled(tokens),
  };
}

/** Every order of some things. */
function ordersOf<Thing>(things: readonly Thing[]): Thing[][] {
  if (things.length === 0) return [[]];
  return things.flatMap((first, index) =>
    ordersOf(things.filter((_, other) => other !== index)).map((rest) => [first, ...rest]),
  );
}

/**
 * A poll that lost to another one, while the device is being unlinked, may hear of either: the winner was let through
 * before, the loser after, and the tokens are dead.
 */
function bothRefuse(deed: Deed, one: string, other: string): boolean {
  return deed.do === 'poll' && one === 'redeemed' && other === 'denied';
}

/** The models in which these answers could have been given, the deeds done one after the other in some order. */
function modelsAfter(models: readonly Model[], done: readonly (readonly [Deed, string])[]): Model[] {
  const possible = models.flatMap((model) =>
    ordersOf(done).flatMap((order) => {
      let next = model;
      for (const [deed, answer] of order) {
        const outcome = expected(next, deed);
        if (outcome.answer !== answer && !bothRefuse(deed, outcome.answer, answer)) return [];
        next = outcome.model;
      }
      return [next];
    }),
  );
  return [...new Map(possible.map((model) => [JSON.stringify(model), model])).values()];
}

type Rows = ReadonlyMap<number, Pin | undefined>;

/** A poll of a pin that nobody decided about changes nothing, and writes only what polls have not shown before. */
function assertOnlyFacts(before: Rows, after: Rows): void {
  assert.deepEqual([...after.keys()], [...before.keys()]);
  for (const [number, row] of after) {
    const old = before.get(number);
    const isWritten = row !== undefined && old !== undefined && !isDeepStrictEqual(row.polled, old.polled);
    assert.deepEqual(row, isWritten ? { ...old, polled: row.polled, version: old.version + 1 } : old);
  }
}

/** A poll of a pin that nobody decided about. */
const isWaiting = (answer: string): boolean => answer === 'pending' || answer === 'slow down';

/** What holds however the model was written: kept apart from it, so that a fault in the one is no fault in the other. */
function createPromises() {
  const approved = new Set<number>();
  const closed = new Set<number>();
  return (deed: Deed, answer: string): void => {
    if (deed.do === 'approve' && answer === 'ok') approved.add(deed.pin);
    if ((deed.do === 'deny' || deed.do === 'cancel') && answer === 'ok') closed.add(deed.pin);
    if (deed.do !== 'look' && deed.do !== 'poll') return;
    const [, token] = /^token (\d+)$/.exec(answer) ?? [];
    if (token === undefined) return;
    assert.ok(approved.has(Number(token)), 'no token before approval');
    assert.ok(!closed.has(Number(token)), 'denied stays denied');
    assert.equal(deed.as, 'holder', 'no token to another holder');
    assert.ok(deed.do === 'poll' || deed.code !== 'wrong', 'no token for a wrong code');
  };
}

/**
 * Plays a story with real pins and finds that each is answered as the model says; of deeds that began together, as it
 * says of them in some order.
 */
export async function play(real: RealPins, story: readonly Step[], scheduler: fc.Scheduler): Promise<void> {
  let models: Model[] = [emptyModel(real.clock.now())];
  const keepPromises = createPromises();
  const told: string[] = [];
  const settle = (deeds: readonly Deed[], answers: readonly string[]): void => {
    const done = deeds.map((deed, index) => [deed, answers[index] ?? ''] as const);
    const before = models;
    models = modelsAfter(models, done);
    told.push(done.map(([deed, answer]) => `${JSON.stringify(deed)} → ${answer}`).join('\n  at once with '));
    if (models.length === 0) {
      const should = done.length > 1 ? '' : `\nought to be: ${expected(before[0] as Model, done[0]![0]).answer}`;
      assert.fail(`No model answers so:\n${told.join('\n')}${should}`);
    }
  };

  for (const step of story) {
    switch (step.do) {
      case 'wait':
        real.clock.pass(step.ms);
        models = models.map((model) => later(model, step.ms));
        told.push(`after ${step.ms} ms`);
        break;
      case 'sweep': {
        const answer = await real.sweep();
        models = models.map(swept).flatMap((outcome) => (outcome.answer === answer ? [outcome.model] : []));
        assert.notEqual(models.length, 0, `the sweep forgot ${answer}`);
        break;
      }
      case 'together': {
        const ports = scheduled(real.ports, scheduler);
        const answers = await scheduler.waitFor(Promise.all(step.deeds.map((deed) => real.perform(deed, ports))));
        for (const [index, deed] of step.deeds.entries())
          if (deed.do === 'approve') keepPromises(deed, answers[index] ?? '');
        for (const [index, deed] of step.deeds.entries()) keepPromises(deed, answers[index] ?? '');
        settle(step.deeds, answers);
        break;
      }
      default: {
        const before = step.do === 'poll' || step.do === 'look' ? await real.rows() : undefined;
        const answer = await real.perform(step);
        keepPromises(step, answer);
        settle([step], [answer]);
        if (before !== undefined && isWaiting(answer)) assertOnlyFacts(before, await real.rows());
      }
    }
  }
  await nothingFroze(real, models);
}

/** Whatever was polled too early: after its interval a poll is accepted. */
async function nothingFroze(real: RealPins, models: readonly Model[]): Promise<void> {
  real.clock.pass(60_000);
  const numbers = Object.keys(models[0]?.pins ?? {}).map(Number);
  for (const pin of numbers) {
    const key = models[0]?.pins[pin]?.boundTo ?? null;
    const answer = await real.perform({ do: 'poll', pin, as: 'holder', key });
    assert.notEqual(answer, 'slow down', 'an early poll never freezes a code');
  }
}
