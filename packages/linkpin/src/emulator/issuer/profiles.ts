import type { Quirks } from './quirks.ts';
import { github } from './github.ts';
import { google } from './google.ts';
import { plain } from './plain.ts';

/** Whom the emulator stands for. */
export type ProfileName = 'plex' | 'oauth' | 'github' | 'google';

/** The names of all. */
export const profileNames: readonly ProfileName[] = ['plex', 'oauth', 'github', 'google'];

/** The words of an issuer; undefined for plex.tv. */
export const quirksOf: Readonly<Record<ProfileName, Quirks | undefined>> = {
  plex: undefined,
  oauth: plain,
  github,
  google,
};

/** The routes of a sign-in, as an author would break them. */
export function routesOf(profile: ProfileName): readonly string[] {
  const quirks = quirksOf[profile];
  return quirks === undefined
    ? ['POST /api/v2/pins', 'GET /api/v2/pins/:id', 'GET /api/v2/user']
    : [`POST ${quirks.devicePath}`, `POST ${quirks.tokenPath}`];
}

/** What it is, as a heading. */
export const titles: Readonly<Record<ProfileName, string>> = {
  plex: 'plex.tv, emulated',
  oauth: 'An OAuth issuer, emulated',
  github: 'The device flow of GitHub, emulated',
  google: 'The device flow of Google, emulated',
};
