import { catalogue, type MetricDescription } from './catalogue.ts';

const row = ({ name, type, labels, help }: MetricDescription): string => {
  const said = Object.entries(labels).map(([label, values]) => `\`${label}\`: ${values}`);
  return `| \`${name}\` | ${type} | ${said.join('; ')} | ${help} |`;
};

/** All metrics as a Markdown table. */
export const metricsTable = (): string =>
  ['| name | type | labels | what it is |', '|---|---|---|---|', ...Object.values(catalogue).map(row)].join('\n');
