// The checks of the profile `plex`. S20 has none: which SDKs of 2024 are served specially is the server's own choice.
import type { Check } from '../check.ts';
import { plexAnswerChecks } from './answers.ts';
import type { PlexBench } from './device.ts';
import { plexRequestChecks } from './requests.ts';
import { plexTokenChecks } from './tokens.ts';

export const plexChecks: readonly Check<PlexBench>[] = [...plexRequestChecks, ...plexAnswerChecks, ...plexTokenChecks];
