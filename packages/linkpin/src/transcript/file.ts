import { readFileSync, statSync } from 'node:fs';
import { Failure, systemCode } from '../failure.ts';
import { TranscriptError } from './error.ts';
import { readTranscript } from './read.ts';
import { limits, type Transcript } from './transcript.ts';

/**
 * Reads a file that holds a transcript.
 *
 * @throws {Failure} if it cannot be read or holds something else, with the place where it is wrong
 */
export function readTranscriptFile(file: string): Transcript {
  let text: string;
  try {
    if (statSync(file).size > limits.bytes) {
      throw new Failure(`${file} cannot be used. The transcript is larger than ${limits.bytes} bytes.`);
    }
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw new Failure(`The transcript ${file} cannot be read (${systemCode(error) ?? String(error)}).`);
  }
  try {
    return readTranscript(text);
  } catch (error) {
    if (error instanceof TranscriptError) throw new Failure(`${file} cannot be used. ${error.message}`);
    throw error;
  }
}
