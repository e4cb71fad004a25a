import { readTranscript } from './read.ts';
import type { Transcript } from './transcript.ts';

/**
 * Writes a transcript as text, two spaces a level, for people to read before they pass it on.
 *
 * @throws {TranscriptError} for what {@link readTranscript} would refuse
 */
export function writeTranscript(transcript: Transcript): string {
  const text = `${JSON.stringify(transcript, undefined, 2)}\n`;
  readTranscript(text);
  return text;
}
