import type { PlexSignIn, Progress } from '@linkpin/client';

/** Shows the progress of a sign-in. */
export interface Screen {
  /** Shows the code and where to enter it. */
  show(signIn: Pick<PlexSignIn, 'code' | 'linkUrl' | 'qrText' | 'remaining'>): void;
  /** Shows the current state. */
  update(progress: Progress): void;
  /** Moves the cursor to the start of an empty line. */
  end(): void;
}
