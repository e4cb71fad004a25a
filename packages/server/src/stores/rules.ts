// The rules that a store applies in the step that writes. Published as @linkpin/server/rules, for stores of others; our own
// import them from the core.
export {
  changeNames,
  disabledForGood,
  endedWithAll,
  confirmEmail,
  foldNames,
  hasPassword,
  isDisabled,
  judgeManaging,
  judgeNewAccount,
  laterEnd,
  judgeRemoval,
  restoreEmail,
  type AccountNames,
  type AddingAccount,
  type Managing,
  type NamedAccount,
  type NameOwners,
  type NameTaken,
  type NotManaged,
  type OperatorGround,
  type RemovingAccount,
} from '../domain/account.ts';
export { networkOf, type Address } from '../domain/address.ts';
export { joined, nobody, nobodyInMessage, planTrim, truncateAddress, type EntryCounts } from '../domain/audit-log.ts';
export { countNetworks, liveBlocks, type CountedReport, type TimedBlock } from '../domain/block.ts';
export {
  firstExhausted,
  heldFor,
  heldSlot,
  spentSlot,
  sumOf,
  type Counted,
  type Limit,
  type Slot,
} from '../domain/budget.ts';
export { type WaitingAt } from '../domain/code-places.ts';
export { foldCode } from '../domain/code.ts';
export {
  belongsToAnother,
  givesWay,
  judgeNewKey,
  keysToTry,
  triedKeys,
  type AddingKey,
  type KeyOwner,
  type NamedKey,
} from '../domain/device-key.ts';
export { hasExpired } from '../domain/expiry.ts';
export {
  isByPassword,
  judgeNewGrant,
  lastUsedFirst,
  lastUseOf,
  leastUsed,
  type AddingGrant,
  type UsedGrant,
} from '../domain/grant.ts';
export { hasRoomFor, mailKinds, mostMails, type MailKind } from '../domain/mail.ts';
export { judgeParting, type PartingIdentity } from '../domain/identity.ts';
export { minuteOf, minuteOverAt, type LiveCounts, type Tally } from '../domain/issue-limits.ts';
export {
  countedAs,
  isWaiting,
  liveCounts,
  makesRoom,
  overallScope,
  retentionCutoff,
  scopesOf,
  waitingScopes,
  type CountedPin,
  type CountedScopes,
  type Scopes,
  type WaitingScopes,
} from '../domain/live-counts.ts';
export { listedIn } from '../domain/nearby.ts';
export { planNewPin, type AddingPin, type NotAdded } from '../domain/new-pin.ts';
export {
  judgeRegistration,
  unusedSinceOf,
  noteUse,
  type RegisteringClient,
  type RegistrationBounds,
  type UsedClient,
} from '../domain/oauth-client.ts';
export { firstDueAt, judgeMessage, mayClaim, type Lease, type NewMessage } from '../domain/outbox.ts';
export { endOf, isExpired, publicIdRest } from '../domain/pin.ts';
export { familyOverAt, hashesOf } from '../domain/refresh-family.ts';
export {
  judgeNeed,
  judgeNewPasskey,
  judgePasskeyRemoval,
  maySignIn,
  mostPasskeys,
  usePasskey,
  type AddingPasskey,
  type CountedPasskey,
  type NeedingPasskey,
  type OwnedPasskey,
  type PasskeyKept,
  type PasswordHolder,
  type RemovingPasskey,
  type WaysIn,
} from '../domain/passkey.ts';
export { type Result } from '../domain/result.ts';
export {
  displacedSessions,
  isByPasswordAlone,
  lastSeenFirst,
  mostSessions,
  seeSession,
  type SeenSession,
  type UsedSession,
} from '../domain/session.ts';
export { countsOf, hourOf, type CountedEntry, type HourlyCount, type Measure } from '../domain/statistics.ts';
export { foldName } from '../domain/sign-in-name.ts';
