import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { movableClock } from '../../../../test/harness/clock.ts';
import { repeatableRandom } from '../../../../test/harness/random.ts';
import { createKeys, makeSecretKey } from '../tokens/keys.ts';
import { answerSelf, askSelf } from './self-check.ts';

const facts = { address: '192.0.2.1', baseUrl: 'https://link.example', warnings: ['a warning'] };

describe('a service that is asked whether it is the one that is meant', () => {
  const key = makeSecretKey();
  const keys = createKeys([key]);
  const random = repeatableRandom('self-check');

  it('proves it by its keys, and tells what it sees', () => {
    const clock = movableClock();
    const question = askSelf(keys, clock, random);
    const answer = answerSelf(keys, clock, question.text, facts);
    assert.deepEqual(question.readAnswer(answer ?? ''), { ...facts, now: clock.now() });
    assert.doesNotMatch(answer ?? '', /192\.0\.2\.1/);
  });

  it('knows the question of somebody who has rotated the keys, and has not started it again', () => {
    const clock = movableClock();
    const rotated = createKeys([key, makeSecretKey()]);
    const question = askSelf(rotated, clock, random);
    assert.ok(question.readAnswer(answerSelf(keys, clock, question.text, facts) ?? ''));
  });

  it('answers no question of other keys, none that is old, and none of the future', () => {
    const clock = movableClock();
    const stranger = askSelf(createKeys([makeSecretKey()]), clock, random);
    assert.equal(answerSelf(keys, clock, stranger.text, facts), undefined);
    assert.equal(answerSelf(keys, clock, '', facts), undefined);
    const question = askSelf(keys, clock, random);
    clock.pass(60_001);
    assert.equal(answerSelf(keys, clock, question.text, facts), undefined);
    clock.pass(-120_002);
    assert.equal(answerSelf(keys, clock, question.text, facts), undefined);
  });

  it('is not believed by an answer to another question, nor by the question itself', () => {
    const clock = movableClock();
    const [one, other] = [askSelf(keys, clock, random), askSelf(keys, clock, random)];
    const answer = answerSelf(keys, clock, one.text, facts) ?? '';
    assert.equal(other.readAnswer(answer), undefined);
    assert.equal(one.readAnswer(one.text), undefined);
    assert.equal(one.readAnswer(''), undefined);
  });
});
