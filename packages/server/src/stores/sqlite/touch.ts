import type { Connection } from './connection.ts';

/** A no-op write: sets the application id in the file header to its current value. */
export function touch(on: Connection): void {
  on.do('pragma application_id = 0x6c696e6b');
}
