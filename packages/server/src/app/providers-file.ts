import { readFileSync } from 'node:fs';
import { dirname, extname, resolve } from 'node:path';
import { z } from 'zod';
import { providerFields, type ProviderEntry } from '../config/providers.ts';
import type { Settings } from '../config/settings.ts';
import type { Provider } from '../domain/provider.ts';
import { SettingsError } from './check-settings.ts';
import { parseJson } from './parse-json.ts';

/** Most bytes of a picture: it stands in the page. */
const largestIcon = 32 * 1024;

const iconTypes: Readonly<Record<string, string>> = {
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webp': 'image/webp',
};

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? String(error);

/** The name of a file beside the providers file, read into what `make` makes of it. */
const fileIn = (folder: string, make: (bytes: Buffer, name: string) => string | { readonly wrong: string }) =>
  z
    .string()
    .min(1)
    .transform((name, context) => {
      try {
        const made = make(readFileSync(resolve(folder, name)), name);
        if (typeof made === 'string') return made;
        context.addIssue(`${name} ${made.wrong}`);
      } catch (error) {
        context.addIssue(`${name} cannot be read: ${codeOf(error)}`);
      }
      return z.NEVER;
    });

const secretIn = (folder: string) =>
  fileIn(folder, (bytes) => {
    const secret = bytes.toString('utf8').replace(/\r?\n$/, '');
    return secret === '' ? { wrong: 'is empty' } : secret;
  });

const iconIn = (folder: string) =>
  fileIn(folder, (bytes, name) => {
    const type = iconTypes[extname(name).toLowerCase()];
    if (type === undefined) return { wrong: 'must be .svg, .png or .webp' };
    if (bytes.length > largestIcon) return { wrong: `is larger than ${largestIcon} bytes` };
    return `data:${type};base64,${bytes.toString('base64')}`;
  });

const providerSchema = (folder: string) =>
  z.strictObject({
    ...providerFields,
    secretFile: secretIn(folder).optional(),
    iconFile: iconIn(folder).optional(),
  });

/** Checks that no two have the same id, and no two the same issuer: a person is known by issuer and subject. */
function repeated(entries: readonly { readonly id?: unknown; readonly issuer?: unknown }[]): string | undefined {
  for (const part of ['id', 'issuer'] as const) {
    const values = entries.map((entry) => entry?.[part]).filter((value) => value !== undefined);
    if (new Set(values).size < values.length) return `two providers have the same ${part}`;
  }
  return undefined;
}

const providerOf = (
  entry: ProviderEntry,
  { secret, icon }: { readonly secret: string | undefined; readonly icon: string | undefined },
): Provider => ({
  id: entry.id,
  name: entry.name ?? entry.id,
  issuer: entry.issuer,
  clientId: entry.clientId,
  clientSecret: secret ?? null,
  scopes: entry.scopes,
  parameters: entry.parameters,
  icon: icon ?? null,
  allowedDomains: entry.allowedDomains,
  groups: entry.groups,
  groupsClaim: entry.groupsClaim,
  admins: entry.admins ?? null,
  assumeFresh: entry.assumeFresh,
  logoutEnds: entry.logoutEnds,
  frontChannelLogout: entry.frontChannelLogout,
  checkEvery: entry.checkEvery * 1000,
  grace: entry.grace * 1000,
  linkLife: entry.linkLife * 1000,
});

/**
 * Reads the providers that an operator names.
 *
 * @param file path of a JSON file: a list of providers as docs/sign-in.md shows; files that it names are relative to it
 * @throws {SettingsError} if it cannot be read or is invalid; the message lists all problems
 */
function readProvidersFile(file: string): readonly Provider[] {
  const wrong = (why: string): SettingsError =>
    new SettingsError([{ setting: 'providersFile', reason: `The providers file ${file} ${why}` }]);
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw wrong(`cannot be read: ${codeOf(error)}.`);
  }
  let value: unknown;
  try {
    value = parseJson(text);
  } catch {
    throw wrong('is not valid JSON.');
  }
  const providers = z.array(providerSchema(dirname(file))).safeParse(value);
  if (!providers.success) throw wrong(`is not as it should be:\n${z.prettifyError(providers.error)}`);
  const twice = repeated(providers.data);
  if (twice !== undefined) throw wrong(`is not as it should be: ${twice}.`);
  return providers.data.map((entry) => providerOf(entry, { secret: entry.secretFile, icon: entry.iconFile }));
}

/** The one provider that stands in the settings themselves. */
function ownProvider({
  oidcIssuer,
  oidcClientId,
  oidcClientSecret,
  oidcName,
  oidcScopes,
}: Settings): readonly Provider[] {
  if (oidcIssuer === undefined) return [];
  const given = {
    id: 'oidc',
    issuer: oidcIssuer,
    clientId: oidcClientId,
    ...(oidcName === undefined ? {} : { name: oidcName }),
    ...(oidcScopes.length === 0 ? {} : { scopes: oidcScopes }),
  };
  const entry = z.strictObject(providerFields).safeParse(given);
  if (entry.success) return [providerOf(entry.data, { secret: oidcClientSecret, icon: undefined })];
  const names: Readonly<Record<string, keyof Settings>> = {
    issuer: 'oidcIssuer',
    clientId: 'oidcClientId',
    name: 'oidcName',
    scopes: 'oidcScopes',
  };
  throw new SettingsError(
    entry.error.issues.map(({ path, message }) => {
      const setting = names[String(path[0])] ?? 'oidcIssuer';
      return { setting, reason: `${setting}: ${path[0] === 'clientId' ? 'must be given with oidcIssuer' : message}.` };
    }),
  );
}

/**
 * The providers of the settings and of the providers file, in the order in which people see them.
 *
 * @param isSignedInOutside people are signed in by an application or a proxy
 * @throws {SettingsError} for any that cannot be used
 */
export function readProviders(settings: Settings, isSignedInOutside: boolean): readonly Provider[] {
  const { providersFile } = settings;
  const providers = [
    ...ownProvider(settings),
    ...(providersFile === undefined ? [] : readProvidersFile(providersFile)),
  ];
  const twice = repeated(providers);
  if (twice !== undefined) {
    throw new SettingsError([{ setting: 'providersFile', reason: `In the settings and the providers file ${twice}.` }]);
  }
  if (isSignedInOutside && providers.length > 0) {
    const reason = 'People are signed in outside of this service, so it has no use for a provider of its own.';
    throw new SettingsError([{ setting: 'providersFile', reason }]);
  }
  if (settings.passwords || isSignedInOutside || providers.length > 0) return providers;
  throw new SettingsError([
    {
      setting: 'passwords',
      reason: 'Without passwords nobody could sign in: name a provider with oidcIssuer or providersFile.',
    },
  ]);
}
