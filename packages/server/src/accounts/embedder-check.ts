import type { PersonCheck } from '../service/ports/person-check.ts';
import type { PersonCheckPorts } from './person-check.ts';

/** Somebody, for a program that embeds the service. */
export interface KnownPerson {
  /** Account id. */
  readonly account: string;
  /** Who they are elsewhere. */
  readonly identities: readonly { readonly issuer: string; readonly subject: string }[];
}

/** Says whether somebody is still there; asked whenever a device wants something new, so it answers from what it has at hand. */
export type IsActive = (person: KnownPerson) => boolean | Promise<boolean>;

/**
 * Asks the program around the service as well.
 *
 * @param isActive false signs the person out everywhere; while it throws nothing is given out, and nothing ends
 * @param onTrouble is given what it throws
 */
export function withEmbedder(
  next: PersonCheck,
  isActive: IsActive | undefined,
  { accounts, identities, clock }: Pick<PersonCheckPorts, 'accounts' | 'identities' | 'clock'>,
  onTrouble: (error: unknown) => void,
): PersonCheck {
  if (isActive === undefined) return next;
  return {
    async check(device) {
      const standing = await next.check(device);
      if (standing !== 'fine') return standing;
      const known = await identities.listFor(device.account);
      const person = { account: device.account, identities: known.map(({ issuer, subject }) => ({ issuer, subject })) };
      try {
        if (await isActive(person)) return 'fine';
      } catch (error) {
        onTrouble(error);
        return 'unknown';
      }
      await accounts.endSignIns(device.account, clock.now());
      return 'ended';
    },
  };
}
