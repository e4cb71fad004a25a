import type { Emulator } from '../emulator.ts';
import { EmulatorError } from '../error.ts';
import type { Fault } from '../faults.ts';
import type { ScenarioName } from '../scenarios.ts';

/** Members of a JSON body or fields of a form. */
export type Fields = Readonly<Record<string, unknown>>;

const decisions = ['approve', 'deny', 'cancel', 'expire'] as const;

const text = (fields: Fields, name: string): string | undefined => {
  const value = fields[name];
  if (value === undefined || value === '') return undefined;
  if (typeof value !== 'string') throw new EmulatorError(`"${name}" is text.`);
  return value;
};

const number = (fields: Fields, name: string, fallback: number): number => Number(fields[name] ?? fallback);

/** What can be done from outside, by path. */
export type ControlCommand = (plex: Emulator, fields: Fields) => Promise<void> | void;

/**
 * Finds what a request is to do.
 *
 * @param path without a prefix, such as `/pins/7RQZ/approve`
 */
export function findCommand(method: string, path: string): ControlCommand | undefined {
  const [, code = '', decision = ''] = /^\/pins\/([^/]+)\/(\w+)$/.exec(path) ?? [];
  const found = decisions.find((one) => one === decision);
  if (method === 'POST' && found !== undefined) {
    return (plex, fields) => {
      const as = text(fields, 'as');
      return plex[found](decodeURIComponent(code), as === undefined ? {} : { as });
    };
  }
  return commands[`${method} ${path}`];
}

const commands: Readonly<Record<string, ControlCommand>> = {
  'POST /faults': (plex, fields) => {
    const { route: _route, times, ...fault } = fields;
    plex.faults.next(text(fields, 'route') ?? '', fault as unknown as Fault, { times: number({ times }, 'times', 1) });
  },
  'DELETE /faults': (plex) => plex.faults.clear(),
  'POST /faults/clear': (plex) => plex.faults.clear(),
  'POST /clock': (plex, fields) => plex.advance(number(fields, 'advance', Number.NaN)),
  'POST /reset': (plex, fields) => {
    const scenario = text(fields, 'scenario');
    return plex.reset(scenario === undefined ? {} : { scenario: scenario as ScenarioName });
  },
};
