// Chromium's own authenticator, which its tests use, too: keys and signatures are real, only the finger is not.
import type { CDPSession, Page } from 'playwright-core';

/** A passkey with its private half. */
interface Credential {
  readonly credentialId: string;
  readonly isResidentCredential: boolean;
  readonly rpId?: string;
  readonly privateKey: string;
  readonly userHandle?: string;
  readonly signCount: number;
}

/** An authenticator in a browser's page, as a phone or a laptop has one. */
export interface VirtualAuthenticator {
  /** Whether the finger is its person's. */
  verify(isVerified: boolean): Promise<void>;
  /** How many passkeys it has. */
  count(): Promise<number>;
  /** What it has, to be given to another one. */
  copy(): Promise<readonly Credential[]>;
  remove(): Promise<void>;
}

/** Replaces the authenticators of a page by those that are added. They stay when the page goes elsewhere. */
export async function replaceAuthenticators(page: Page): Promise<CDPSession> {
  const session = await page.context().newCDPSession(page);
  await session.send('WebAuthn.enable', { enableUI: false });
  return session;
}

/**
 * @param session of a page whose authenticators were replaced
 * @param owned what it has from the beginning
 */
export async function addAuthenticator(
  session: CDPSession,
  owned: readonly Credential[] = [],
): Promise<VirtualAuthenticator> {
  const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  for (const credential of owned) await session.send('WebAuthn.addCredential', { authenticatorId, credential });
  const credentials = async () => (await session.send('WebAuthn.getCredentials', { authenticatorId })).credentials;
  return {
    verify: async (isUserVerified) => {
      await session.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified });
    },
    count: async () => (await credentials()).length,
    copy: credentials,
    remove: async () => {
      await session.send('WebAuthn.removeVirtualAuthenticator', { authenticatorId });
    },
  };
}
