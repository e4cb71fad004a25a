import type { Address } from '../../domain/address.ts';
import {
  barToApproval,
  isFreshSignIn,
  type Bar,
  type CodeEntry,
  type OpenFacts,
} from '../../domain/approval-policy.ts';
import type { FarPolicy } from '../../domain/far-policy.ts';
import { farnessOf } from '../../domain/nearness.ts';
import type { DeniedWhy, Pin } from '../../domain/pin.ts';
import type { Refusal } from '../../domain/refusal.ts';
import type { Result } from '../../domain/result.ts';
import { approvePin } from './approve-pin.ts';
import { findBlock } from '../blocks/find-block.ts';
import { denyPin } from './deny-pin.ts';
import type { PinPorts } from './pin-ports.ts';
import type { Blocks } from '../ports/blocks.ts';
import type { OAuthClient } from '../ports/oauth-clients.ts';
import type { GeoIp } from '../ports/geoip.ts';

/** What an operator wants of approvals. */
export interface ApprovalRules {
  /** For plex pins, whose clients nobody registers. */
  readonly plex: FarPolicy;
  /** For how long after a sign-in a person may approve without another, in milliseconds. */
  readonly freshFor: number;
}

/** What deciding about a pin needs from outside. */
export type DecisionPorts = Pick<
  PinPorts,
  'pins' | 'changeNotifier' | 'events' | 'grants' | 'oauthClients' | 'keys' | 'clock' | 'random'
> & {
  readonly blocks: Pick<Blocks, 'find'>;
  readonly geoip: GeoIp;
  readonly approvalRules: ApprovalRules;
};

/** Who decides about a pin. What is left out counts against an approval. */
export interface Decider {
  readonly account: { readonly id: string; readonly createdAt: number };
  /** From where; null when that cannot be known. Left out, the request counts as far. */
  readonly address?: Address;
  /** Left out, the code counts as one that a link brought. */
  readonly codeEntry?: CodeEntry;
}

/** A person's answer to the question about a pin. */
export type Decision =
  | {
      readonly answer: 'approve';
      /**
       * When the person signed in, in milliseconds since the epoch. Left out, it was too long ago. A delegate needs
       * none.
       */
      readonly signedInAt?: number;
      /** Id of the delegate's grant; null when the person decides. */
      readonly approvedBy: string | null;
      /** The device may approve others; counts only if it asked to. */
      readonly mayApprove: boolean;
      /** The scopes that the person leaves; all that were requested when left out. */
      readonly scopes?: readonly string[];
      /** The number that the person typed, and the session that it was typed in. */
      readonly number?: { readonly session: string; readonly typed: number };
      /** Nobody need have opened the pin: this opens it, too. */
      readonly opens?: boolean;
    }
  | { readonly answer: 'deny'; readonly why?: DeniedWhy };

/** A pin as somebody sees it who might approve it. */
export interface OpenPin {
  /** The client that requested an OAuth pin; null for a plex pin, undefined when it was removed meanwhile. */
  readonly client: OAuthClient | null | undefined;
  readonly facts: OpenFacts;
}

/** Gathers what is known of a pin and of the person who looks at it. */
export async function gatherFacts(
  ports: Pick<DecisionPorts, 'blocks' | 'clock' | 'oauthClients' | 'geoip' | 'approvalRules'>,
  pin: Pin,
  { account, address, codeEntry = 'linked' }: Decider,
): Promise<OpenPin> {
  const client = pin.protocol === 'oauth' ? await ports.oauthClients.byId(pin.clientId) : null;
  const spot = address === undefined ? undefined : { address, place: ports.geoip.lookup(address) };
  return {
    client,
    facts: {
      kind: pin.kind,
      requested: pin.authorizationRequest?.scopes ?? [],
      clientIsGone: client === undefined,
      blockedFor: await findBlock(ports, pin, account.id),
      farness: farnessOf(client ?? ports.approvalRules.plex, pin.requester, spot),
      codeEntry,
    },
  };
}

/** Why a person may not approve a pin that is as it is now. */
async function findBar(
  ports: DecisionPorts,
  pin: Pin,
  decider: Decider,
  { scopes, number, signedInAt }: Decision & { answer: 'approve' },
): Promise<Bar | null> {
  const { facts } = await gatherFacts(ports, pin, decider);
  return barToApproval({
    ...facts,
    scopes: scopes ?? facts.requested,
    numberIsMissing: pin.matchesNumber === true && number === undefined,
    signInIsFresh:
      facts.codeEntry === 'delegate' || isFreshSignIn(signedInAt, ports.clock.now(), ports.approvalRules.freshFor),
  });
}

/**
 * Decides about a pin: the one way to approve or deny, for every page, API and command. An approval is taken only while
 * nothing bars it, which is judged again whenever the pin has changed before it was stored.
 *
 * @param pin the pin as the caller has it
 * @returns the pin, decided; where a number has to match also one that is pending still, see the core's `approve`
 */
export async function decidePin(
  ports: DecisionPorts,
  pin: Pin,
  decider: Decider,
  decision: Decision,
): Promise<Result<Pin, Refusal | Bar>> {
  const { account, address = null } = decider;
  if (decision.answer === 'deny') return denyPin(ports, pin, account.id, address, decision.why);
  const { approvedBy, mayApprove, scopes, number, opens } = decision;
  const approval = {
    account,
    address,
    place: ports.geoip.lookup(address),
    mayApprove,
    approvedBy,
    ...(scopes === undefined ? {} : { scopes }),
    ...(number === undefined ? {} : { number }),
    ...(opens === undefined ? {} : { looks: opens }),
  };
  return approvePin(ports, { pin, ...approval }, (current) => findBar(ports, current, decider, decision));
}
