/** A move was refused or has failed: one line that says what to do. */
export class MoveError extends Error {
  override readonly name: 'MoveError' = 'MoveError';
}
