// A program of examples/ under `linkpin emulate`, and a hand on the emulator's control API. linkpin must be built.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { until } from '../support/until.ts';

/** A pin as the control API shows it. */
export interface ControlledPin {
  readonly code: string;
}

/** The control API of one run of `linkpin emulate`. */
export interface Control {
  /** The pins so far, the newest first. */
  pins(): Promise<readonly ControlledPin[]>;
  decide(code: string, what: 'approve' | 'deny' | 'expire'): Promise<void>;
  /** Breaks the next responses of a route. */
  fault(fault: object): Promise<void>;
  calls(route: string): Promise<readonly unknown[]>;
}

/**
 * The arguments of `linkpin` that run a command under the emulator and tell a file where its control API is.
 *
 * @param home an empty folder
 */
export function emulating(home: string, flags: readonly string[], ...command: readonly string[]): readonly string[] {
  const tell = 'printf "%s %s\\n" "$LINKPIN_CONTROL_URL" "$LINKPIN_CONTROL_SECRET" >"$0"; exec "$@"';
  return ['emulate', ...flags, '--', 'sh', '-c', tell, join(home, 'control'), ...command];
}

/** The control API of a command that {@link emulating} has started. */
export async function controlOf(home: string): Promise<Control> {
  const file = join(home, 'control');
  let told = '';
  await until('the command says where it is controlled', () => {
    told = existsSync(file) ? readFileSync(file, 'utf8') : '';
    return told.endsWith('\n');
  });
  const [url = '', secret = ''] = told.trim().split(' ');
  const ask = async (method: string, path: string, body?: object): Promise<Response> => {
    const headers = { authorization: `Bearer ${secret}`, 'content-type': 'application/json' };
    const init = body === undefined ? {} : { body: JSON.stringify(body) };
    const response = await fetch(`${url}${path}`, { method, headers, ...init });
    assert.ok(response.ok, `${method} ${path} is answered ${response.status}`);
    return response;
  };
  return {
    pins: async () => (await ask('GET', '/api/pins')).json() as Promise<readonly ControlledPin[]>,
    decide: async (code, what) => void (await ask('POST', `/api/pins/${code}/${what}`, {})),
    fault: async (fault) => void (await ask('POST', '/api/faults', fault)),
    calls: async (route) =>
      (await ask('GET', `/api/calls?route=${encodeURIComponent(route)}`)).json() as Promise<readonly unknown[]>,
  };
}
