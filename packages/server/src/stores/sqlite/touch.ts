import type { Connection } from './connection.ts';

/** A write without effect: sets the application id in the file's header, which is "link" already. */
export function touch(on: Connection): void {
  on.do('pragma application_id = 0x6c696e6b');
}
