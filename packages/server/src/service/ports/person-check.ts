import type { Grant } from '../../domain/grant.ts';

/** Whether the person of a device is still who they were, where they come from. */
export interface PersonCheck {
  /**
   * Asks the provider about the person of a device that is about to be given new rights, if that is due; see
   * decisions/0050. Ends what has to end.
   *
   * @returns `fine`; `ended`: the device is linked no more; `unknown`: the provider has not answered for longer than its
   *   grace, so nothing is given out for now, and nothing ends
   */
  check(grant: Pick<Grant, 'id' | 'account' | 'linkedAt' | 'signIn'>): Promise<'fine' | 'ended' | 'unknown'>;
}
