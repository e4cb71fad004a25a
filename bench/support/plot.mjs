// Charts as SVG, drawn by Vega-Lite.
import { installRivals } from './install-rivals.mjs';

const look = {
  $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
  background: 'white',
  config: {
    font: 'system-ui, sans-serif',
    title: { anchor: 'start', fontSize: 14, offset: 12 },
    axis: { labelFontSize: 12, titleFontSize: 12, titleFontWeight: 'normal', gridColor: '#e5e7eb' },
    view: { stroke: null },
    legend: { title: null, orient: 'bottom', labelFontSize: 12, labelLimit: 400 },
    range: { category: ['#1d4ed8', '#9ca3af', '#b45309', '#047857', '#7c3aed'] },
  },
};

/**
 * A bar chart: linkpin in colour, alternatives in grey.
 *
 * @param unit the label of the axis
 * @param rows { name, value, rival? }
 */
export const bars = (title, unit, rows) => ({
  ...look,
  title,
  width: 460,
  data: {
    values: rows.map(({ name, value, rival = false }) => ({ name, value, whose: rival ? 'beside' : 'linkpin' })),
  },
  encoding: {
    y: { field: 'name', type: 'nominal', sort: null, title: null, axis: { labelLimit: 500 } },
    x: { field: 'value', type: 'quantitative', title: unit },
  },
  layer: [
    {
      mark: 'bar',
      encoding: { color: { field: 'whose', type: 'nominal', legend: null, sort: ['linkpin', 'beside'] } },
    },
    { mark: { type: 'text', align: 'left', dx: 8 }, encoding: { text: { field: 'value', format: ',.3~r' } } },
  ],
});

/**
 * A line chart with one line per series.
 *
 * @param points { x, y, series }
 */
export const lines = (title, { x, y, log = false, zero = true }, points) => ({
  ...look,
  title,
  width: 520,
  height: 260,
  data: { values: points },
  mark: { type: 'line', point: points.length < 40 },
  encoding: {
    x: { field: 'x', type: 'quantitative', title: x, ...(log ? { scale: { type: 'log' } } : {}) },
    y: { field: 'y', type: 'quantitative', title: y, scale: { zero } },
    color: { field: 'series', type: 'nominal', sort: null },
  },
});

/** The SVG of a chart. */
export async function draw(chart) {
  await installRivals();
  const [{ parse, View }, { compile }] = await Promise.all([import('vega'), import('vega-lite')]);
  return `${await new View(parse(compile(chart).spec), { renderer: 'none' }).toSVG()}\n`;
}
