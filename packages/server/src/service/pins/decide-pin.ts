import type { Address } from '../../domain/address.ts';
import {
  barToApproval,
  isFreshSignIn,
  isSignInSince,
  type Bar,
  type CodeEntry,
  type OpenFacts,
} from '../../domain/approval-policy.ts';
import type { FarPolicy } from '../../domain/far-policy.ts';
import { isFreshFor, signInDemandOf } from '../../domain/openid.ts';
import { farnessOf } from '../../domain/nearness.ts';
import type { DeniedWhy, Pin } from '../../domain/pin.ts';
import type { Refusal } from '../../domain/refusal.ts';
import type { Result } from '../../domain/result.ts';
import type { ApprovalSignIn } from '../../domain/session.ts';
import { approvePin } from './approve-pin.ts';
import { findBlock } from '../blocks/find-block.ts';
import { denyPin } from './deny-pin.ts';
import type { PinPorts } from './pin-ports.ts';
import type { Blocks } from '../ports/blocks.ts';
import type { Mail } from '../ports/mail.ts';
import { lacksGroup } from '../../domain/person-claims.ts';
import type { Identities } from '../ports/identities.ts';
import type { OAuthClient } from '../ports/oauth-clients.ts';
import type { GeoIp } from '../ports/geoip.ts';

/** The operator's rules for approvals. */
export interface ApprovalRules {
  /** For plex pins, whose clients are not registered. */
  readonly plex: FarPolicy;
  /** How long a sign-in is fresh enough for an approval, in milliseconds; null if any is. */
  readonly freshFor: number | null;
}

/** What deciding about a pin needs from outside. */
export type DecisionPorts = Pick<
  PinPorts,
  'pins' | 'changeNotifier' | 'events' | 'grants' | 'oauthClients' | 'keys' | 'clock' | 'random'
> & {
  readonly blocks: Pick<Blocks, 'find'>;
  readonly geoip: GeoIp;
  readonly mail: Pick<Mail, 'notify'>;
  readonly approvalRules: ApprovalRules;
  readonly identities: Pick<Identities, 'listFor'>;
};

/** Who decides about a pin. A fact that is left out counts against an approval. */
export interface Decider {
  readonly account: { readonly id: string; readonly createdAt: number };
  /** The decider's address; null if it cannot be known. If left out, the request counts as far. */
  readonly address?: Address;
  /** If left out, the code counts as `linked`. */
  readonly codeEntry?: CodeEntry;
}

/** A decision about a pin. */
export type Decision =
  | {
      readonly answer: 'approve';
      /**
       * When the person signed in, in milliseconds since the epoch. If left out or null, the sign-in is not fresh. Not needed
       * by a delegate.
       */
      readonly signedInAt?: number | null;
      /** Id of the delegate's grant, or of the one that a remembered yes rests on; null when the person decides. */
      readonly approvedBy: string | null;
      /** The device may approve others; applies only if it requested that. */
      readonly mayApprove: boolean;
      /** The granted scopes; all that were requested if left out. */
      readonly scopes?: readonly string[];
      /** The number that the person typed, and the session that it was typed in. */
      readonly number?: { readonly session: string; readonly typed: number };
      /** The sign-in that the person's session began with; none if a device decides. */
      readonly signIn?: ApprovalSignIn | null;
      /** Opens the pin as well, if nobody has. */
      readonly opens?: boolean;
    }
  | { readonly answer: 'deny'; readonly why?: DeniedWhy };

/** What is known of a pin before a decision. */
export interface OpenPin {
  /** The client that requested an OAuth pin; null for a plex pin, undefined when it was removed meanwhile. */
  readonly client: OAuthClient | null | undefined;
  readonly facts: OpenFacts;
}

/** Gathers what is known of a pin and of the person who opened it. */
export async function gatherFacts(
  ports: Pick<DecisionPorts, 'blocks' | 'clock' | 'oauthClients' | 'geoip' | 'approvalRules' | 'identities'>,
  pin: Pin,
  { account, address, codeEntry = 'linked' }: Decider,
): Promise<OpenPin> {
  const client = pin.protocol === 'oauth' ? await ports.oauthClients.byId(pin.clientId) : null;
  const spot = address === undefined ? undefined : { address, place: ports.geoip.lookup(address) };
  const required = client?.requiredGroups ?? [];
  return {
    client,
    facts: {
      kind: pin.kind,
      requested: pin.authorizationRequest?.scopes ?? [],
      clientIsGone: client === undefined,
      blockedFor: await findBlock(ports, pin, account.id),
      ...(required.length === 0
        ? {}
        : { lacksGroup: lacksGroup(required, await ports.identities.listFor(account.id)) }),
      // The browser that asks and the one that answers are the same, wherever it is.
      farness: codeEntry === 'browser' ? null : farnessOf(client ?? ports.approvalRules.plex, pin.requester, spot),
      codeEntry,
    },
  };
}

/** Why a person may not approve the pin in its current state. */
async function findBar(
  ports: DecisionPorts,
  pin: Pin,
  decider: Decider,
  { scopes, number, signedInAt }: Decision & { answer: 'approve' },
): Promise<Bar | null> {
  const { facts } = await gatherFacts(ports, pin, decider);
  const isFresh =
    facts.codeEntry === 'delegate' || isFreshSignIn(signedInAt, ports.clock.now(), ports.approvalRules.freshFor);
  return barToApproval({
    ...facts,
    scopes: scopes ?? facts.requested,
    numberIsMissing: pin.matchesNumber === true && number === undefined,
    signInIsFresh:
      isFresh &&
      isSignInSince(signedInAt, pin.redirect?.signedInSince ?? null) &&
      isFreshFor(signInDemandOf(pin), signedInAt, ports.clock.now()),
  });
}

/**
 * Decides about a pin: the one way to approve or deny, for every page, API and command. An approval is stored only
 * while nothing bars it, which is checked again if the pin has changed meanwhile.
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
  const { approvedBy, mayApprove, scopes, number, opens, signIn = null } = decision;
  const approval = {
    account,
    address,
    place: ports.geoip.lookup(address),
    mayApprove,
    approvedBy,
    ...(scopes === undefined ? {} : { scopes }),
    ...(number === undefined ? {} : { number }),
    ...(opens === undefined ? {} : { opens }),
    ...(signIn === null ? {} : { signIn }),
  };
  const decided = await approvePin(ports, { pin, ...approval }, (current) =>
    findBar(ports, current, decider, decision),
  );
  const isRemembered = decider.codeEntry === 'browser' && approvedBy !== null;
  if (decided.ok && decided.value.state.at === 'approved' && !isRemembered) {
    const { grantId: grant } = decided.value.state.approval;
    await ports.mail.notify({ kind: 'device-linked', account: account.id, grant });
  }
  return decided;
}
