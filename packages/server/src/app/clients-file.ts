import { readFileSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { z } from 'zod';
import { clientOf } from '../clients/client-of.ts';
import { hashOfSecret } from '../clients/secrets.ts';
import {
  browserRule,
  clientFields,
  consentRule,
  keepsConsentRule,
  keepsBrowserRule,
  keepsKeyRule,
  keepsRedirectRule,
  keepsSectorRule,
  keyRule,
  redirectRule,
  rule,
  secretHash,
  sectorRule,
} from '../config/oauth-clients.ts';
import type { OAuthClient } from '../service/ports/oauth-clients.ts';
import { parseJson } from './parse-json.ts';
import { SettingsError } from './check-settings.ts';

/** Shortest secret in a file, because people may have chosen it. */
const shortest = 24;

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? String(error);

/** Reads a secret file and hashes its content. */
const secretIn = (folder: string) =>
  z
    .string()
    .min(1)
    .transform((name, context) => {
      try {
        const secret = readFileSync(resolve(folder, name), 'utf8').replace(/\r?\n$/, '');
        if (secret.length >= shortest) return hashOfSecret(secret);
        context.addIssue(`the secret in ${name} is shorter than ${shortest} characters`);
      } catch (error) {
        context.addIssue(`${name} cannot be read: ${codeOf(error)}`);
      }
      return z.NEVER;
    });

const secretRule = rule(
  'client_secret_basic and client_secret_post need either secretHash or secretFile, and no other method has a secret',
  ['authMethod', 'secretHash', 'secretFile'],
);

const clientSchema = (folder: string) =>
  z
    .strictObject({ ...clientFields, secretHash: secretHash.optional(), secretFile: secretIn(folder).optional() })
    .refine(keepsKeyRule, keyRule)
    .refine(keepsRedirectRule, redirectRule)
    .refine(keepsSectorRule, sectorRule)
    .refine(keepsConsentRule, consentRule)
    .refine(keepsBrowserRule, browserRule)
    .refine((entry) => {
      const secrets = [entry.secretHash, entry.secretFile].filter((secret) => secret !== undefined);
      return secrets.length === (entry.authMethod.startsWith('client_secret_') ? 1 : 0);
    }, secretRule);

/** Checks for duplicate ids, even if there are other errors. */
const oneOfEach = (entries: readonly { readonly id?: unknown }[]): boolean => {
  const ids = entries.map((entry) => entry?.id).filter((id) => id !== undefined);
  return new Set(ids).size === ids.length;
};

/**
 * Reads the OAuth clients that an operator declares.
 *
 * @param file path of a JSON file: a list of clients as docs/oauth.md shows; a `secretFile` is relative to it
 * @returns the clients by id
 * @throws {SettingsError} if it cannot be read or is invalid; the message lists all problems
 */
export function readClientsFile(file: string): readonly OAuthClient[] {
  const wrong = (why: string): SettingsError =>
    new SettingsError([{ setting: 'clientsFile', reason: `The clients file ${file} ${why}` }]);
  let text: string;
  let declaredAt: number;
  try {
    text = readFileSync(file, 'utf8');
    declaredAt = Math.floor(statSync(file).mtimeMs);
  } catch (error) {
    throw wrong(`cannot be read: ${codeOf(error)}.`);
  }
  let value: unknown;
  try {
    value = parseJson(text);
  } catch {
    throw wrong('is not valid JSON.');
  }
  const clients = z
    .array(clientSchema(dirname(file)))
    .refine(oneOfEach, { error: 'duplicate id', when: ({ value: entries }) => Array.isArray(entries) })
    .safeParse(value);
  if (!clients.success) throw wrong(`is not as it should be:\n${z.prettifyError(clients.error)}`);
  return clients.data
    .map((entry) => clientOf(entry, entry.secretHash ?? entry.secretFile ?? null, declaredAt))
    .sort((one, other) => (one.id < other.id ? -1 : 1));
}
