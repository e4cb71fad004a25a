/** What is wrong with how the emulator is used: one sentence, and what to do. */
export class EmulatorError extends Error {
  override readonly name: 'EmulatorError' = 'EmulatorError';
}
