// Renders deploy/chart as Helm does, by Debian's Go with the template functions that Helm uses.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv } from 'ajv';
import { parse } from 'yaml';

export interface Values {
  readonly [name: string]: unknown;
}

const chart = fileURLToPath(new URL('../../deploy/chart', import.meta.url));
const read = (...path: readonly string[]): string => readFileSync(join(chart, ...path), 'utf8');

/** What came of rendering: the texts by file, or why it was refused. */
export type Rendered = { readonly files: Readonly<Record<string, string>> } | { readonly refused: string };

/** A renderer, compiled. Disposing removes it. */
export interface Renderer extends Disposable {
  /** Renders the chart with values, as `helm template home deploy/chart --values FILE` does. */
  render(values: Values): Rendered;
}

const isRecord = (value: unknown): value is Values =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Values over those of the chart: members of objects one by one, anything else whole; null takes one away. */
function merge(base: Values, over: Values): Values {
  const merged: Record<string, unknown> = { ...base };
  for (const [name, value] of Object.entries(over)) {
    const before = merged[name];
    if (value === null) delete merged[name];
    else merged[name] = isRecord(before) && isRecord(value) ? merge(before, value) : value;
  }
  return merged;
}

/** Compiles the renderer. */
export function createRenderer(): Renderer {
  const folder = mkdtempSync(join(tmpdir(), 'linkpin-chart-'));
  const program = join(folder, 'render');
  if (!existsSync('/usr/share/gocode'))
    throw new Error("Debian's packages for these tests: see test/chart/needs.json.");
  const own = { GO111MODULE: 'off', GOPATH: '/usr/share/gocode', GOFLAGS: '', GOTOOLCHAIN: 'local' };
  const source = fileURLToPath(new URL('render.go', import.meta.url));
  execFileSync('go', ['build', '-o', program, source], {
    env: { ...process.env, ...own },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const validate = new Ajv({ allErrors: true, strict: false }).compile(
    JSON.parse(read('values.schema.json')) as object,
  );
  const about = parse(read('Chart.yaml')) as Values;
  const templates = Object.fromEntries(
    readdirSync(join(chart, 'templates')).map((name) => [`linkpin/templates/${name}`, read('templates', name)]),
  );
  return {
    render(given) {
      const values = merge(parse(read('values.yaml')) as Values, given);
      if (!validate(values)) return { refused: JSON.stringify(validate.errors) };
      const input = {
        // As Go names them.
        chart: { Name: about['name'], Version: about['version'], AppVersion: about['appVersion'] },
        values,
        release: { Name: 'home', Namespace: 'default', Service: 'Helm', IsInstall: true, Revision: 1 },
        templates,
      };
      const { status, stdout, stderr } = spawnSync(program, { input: JSON.stringify(input), encoding: 'utf8' });
      return status === 0 ? { files: JSON.parse(stdout) as Record<string, string> } : { refused: stderr };
    },
    [Symbol.dispose]: () => rmSync(folder, { recursive: true }),
  };
}
