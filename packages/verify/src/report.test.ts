import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { VerifierError } from './metadata.ts';
import { createReport } from './report.ts';

const minute = 60_000;
const error = new VerifierError('audience', 'A token came that is for somebody else.');

describe('a report to the operator of an API', () => {
  it('comes once a minute for each setting', () => {
    let now = 0;
    const told: string[] = [];
    const report = createReport({ now: () => now }, ({ about }) => told.push(about));
    report(error);
    report(new VerifierError('issuer', 'It does not answer.'));
    now = minute - 1;
    report(error);
    assert.deepEqual(told, ['audience', 'issuer']);
    now = minute;
    report(error);
    assert.deepEqual(told, ['audience', 'issuer', 'audience']);
  });

  it('never fails the request that led to it', () => {
    const report = createReport({ now: () => 0 }, () => assert.fail('the log is full'));
    assert.doesNotThrow(() => report(error));
  });

  it('is a warning of the process when nobody else hears it', (t) => {
    const { mock } = t.mock.method(process, 'emitWarning', () => {});
    createReport({ now: () => 0 })(error);
    assert.deepEqual(mock.calls[0]?.arguments, [error.message, { type: 'VerifierError', code: 'audience' }]);
  });

  it('is a line on the console where a runtime has no such warnings', (t) => {
    const { emitWarning } = process;
    const { mock } = t.mock.method(console, 'warn', () => {});
    Object.assign(process, { emitWarning: undefined });
    t.after(() => Object.assign(process, { emitWarning }));
    createReport({ now: () => 0 })(error);
    assert.deepEqual(mock.calls[0]?.arguments, [`VerifierError [audience]: ${error.message}`]);
  });
});
