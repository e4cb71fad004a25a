import type { PlexOutcome } from '@linkpin/client';
import { errorMessage } from './error-messages.ts';

/** Explains why a sign-in did not succeed. */
export function outcomeMessage(outcome: Exclude<PlexOutcome, { kind: 'approved' }>, server: string): string {
  switch (outcome.kind) {
    case 'denied':
      return 'Not signed in. The request was denied on the link page.';
    case 'cancelled':
      return 'Not signed in. The code was cancelled.';
    case 'expired':
      return 'Not signed in. The code has expired. Run the command again for a new one.';
    case 'taken':
      return 'Not signed in. The code has already been used. Run the command again for a new one.';
    case 'gone':
      return 'Not signed in. The server no longer knows the code. Run the command again for a new one.';
    case 'failed':
      return `Not signed in. ${errorMessage(server, outcome.error)}`;
  }
}
