import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { frameOf } from '../../frame.testing.ts';
import { barPlot } from './plot.ts';

/** The plot, without the marks that isolate a number from the sentence. */
async function plotOf(values: readonly number[]): Promise<string> {
  const plot = await barPlot(frameOf('linkpin'), {
    id: 'guesses',
    title: 'Wrong codes',
    heads: ['From', 'Wrong codes'],
    bars: values.map((value, index) => ({ label: `${index}:00`, value })),
  });
  return String(plot).replace(/[\u2068\u2069]/g, '');
}

describe('a plot of bars', () => {
  it('says that the number at its head is the highest bar, and not the sum', async () => {
    assert.match(await plotOf([3, 1200, 7]), /<p class="most">Highest: 1,200<\/p>/);
    assert.match(await plotOf([]), /<p class="most">Highest: 0<\/p>/);
  });
});
