// Pure: no I/O, no clock, no randomness. The Arabic catalogue.
import { accountWords, activityWords } from './ar/account.ts';
import { blockWords, numberWords } from './ar/care.ts';
import { deviceWords } from './ar/devices.ts';
import { arrivalWords, elsewhereWords } from './ar/elsewhere.ts';
import { frameWords, generalWords, troubleWords } from './ar/frame.ts';
import {
  authorizeWords,
  authWords,
  consentWords,
  continueWords,
  doneWords,
  linkWords,
  overWords,
} from './ar/linking.ts';
import { mailWords, recoveryWords } from './ar/mail.ts';
import { nearbyWords } from './ar/nearby.ts';
import { operateWords } from './ar/operate.ts';
import { passkeyWords } from './ar/passkeys.ts';
import { fieldWords, peekWords, signInWords, wayWords } from './ar/sign-in.ts';
import { tvWords } from './ar/television.ts';
import type { Catalogue } from './catalogue.ts';

export const arabic: Catalogue<'ar'> = {
  account: accountWords,
  activity: activityWords,
  arrival: arrivalWords,
  auth: authWords,
  block: blockWords,
  consent: consentWords,
  continue: continueWords,
  authorize: authorizeWords,
  devices: deviceWords,
  done: doneWords,
  elsewhere: elsewhereWords,
  field: fieldWords,
  frame: frameWords,
  general: generalWords,
  link: linkWords,
  mail: mailWords,
  nearby: nearbyWords,
  number: numberWords,
  operate: operateWords,
  over: overWords,
  passkeys: passkeyWords,
  peek: peekWords,
  recovery: recoveryWords,
  signIn: signInWords,
  trouble: troubleWords,
  tv: tvWords,
  way: wayWords,
};
