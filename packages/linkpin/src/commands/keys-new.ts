import { resolve } from 'node:path';
import { Command } from 'commander';
import { makeSecretKey } from '@linkpin/server';
import { writeSecret } from '../write-secret.ts';

const help = `
For services that do not make their own: several replicas, which need the same
ones, or a platform that hands secrets out. Without FILE the keys go to stdout,
as the JSON that LINKPIN_KEYS and keys.json take.

Examples:
  linkpin keys new /etc/linkpin/keys.json
  linkpin keys new | kubectl create secret generic linkpin-keys \\
      --from-file=keys.json=/dev/stdin`;

/** `linkpin keys new`. */
export function keysNewCommand(): Command {
  return new Command('new')
    .summary('make secret keys for a service that is to begin')
    .description('Makes secret keys for a service that is to begin. Those of a running one are left alone.')
    .argument('[FILE]', 'where to; it must not be there yet')
    .addHelpText('after', help)
    .action(async (file: string | undefined) => {
      const text = `${JSON.stringify([makeSecretKey()], null, 2)}\n`;
      if (file === undefined) process.stdout.write(text);
      else {
        await writeSecret(resolve(file), text);
        process.stderr.write(`The secret keys are in ${resolve(file)}, which only you can read.\n`);
      }
    });
}
