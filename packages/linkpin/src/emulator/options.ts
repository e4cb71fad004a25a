import { randomUUID } from 'node:crypto';
import type { EmulatedPerson } from '@linkpin/server/emulation';
import { EmulatorError } from './error.ts';
import { profileNames, type ProfileName } from './issuer/profiles.ts';
import type { IssuerClient } from './issuer/issuer-site.ts';
import type { Transcript } from '../transcript/transcript.ts';
import { findScenario, type ScenarioName } from './scenarios.ts';

/** Somebody with an account. */
export interface PersonOptions {
  readonly name: string;
  /**
   * Default: the name at `example.com`. Null for none, as people have whom a household manages: they belong to the
   * household of the first person.
   */
  readonly email?: string | null;
  /** Default: `plex`; for somebody without an e-mail address none, because they sign in nowhere by themselves. */
  readonly password?: string;
  /** Belongs to the household of the first person, as whoever has a `pin` or no e-mail address does. */
  readonly home?: boolean;
  /** What has to be typed to become this person in the household ("Plex Home"). Default: nothing. */
  readonly pin?: string;
}

/** A media server that plex.tv tells its people of. The first person owns it. */
export interface MediaServerOptions {
  readonly name: string;
  /** The server's own machine identifier. */
  readonly clientIdentifier: string;
  /**
   * URLs at which clients reach it, such as `http://192.168.1.5:32400`. Default: the emulator runs one itself, which
   * answers `/identity` to anybody, and `/` and `/library/sections` to whoever has a token.
   */
  readonly connections?: readonly { readonly uri: string; readonly local?: boolean }[];
}

/** What a scenario may say, and options of one's own, which count for more. */
export interface WorldOptions {
  /** Default: `ada` alone. */
  readonly people?: readonly (string | PersonOptions)[];
  /** Default: none. */
  readonly servers?: readonly MediaServerOptions[];
  /**
   * A device that signs in again loses the token that the same person gave it before, whether or not it fetches the new
   * one. Default: no.
   */
  readonly oneTokenPerDevice?: boolean;
  /** Who approves if nobody is named: the first person, or one after the other. Default: `first`. */
  readonly approver?: 'first' | 'in-turn';
}

/** What is emulated. */
export interface EmulatorOptions extends WorldOptions {
  /**
   * Whom it stands for: plex.tv, or an issuer of OAuth device authorization (RFC 8628), in the words of the RFC, of GitHub
   * or of Google. An issuer is at the emulator's `url` alone; no connection to github.com or google.com is touched. Default:
   * `plex`.
   */
  readonly profile?: ProfileName;
  /** The clients of an issuer. Default: any, with any secret or none; Google wants one. */
  readonly clients?: readonly IssuerClient[];
  /** A situation that authors of Plex apps stumble over; the other options count for more. */
  readonly scenario?: ScenarioName;
  /**
   * What `linkpin record` wrote, or the name of its file: answers of a recorded route, status and format have the recorded
   * members and headers, in their order, and values of the emulator's own.
   */
  readonly shape?: string | Transcript;
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

/** Somebody, as the options say. */
export interface Person extends EmulatedPerson {
  /** Belongs to the household. */
  readonly home: boolean;
  readonly pin: string | null;
}

/** Who and what there is. */
export interface World {
  readonly people: readonly [Person, ...Person[]];
  readonly servers: readonly MediaServerOptions[];
  readonly oneTokenPerDevice: boolean;
  readonly approver: 'first' | 'in-turn';
}

/**
 * Reads whom the options say it stands for.
 *
 * @throws {EmulatorError} for a profile that there is not, and for options that it has no use for
 */
export function readProfile({ profile = 'plex', scenario, clients, shape }: EmulatorOptions): ProfileName {
  if (!profileNames.includes(profile)) {
    throw new EmulatorError(`There is no profile "${profile}". There are ${profileNames.join(', ')}.`);
  }
  if (profile !== 'plex' && scenario !== undefined) {
    throw new EmulatorError(`Scenarios are of plex.tv. The profile ${profile} has none.`);
  }
  if (profile !== 'plex' && shape !== undefined) {
    throw new EmulatorError(`A shape is of plex.tv. The profile ${profile} has none.`);
  }
  if (profile === 'plex' && clients !== undefined) {
    throw new EmulatorError('Clients are of an OAuth issuer: say which profile.');
  }
  return profile;
}

/**
 * Reads what the options say of the world.
 *
 * @throws {EmulatorError} for a scenario that there is not, and for people that cannot be
 */
export function readWorld(options: WorldOptions & Pick<EmulatorOptions, 'scenario'>): World {
  const { scenario, ...own } = options;
  const given = Object.entries(own).filter(([, value]) => value !== undefined);
  const {
    people,
    servers = [],
    oneTokenPerDevice = false,
    approver = 'first',
  }: WorldOptions = { ...(scenario === undefined ? {} : findScenario(scenario)), ...Object.fromEntries(given) };
  return { people: readPeople(people), servers, oneTokenPerDevice, approver };
}

function readPerson(person: string | PersonOptions): Person {
  const { name, email, password, home = false, pin } = typeof person === 'string' ? { name: person } : person;
  if (typeof name !== 'string' || name.trim() === '') throw new EmulatorError('A person needs a name.');
  if (pin !== undefined && (typeof pin !== 'string' || !/^\d{4}$/.test(pin))) {
    throw new EmulatorError(`The pin of ${name} is four digits, as text.`);
  }
  const isManaged = email === null;
  return {
    name,
    email: email === undefined ? `${name}@example.com` : email,
    password: password ?? (isManaged ? randomUUID() : 'plex'),
    home: home || pin !== undefined || isManaged,
    pin: pin ?? null,
  };
}

/** @throws {EmulatorError} if there is nobody, or a name is none or there twice */
function readPeople(people: WorldOptions['people'] = ['ada']): World['people'] {
  const read = people.map(readPerson);
  const twice = read.find(({ name }, at) => read.findIndex((other) => other.name === name) !== at);
  if (twice !== undefined) throw new EmulatorError(`There are two people with the name ${twice.name}.`);
  const [first, ...others] = read;
  if (first === undefined) throw new EmulatorError('Somebody has to be there who approves: people is empty.');
  return [others.some(({ home }) => home) ? { ...first, home: true } : first, ...others];
}
