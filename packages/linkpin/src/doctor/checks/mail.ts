import { tryMailServer, type Settings } from '@linkpin/server';
import { findingsOf, type Finding } from '../finding.ts';

const { ok, note, wrong } = findingsOf('mail');

/** Whether the mail server lets us in. Nothing is sent. */
export async function checkMail(settings: Settings): Promise<Finding> {
  const tested = await tryMailServer(settings);
  if (tested === undefined) return note('There is no mail server: nobody can reset a password by themselves.');
  const { server, fault, reply } = tested;
  if (fault === null) return ok(`${server} lets us in. "linkpin mail test ADDRESS" sends a mail.`);
  return wrong(`${server} does not take our mail: ${reply}`, 'Correct mailServer and mailPassword: docs/mail.md.');
}
