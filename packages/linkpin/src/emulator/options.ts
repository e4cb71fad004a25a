import type { EmulatedPerson } from '@linkpin/server/emulation';
import { EmulatorError } from './error.ts';

/** Somebody with an account. */
export interface PersonOptions {
  readonly name: string;
  /** Default: the name at `example.com`. Null for none, as people have whom a household manages. */
  readonly email?: string | null;
  /** Default: `plex`. */
  readonly password?: string;
}

/** A media server that plex.tv tells its people of. */
export interface MediaServerOptions {
  readonly name: string;
  /** The server's own machine identifier. */
  readonly clientIdentifier: string;
  /** URLs at which clients reach it, such as `http://192.168.1.5:32400`. */
  readonly connections: readonly { readonly uri: string; readonly local?: boolean }[];
}

/** What is emulated. */
export interface EmulatorOptions {
  /** Default: `ada` alone. */
  readonly people?: readonly (string | PersonOptions)[];
  /** Default: none. */
  readonly servers?: readonly MediaServerOptions[];
  /** Port of the plain URL; default: a free one. */
  readonly port?: number;
  /**
   * Connections of this thread to plex.tv come here, so that an app needs no other address. Default: yes. One emulator of
   * a thread can do so at a time.
   */
  readonly intercept?: boolean;
  /** Closing fails if anything was asked for that the emulator does not have. Default: no. */
  readonly strict?: boolean;
}

const password = 'plex';

/**
 * Reads the people of the options.
 *
 * @throws {EmulatorError} if there is nobody, or a name is none or there twice
 */
export function readPeople(
  people: EmulatorOptions['people'] = ['ada'],
): readonly [EmulatedPerson, ...EmulatedPerson[]] {
  const read = people.map((person): EmulatedPerson => {
    const { name, email, ...rest } = typeof person === 'string' ? { name: person } : person;
    if (typeof name !== 'string' || name.trim() === '') throw new EmulatorError('A person needs a name.');
    return { password, ...rest, name, email: email === undefined ? `${name}@example.com` : email };
  });
  const twice = read.find(({ name }, at) => read.findIndex((other) => other.name === name) !== at);
  if (twice !== undefined) throw new EmulatorError(`There are two people with the name ${twice.name}.`);
  const [first, ...others] = read;
  if (first === undefined) throw new EmulatorError('Somebody has to be there who approves: people is empty.');
  return [first, ...others];
}
