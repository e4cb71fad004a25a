import type { PlexSignIn, Progress } from '@linkpin/client';

/** Where a person watches a sign-in. */
export interface Screen {
  /** Shows the code and where to take it. */
  show(signIn: Pick<PlexSignIn, 'code' | 'linkUrl' | 'qrText' | 'remaining'>): void;
  /** Shows how it stands. */
  update(progress: Progress): void;
  /** Leaves the cursor at the start of an empty line. */
  end(): void;
}
