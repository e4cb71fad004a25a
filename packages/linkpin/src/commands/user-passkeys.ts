import { Command } from 'commander';
import { Failure } from '../failure.ts';
import { withAccounts } from '../accounts/with-accounts.ts';
import { addSettingFlags, storeFlags } from '../settings/flags.ts';
import { addConfigFlag, loadSettings } from '../settings/load.ts';
import { jsonLine } from '../terminal/json-line.ts';
import { plainText } from '../terminal/plain-text.ts';
import { table } from '../terminal/table.ts';

const help = `
With --remove one of them goes, even the last way in; the browsers that it
signed in stay signed in. "linkpin user password" removes them all, signs out
every browser, and makes a link with which the person comes back in.

Examples:
  linkpin user passkeys ada --data ./linkpin-data
  linkpin user passkeys ada --remove kP3hVd9qT1mZxw5Yb0cR8A`;

const iso = (at: number): string => new Date(at).toISOString();

/** `linkpin user passkeys`. */
export function userPasskeysCommand(): Command {
  const command = new Command('passkeys')
    .summary('list the passkeys of an account, or remove one')
    .description('Lists the passkeys of an account, or removes one of them.')
    .argument('<NAME>', 'username or e-mail address')
    .option('--remove <ID>', 'remove this one')
    .option('--json', 'print them, or the one that is gone, as one line of JSON')
    .addHelpText('after', help);
  addSettingFlags(command, storeFlags);
  addConfigFlag(command);
  return command.action(async (name: string, { remove, json = false }: { remove?: string; json?: boolean }) => {
    const { settings } = await loadSettings(command);
    const { username, rows } = await withAccounts(settings, async ({ passkeyService, account }) => {
      const found = await account(name);
      const passkeys = await passkeyService.listFor(found.id);
      const chosen = remove === undefined ? passkeys : passkeys.filter(({ id }) => id === remove);
      if (remove !== undefined && !(await passkeyService.removeByOperator(found, remove))) {
        const all = `linkpin user passkeys ${plainText(found.username)}`;
        throw new Failure(
          `${plainText(found.username)} has no passkey ${plainText(remove)}. All that there are: ${all}`,
        );
      }
      return {
        username: found.username,
        rows: chosen.map((passkey) => ({
          id: passkey.id,
          name: passkey.name,
          domain: passkey.domain,
          isSynced: passkey.isSynced,
          addedAt: iso(passkey.addedAt),
          lastUsedAt: passkey.lastUsedAt === null ? null : iso(passkey.lastUsedAt),
        })),
      };
    });
    if (json) process.stdout.write(jsonLine({ username, passkeys: rows }));
    else if (remove !== undefined) process.stdout.write(`${plainText(username)} no longer has that passkey.\n`);
    else {
      const lines = rows.map((row) => [plainText(row.name), row.domain, row.addedAt, row.lastUsedAt ?? '-', row.id]);
      process.stdout.write(table(['NAME', 'DOMAIN', 'ADDED', 'USED', 'ID'], lines));
    }
  });
}
