import type { Came } from './transcript.ts';

/** What `{id}`, `{code}`, `{token}` and their like stand for by now. */
export interface Names {
  /** A line with what is known in place of the names. */
  fill(line: string): string;
  /** Takes the values from what came back, unless that was a refusal. */
  learn(came: Came): void;
  set(name: string, value: string): void;
  get(name: string): string | undefined;
}

const patterns: readonly (readonly [string, RegExp])[] = [
  ['id', /(?:"id":|<pin id="|<id type="integer">)(\d+)/],
  ['code', /(?:"code":"|<pin id="\d+" code="|<code>)(\w+)/],
  ['code', /"user_code":"([\w-]+)/],
  ['token', /(?:auth_?[Tt]oken(?:":|=)"|<auth_token>)([\w.-]+)/],
  ...['device_code', 'access_token', 'refresh_token', 'client_id', 'nonce'].map(
    (name) => [name, new RegExp(`"${name}":"([^"]+)`)] as const,
  ),
];

/** Nothing is known yet. */
export function createNames(): Names {
  const known = new Map<string, string>();
  return {
    fill: (line) => line.replace(/\{(\w+)\}/g, (all, name: string) => known.get(name) ?? all),
    learn({ status, body }) {
      if (status >= 300) return;
      for (const [name, pattern] of patterns) {
        const value = pattern.exec(body)?.[1];
        if (value !== undefined) known.set(name, value);
      }
    },
    set: (name, value) => void known.set(name, value),
    get: (name) => known.get(name),
  };
}
