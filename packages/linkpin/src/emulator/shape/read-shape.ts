import { Failure } from '../../failure.ts';
import { TranscriptError } from '../../transcript/error.ts';
import { readTranscriptFile } from '../../transcript/file.ts';
import { readTranscript } from '../../transcript/read.ts';
import type { Transcript } from '../../transcript/transcript.ts';
import { EmulatorError } from '../error.ts';

/**
 * Reads the option `shape`.
 *
 * @param shape a transcript, or the name of its file
 * @throws {EmulatorError} if it is none, with the place where it is wrong
 */
export function readShape(shape: string | Transcript): Transcript {
  try {
    return typeof shape === 'string' ? readTranscriptFile(shape) : readTranscript(JSON.stringify(shape));
  } catch (error) {
    if (error instanceof Failure || error instanceof TranscriptError) throw new EmulatorError(error.message);
    throw error;
  }
}
