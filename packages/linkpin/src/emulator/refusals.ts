import type { AnswerRefusal, Refusal } from '@linkpin/server';

/** Says why a pin was not decided, to whoever writes the test. */
export function explainRefusal(refusal: AnswerRefusal | Refusal, code: string): string {
  switch (refusal.kind) {
    case 'not-found':
    case 'expired':
      return `No live pin has the code ${code}. It may have expired, or an app redeemed it.`;
    case 'settled':
      return `The pin with the code ${code} was ${refusal.as} already.`;
    default:
      return `The pin with the code ${code} cannot be decided: ${refusal.kind}.`;
  }
}
