// A compose file as an engine reads it: its variables filled in, its services as containers to be.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { Mount } from '../containers/container.ts';

/** A service, as far as a test needs it. */
export interface Service {
  readonly image: string;
  readonly command?: string | readonly string[];
  readonly entrypoint?: readonly string[];
  readonly environment?: Readonly<Record<string, string | number>>;
  readonly volumes?: readonly string[];
  readonly secrets?: readonly string[];
  readonly tmpfs?: readonly string[];
  readonly read_only?: boolean;
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly healthcheck?: { readonly test: readonly string[] };
}

/** A compose file. */
export interface ComposeFile {
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes?: Readonly<Record<string, unknown>>;
  readonly secrets?: Readonly<Record<string, { readonly file: string }>>;
}

/**
 * Fills in `${NAME}`, `${NAME:-otherwise}` and `${NAME:?why}` in every text, as the specification says (12-interpolation).
 *
 * @throws when one that must be there is not
 */
function interpolated(value: unknown, variables: Readonly<Record<string, string>>): unknown {
  if (Array.isArray(value)) return value.map((one) => interpolated(one, variables));
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, interpolated(one, variables)]));
  }
  if (typeof value !== 'string') return value;
  return value.replaceAll(/\$\{(\w+)(?::([-?])([^}]*))?\}/g, (_, name: string, kind?: string, words = '') => {
    const given = variables[name] ?? '';
    if (given !== '') return given;
    if (kind === '?') throw new Error(`${name}: ${words}`);
    return kind === '-' ? words : '';
  });
}

/** Reads a file of deploy/compose. */
export const readComposeFile = (path: string, variables: Readonly<Record<string, string>>): ComposeFile =>
  interpolated(parse(readFileSync(path, 'utf8'), { merge: true }), variables) as ComposeFile;

/** What of this machine is where in a service: its volumes, the files beside the compose file, its secrets. */
export function mountsOf(
  service: Service,
  file: ComposeFile,
  folders: { readonly beside: string; readonly volumes: string },
): readonly Mount[] {
  const volumes = (service.volumes ?? []).map((text): Mount => {
    const [source = '', target = '', mode = 'rw'] = text.split(':');
    const from = source.startsWith('.') ? join(folders.beside, source) : join(folders.volumes, source);
    return { source: from, target, isReadOnly: mode === 'ro' };
  });
  const secrets = (service.secrets ?? []).map((name): Mount => {
    const secret = file.secrets?.[name];
    if (secret === undefined) throw new Error(`There is no secret ${name}.`);
    return { source: join(folders.beside, secret.file), target: `/run/secrets/${name}`, isReadOnly: true };
  });
  return [...volumes, ...secrets];
}

/** `/data:uid=1,gid=1` and the like, as mount(8) takes it. */
export const memoryOf = ({ tmpfs = [] }: Service): Readonly<Record<string, string>> =>
  Object.fromEntries(
    tmpfs.map((text) => {
      const [target = '', options = 'mode=1777'] = text.split(/:(.*)/);
      return [target, options];
    }),
  );

/** The words of a command; none has quotes. */
export const wordsOf = (command: Service['command']): readonly string[] =>
  typeof command === 'string' ? command.trim().split(/\s+/) : (command ?? []);
