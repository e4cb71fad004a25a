// Pure: no I/O, no clock, no randomness. What the polls of a pin have shown: facts that are kept with the pin.
import { networkOf, samePrefix, type Address } from './address.ts';
import type { Pin } from './pin.ts';

/** Facts that polls have shown. Each is added once and stays as long as the pin; of a kind at most {@link mostFacts}. */
export interface PollFacts {
  /** Hashes of the requesters that sent the right code along. From the first one on every read has to send it. */
  readonly codeHolders: readonly string[];
  /** Hashes of the nonces of the device JWTs that proved the device's key. */
  readonly provenNonces: readonly string[];
  /** Networks beside the one that requested the pin, of devices that showed a code or key before the pin was decided. */
  readonly networks: readonly string[];
}

/** What one poll has shown; members that are left out show nothing. */
export interface PollEvidence {
  /** Hash of the requester that sent the right code. */
  readonly codeHolder?: string | undefined;
  /** Hash of the nonce of a device JWT that was verified and had not been used before. */
  readonly provenNonce?: string | undefined;
  /** From where something that only the device has was shown. */
  readonly from?: Address;
}

/**
 * How many facts of each kind a pin keeps. Polls are anybody's to send, so the first ones stay: nobody can displace what a
 * device has shown, and the network that requested the pin is not among them.
 */
export const mostFacts = 4;

const none: PollFacts = { codeHolders: [], provenNonces: [], networks: [] };

const factsOf = ({ polled }: Pick<Pin, 'polled'>): PollFacts => polled ?? none;

/** Whether an address is in the network that requested the pin. All whose address is unknown are one network. */
export const isSameNetwork = ({ requester: { address } }: Pick<Pin, 'requester'>, from: Address): boolean =>
  from === address || samePrefix(from, address);

/** Whether the pin was neither requested nor, with evidence, polled from that network. */
export const isNewNetwork = (pin: Pin, from: Address): boolean =>
  !isSameNetwork(pin, from) && !factsOf(pin).networks.includes(networkOf(from));

/** Whether a read of the pin has to send its code, because one has. */
export const needsCode = (pin: Pin): boolean => factsOf(pin).codeHolders.length > 0;

/** Whether this requester, given as its hash, has sent the right code before. */
export const isCodeHolder = (pin: Pin, requester: string): boolean => factsOf(pin).codeHolders.includes(requester);

/** Whether a device JWT with this nonce, given as its hash, has proved the pin's key before. */
export const isProvenNonce = (pin: Pin, nonce: string): boolean => factsOf(pin).provenNonces.includes(nonce);

const withFact = (facts: readonly string[], fact: string | undefined): readonly string[] =>
  fact === undefined || facts.includes(fact) || facts.length >= mostFacts ? facts : [...facts, fact];

/**
 * Records what a poll has shown, in any state of the pin, which stays as it is. A network is recorded only while nobody has
 * decided: the poll that redeems must not make its own network a known one.
 *
 * @returns the pin, with a new version only if there was something new to record
 */
export function recordPoll(pin: Pin, { codeHolder, provenNonce, from }: PollEvidence): Pin {
  const facts = factsOf(pin);
  const isNetwork = from !== undefined && pin.state.at === 'pending' && !isSameNetwork(pin, from);
  const polled: PollFacts = {
    codeHolders: withFact(facts.codeHolders, codeHolder),
    provenNonces: withFact(facts.provenNonces, provenNonce),
    networks: withFact(facts.networks, isNetwork ? networkOf(from) : undefined),
  };
  const isNew = (Object.keys(polled) as (keyof PollFacts)[]).some((kind) => polled[kind] !== facts[kind]);
  return isNew ? { ...pin, version: pin.version + 1, polled } : pin;
}
