import type { Connection } from '../connection.ts';

/** Writes something that changes nothing: the mark in the file's header that says whose it is ("link"). */
export function touch(on: Connection): void {
  on.do('pragma application_id = 0x6c696e6b');
}
