import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { catalogue } from './catalogue.ts';
import { metricsTable } from './table.testing.ts';

test('docs/metrics.md holds the table of all metrics', () => {
  const page = readFileSync(new URL('../../../../docs/metrics.md', import.meta.url), 'utf8');
  assert.ok(page.includes(metricsTable()), `docs/metrics.md must hold this table:\n\n${metricsTable()}\n`);
});

test('names are as Prometheus wants them: one each, counters end in _total, and units are the base ones', () => {
  const all = Object.values(catalogue);
  assert.equal(new Set(all.map(({ name }) => name)).size, all.length);
  for (const { name, type } of all) {
    assert.match(name, /^(linkpin|http_server|nodejs|process)_[a-z0-9_]+$/);
    assert.equal(name.endsWith('_total'), type === 'counter', name);
    if (type === 'histogram') assert.match(name, /_seconds$/);
    assert.doesNotMatch(name, /milli|micro|_ms|kilo|_mb|minutes/);
  }
});
