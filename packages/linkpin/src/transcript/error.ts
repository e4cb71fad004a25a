/** What is wrong with a transcript, and where: `exchanges[3].response.headers.set-cookie`. */
export class TranscriptError extends Error {
  override readonly name: 'TranscriptError' = 'TranscriptError';

  /** @param place where it is; empty for the whole */
  constructor(place: string, problem: string) {
    super(place === '' ? `The transcript ${problem}.` : `The transcript is wrong at ${place}: it ${problem}.`);
  }
}
