import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createReadiness } from './readiness.ts';

describe('readiness', () => {
  it('asks the store, but not for everybody who asks', async () => {
    let now = 1_000_000;
    let checks = 0;
    const broken = new Error('disk full');
    let fault: Error | undefined;
    const check = (): Promise<void> => {
      checks += 1;
      return fault === undefined ? Promise.resolve() : Promise.reject(fault);
    };
    const ready = createReadiness({ check }, { now: () => now });
    assert.equal(await ready(), undefined);
    fault = broken;
    now += 1999;
    assert.equal(await ready(), undefined);
    assert.equal(checks, 1);
    now += 1;
    assert.equal(await ready(), broken);
    fault = undefined;
    now += 2000;
    assert.equal(await ready(), undefined);
    assert.equal(checks, 3);
  });
});
