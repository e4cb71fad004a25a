import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { styleOf } from '../../terminal/style.ts';
import { fail, pass, skip, type Check, type Verdict } from '../check.ts';
import { formPost, type Exchange } from '../exchange.ts';
import { isGood, judge, passedAgain, readExpectations } from '../expectations.ts';
import { chooseChecks, runChecks, type Result } from '../runner.ts';
import { reportData } from './json.ts';
import { junitText } from './junit.ts';
import { resultText, sumsText } from './text.ts';

const check = (name: string, level: 'MUST' | 'SHOULD', verdict: Verdict): Check<object> => ({
  name,
  section: 'RFC 8628 §3.5',
  level,
  rule: 'It is so.',
  why: 'Because.',
  run: async () => verdict,
});

const exchange: Exchange = {
  sent: formPost('https://login.example/token', [['device_code', 'hush']]),
  came: {
    status: 400,
    headers: new Map([['content-type', 'application/json']]),
    cookies: [],
    body: '{"error":"\u001b[2J<&\u0000","device_code":"hush"}',
  },
};

const checks = [
  check('D1-kept', 'MUST', pass),
  check('D2-broken', 'MUST', fail(exchange, 'a\u001b[31m "b"', '<c>')),
  check('D3-warned', 'SHOULD', fail(null, 'x', 'y')),
  check('D3-skipped', 'MUST', skip('nobody approves')),
];

const results = (): Promise<readonly Result[]> => runChecks(checks, {});
const head = { profile: 'rfc8628', target: 'https://login.example/<x>', at: '2026-12-01T12:00:00.000Z', isGood: false };
const plain = styleOf({}, {});

describe('a run', () => {
  it('fails by a MUST, warns by a SHOULD, and takes what is skipped for neither', async () => {
    assert.deepEqual(
      (await results()).map(({ outcome }) => outcome),
      ['pass', 'fail', 'warn', 'skip'],
    );
  });

  it('is good without failures, and strictly without warnings', async () => {
    const judged = judge(await results(), []);
    const without = (...names: readonly string[]) => judged.filter(({ result }) => !names.includes(result.check.name));
    assert.equal(isGood(judged, false), false);
    assert.equal(isGood(without('D2-broken'), false), true);
    assert.equal(isGood(without('D2-broken'), true), false);
    assert.equal(isGood(without('D2-broken', 'D3-warned'), true), true);
  });

  it('has the checks that are named, or those of a rule', () => {
    const names = (...only: readonly string[]) => chooseChecks(checks, only).chosen.map(({ name }) => name);
    assert.equal(names().length, 4);
    assert.deepEqual(names('d3', 'D1-kept'), ['D1-kept', 'D3-warned', 'D3-skipped']);
    assert.deepEqual(chooseChecks(checks, ['D33', 'D1']).unknown, ['D33']);
  });

  it('runs what uses up what others need after them', async () => {
    const order: string[] = [];
    const noting = (name: string, more: object = {}): Check<object> => ({
      ...check(name, 'MUST', pass),
      ...more,
      run: async () => {
        order.push(name);
        return pass;
      },
    });
    const given = [noting('a-1', { isLast: true }), noting('b-1'), noting('c-1')];
    for (const inTurn of [false, true]) {
      const done = await runChecks(given, {}, { inTurn });
      assert.deepEqual(order.splice(0), ['b-1', 'c-1', 'a-1']);
      assert.deepEqual(
        done.map((result) => result.check.name),
        ['a-1', 'b-1', 'c-1'],
      );
    }
  });
});

describe('expectations', () => {
  it('are names, a line each, with comments', () => {
    const text = '# known\n\nD2-broken # issue 7\r\n  D3-warned\nD9-nothing\n';
    const names = checks.map(({ name }) => name);
    assert.deepEqual(readExpectations(text, names), { known: ['D2-broken', 'D3-warned'], unknown: ['D9-nothing'] });
  });

  it('excuse what is broken, and nothing else', async () => {
    const all = await results();
    assert.equal(isGood(judge(all, ['D2-broken', 'D3-warned']), true), true);
    assert.deepEqual(passedAgain(all, ['D1-kept', 'D2-broken', 'D3-skipped']), ['D1-kept']);
  });
});

describe('a report', () => {
  it('as text says what was sent, came and was due, and cannot steer the terminal', async () => {
    const judged = judge(await results(), []);
    const text = judged.map((one) => resultText(one, plain)).join('');
    assert.match(text, /^PASS {2}D1-kept {2}RFC 8628 §3\.5, MUST\nFAIL {2}D2-broken/);
    assert.match(text, / {6}came {2}a\[31m "b"\n {6}due {3}<c>\n {6}why {3}Because\.\n {6}sent {2}curl -i -X POST/);
    assert.match(text, /SKIP {2}D3-skipped .*\n {6}nobody approves\n$/);
    // eslint-disable-next-line no-control-regex
    assert.doesNotMatch(text, /[\u0000-\u0009\u000b-\u001f]|hush/);
    assert.equal(sumsText(judged), '1 passed, 1 failed, 1 warned, 1 skipped\n');
    assert.equal(sumsText(judge(await results(), ['D2-broken'])), '1 passed, 0 failed, 1 warned, 1 skipped, 1 known\n');
  });

  it('as JSON has every check with its outcome, and no secret', async () => {
    const data = JSON.parse(JSON.stringify(reportData(head, judge(await results(), ['D3-warned'])))) as {
      readonly sums: object;
      readonly checks: readonly { readonly outcome: string }[];
    };
    assert.deepEqual(data.sums, { pass: 1, fail: 1, warn: 0, skip: 1, known: 1 });
    assert.deepEqual(
      data.checks.map(({ outcome }) => outcome),
      ['pass', 'fail', 'known', 'skip'],
    );
    assert.doesNotMatch(JSON.stringify(data), /hush/);
  });

  it('as JUnit is XML whatever the server says, and warnings fail in a strict run alone', async () => {
    const judged = judge(await results(), []);
    const read = (strict: boolean) => {
      const text = junitText(head, judged, strict);
      assert.equal(XMLValidator.validate(text), true);
      assert.doesNotMatch(text, /hush/);
      return new XMLParser({ ignoreAttributes: false }).parse(text) as {
        readonly testsuites: {
          readonly '@_failures': string;
          readonly testsuite: { readonly testcase: readonly object[] };
        };
      };
    };
    const loose = read(false).testsuites;
    assert.equal(loose['@_failures'], '1');
    assert.deepEqual(
      loose.testsuite.testcase.map((one) => Object.keys(one).filter((key) => !key.startsWith('@_'))),
      [[], ['failure'], ['system-out'], ['skipped']],
    );
    assert.equal(read(true).testsuites['@_failures'], '2');
  });
});
