import { fields, type Field } from './fields.ts';

const code = (text: string): string => `\`${text}\``;

function usual({ fallback }: Field): string {
  if (fallback === undefined) return '';
  return Array.isArray(fallback) ? 'none' : code(String(fallback));
}

const row = (field: Field): readonly string[] => {
  const choices = field.choices.length === 0 ? '' : ` (${field.choices.map(code).join(', ')})`;
  return [code(field.key), code(field.flag), code(field.environment), usual(field), `${field.description}${choices}`];
};

/** All settings as a Markdown table with aligned columns. */
export function settingsTable(): string {
  const rows = [['key', 'flag', 'environment', 'default', 'what it is'], ...fields.map(row)];
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((cells) => cells[column]?.length ?? 0))) ?? [];
  const line = (cells: readonly string[], fill: string): string =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0, fill)).join(' | ')} |`;
  const [head = [], ...body] = rows;
  const rule = head.map(() => '');
  return [line(head, ' '), line(rule, '-'), ...body.map((cells) => line(cells, ' '))].join('\n');
}
