import type { Mutant } from './mutant.ts';
import { accountMutants } from './list/accounts.ts';
import { browserMutants } from './list/browser.ts';
import { cliMutants } from './list/cli.ts';
import { clientDocumentMutants } from './list/client-documents.ts';
import { commandMutants } from './list/command.ts';
import { conformanceMutants } from './list/conformance.ts';
import { elsewhereMutants } from './list/elsewhere.ts';
import { emulatorMutants } from './list/emulator.ts';
import { farMutants } from './list/far.ts';
import { holderMutants } from './list/holder.ts';
import { limitMutants } from './list/limits.ts';
import { mailMutants } from './list/mail.ts';
import { moveMutants } from './list/move.ts';
import { nearbyMutants } from './list/nearby.ts';
import { networkMutants } from './list/network.ts';
import { oauthMutants } from './list/oauth.ts';
import { redirectMutants } from './list/redirect.ts';
import { openIdMutants } from './list/openid.ts';
import { observeMutants } from './list/observe.ts';
import { operateMutants } from './list/operate.ts';
import { outsideMutants } from './list/outside.ts';
import { passwordMutants } from './list/passwords.ts';
import { passkeyMutants } from './list/passkeys.ts';
import { pinMutants } from './list/pins.ts';
import { postgresMutants } from './list/postgres.ts';
import { promiseMutants } from './list/promises.ts';
import { proofMutants } from './list/proofs.ts';
import { recordMutants } from './list/record.ts';

/** Every guard that `npm run mutants` takes out in turn. */
export const mutants: readonly Mutant[] = [
  ...limitMutants,
  ...outsideMutants,
  ...observeMutants,
  ...passwordMutants,
  ...passkeyMutants,
  ...accountMutants,
  ...elsewhereMutants,
  ...operateMutants,
  ...pinMutants,
  ...holderMutants,
  ...browserMutants,
  ...farMutants,
  ...proofMutants,
  ...oauthMutants,
  ...redirectMutants,
  ...openIdMutants,
  ...clientDocumentMutants,
  ...nearbyMutants,
  ...networkMutants,
  ...commandMutants,
  ...cliMutants,
  ...emulatorMutants,
  ...recordMutants,
  ...conformanceMutants,
  ...promiseMutants,
  ...postgresMutants,
  ...moveMutants,
  ...mailMutants,
];
