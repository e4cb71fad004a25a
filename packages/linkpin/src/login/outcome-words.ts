import type { PlexOutcome } from '@linkpin/client';
import { troubleSentence } from './trouble-words.ts';

/** Why a sign-in came to nothing. */
export function outcomeWords(outcome: Exclude<PlexOutcome, { kind: 'approved' }>, server: string): string {
  switch (outcome.kind) {
    case 'denied':
      return 'Not signed in. Somebody said no on the link page.';
    case 'cancelled':
      return 'Not signed in. The code was called off.';
    case 'expired':
      return 'Not signed in. The code has expired. Run it again for another one.';
    case 'taken':
      return 'Not signed in. The code was used already. Run it again for another one.';
    case 'gone':
      return 'Not signed in. The server does not know the code any more. Run it again for another one.';
    case 'failed':
      return `Not signed in. ${troubleSentence(server, outcome.error)}`;
  }
}
