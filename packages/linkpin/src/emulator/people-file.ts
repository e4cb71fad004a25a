import { readFileSync } from 'node:fs';
import { Failure, systemCode } from '../failure.ts';
import type { EmulatorOptions } from './options.ts';

/**
 * Reads a file of people and media servers: JSON, `{ "people": […], "servers": […] }`, each as in the options of
 * `emulator()`.
 *
 * @throws {Failure} if it cannot be read or is something else
 */
export function readPeopleFile(file: string): Pick<EmulatorOptions, 'people' | 'servers'> {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new Failure(`The people file ${file} cannot be read (${systemCode(error) ?? String(error)}).`);
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Failure(`The people file ${file} is not valid JSON.`);
  }
  const problem = problemIn(value);
  if (problem !== undefined) throw new Failure(`The people file ${file} is not as it should be: ${problem}.`);
  return value as Pick<EmulatorOptions, 'people' | 'servers'>;
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function problemIn(value: unknown): string | undefined {
  if (!isRecord(value)) return 'it has to be an object with "people", "servers" or both';
  const other = Object.keys(value).find((key) => key !== 'people' && key !== 'servers');
  if (other !== undefined) return `there is no "${other}", only "people" and "servers"`;
  const { people = [], servers = [] } = value;
  if (!Array.isArray(people) || !Array.isArray(servers)) return '"people" and "servers" are lists';
  for (const person of people as readonly unknown[]) {
    const fault = personFault(person);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

const members = ['name', 'email', 'password', 'home', 'pin'];

function personFault(person: unknown): string | undefined {
  if (typeof person === 'string') return undefined;
  if (!isRecord(person)) return 'a person is a name, or an object with "name"';
  const other = Object.keys(person).find((key) => !members.includes(key));
  if (other !== undefined) return `a person has no "${other}", only ${members.join(', ')}`;
  const { name, email = null, password = '', home = false, pin = '' } = person;
  if (typeof name !== 'string') return 'a person needs a "name"';
  if (typeof password !== 'string') return `the password of ${name} is text`;
  if (typeof home !== 'boolean') return `home of ${name} is true or false`;
  if (typeof pin !== 'string') return `the pin of ${name} is text`;
  return email === null || typeof email === 'string' ? undefined : `the e-mail address of ${name} is text or null`;
}
