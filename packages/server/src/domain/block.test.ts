import assert from 'node:assert/strict';
import { test } from 'node:test';
import { countNetworks, liveBlocks } from './block.ts';

test('blocks hold until their instant, the newest first', () => {
  const [first, second, expired] = [
    { at: 1, until: 11 },
    { at: 2, until: 20 },
    { at: 3, until: 10 },
  ];
  assert.deepEqual(liveBlocks([first, second, expired], 10), [second, first]);
});

test('reports are counted by network while they count', () => {
  const reports = [
    { network: 'one', until: 11 },
    { network: 'one', until: 12 },
    { network: 'two', until: 11 },
    { network: 'three', until: 10 },
  ];
  assert.deepEqual([countNetworks(reports, 10), countNetworks(reports, 11), countNetworks([], 0)], [2, 1, 0]);
});
