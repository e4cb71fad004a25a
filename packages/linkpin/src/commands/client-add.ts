import { Command, Option } from 'commander';
import { createOAuthClient, type NewClient, type OAuthClient } from '@linkpin/server';
import { withClients } from '../clients/with-clients.ts';
import { clientFacts, notCreatedMessage } from '../clients/words.ts';
import { Failure } from '../failure.ts';
import { addSettingFlags, storeFlags } from '../settings/flags.ts';
import { addConfigFlag, loadSettings } from '../settings/load.ts';
import { jsonLine } from '../terminal/json-line.ts';
import { plainText } from '../terminal/plain-text.ts';
import { printOnce } from '../terminal/stdout.ts';

const help = `
Works while the service runs, too: it knows the client at once. A client has a
secret unless it is --public, as apps are that people have in their hands. The
secret goes to stdout, this once; the service keeps no more than its hash. With
--audience the access tokens are JWTs, which those APIs check by themselves;
without it, or with --opaque, they ask the service (RFC 7662).

Examples:
  linkpin client add tv --public --name 'The TV app' --scope library
  linkpin client add backend --audience https://api.example > secret.txt
  linkpin client add notes --redirect-uri https://notes.example/callback`;

interface AddOptions {
  readonly public?: true;
  readonly name?: string;
  readonly scope?: readonly string[];
  readonly audience?: readonly string[];
  readonly redirectUri?: readonly string[];
  readonly grant?: readonly string[];
  readonly pairwise?: true;
  readonly sector?: string;
  readonly idTokenAlgorithm?: 'RS256' | 'ES256' | 'EdDSA';
  readonly browserFirst?: true;
  readonly opaque?: true;
  readonly numberMatching?: true;
  readonly json?: true;
}

/** `linkpin client add`. */
export function clientAddCommand(): Command {
  const add = new Command('add')
    .summary('register a client')
    .description('Registers an OAuth client, and vouches for its name on the pages.')
    .argument('<ID>', 'its client_id')
    .option('--public', 'it has no secret')
    .option('--name <NAME>', 'what people are shown (the id)')
    .option('--scope <SCOPE>', 'what it may ask for; nothing without (may be repeated)', split)
    .option('--audience <URL>', 'an API that its tokens are for (may be repeated)', collect)
    .option('--redirect-uri <URL>', 'where a sign-in in a browser leads back to (may be repeated)', collect)
    .option('--grant <GRANT>', 'device_code or authorization_code, if not what follows (may be repeated)', collect)
    .option('--pairwise', 'it knows people by names that tell other clients nothing')
    .option('--sector <HOST>', 'with --pairwise: the host of the clients that share those names')
    .addOption(
      new Option('--id-token-algorithm <ALGORITHM>', 'what its ID tokens are signed with (RS256)').choices([
        'RS256',
        'ES256',
        'EdDSA',
      ]),
    )
    .option('--browser-first', 'it gets a device code only if it says that there is no browser')
    .option('--opaque', 'give it opaque access tokens, whatever its audience')
    .option('--number-matching', 'people type a number that the device shows')
    .option('--json', 'print the client, and its secret, as one line of JSON')
    .addHelpText('after', help);
  addSettingFlags(add, [...storeFlags, 'clientsFile']);
  addConfigFlag(add);
  return add.action((id: string, options: AddOptions) => addClient(add, id, options));
}

const collect = (value: string, before: readonly string[] | undefined): readonly string[] => [...(before ?? []), value];

/** Splits a value at spaces: OAuth separates scopes by spaces (RFC 6749 §3.3). */
const split = (value: string, before: readonly string[] | undefined): readonly string[] => [
  ...(before ?? []),
  ...value.split(' ').filter((scope) => scope !== ''),
];

async function addClient(command: Command, id: string, options: AddOptions): Promise<void> {
  const { name, scope = [], audience = [], redirectUri = [], grant, opaque = false, json = false } = options;
  const { settings } = await loadSettings(command);
  const say = (line: string): void => void process.stderr.write(`${line}\n`);
  const result = await withClients(settings, say, (ports) =>
    createOAuthClient(ports, {
      id,
      ...(name === undefined ? {} : { name }),
      authMethod: options.public === true ? 'none' : 'client_secret_basic',
      scopes: [...scope],
      audiences: [...audience],
      redirectUris: [...redirectUri],
      ...(grant === undefined ? {} : { grants: grant as NewClient['grants'] }),
      browserFirst: options.browserFirst === true,
      numberMatching: options.numberMatching === true,
      subjectType: options.pairwise === true ? 'pairwise' : 'public',
      ...(options.sector === undefined ? {} : { sectorIdentifier: options.sector }),
      ...(options.idTokenAlgorithm === undefined ? {} : { idTokenAlgorithm: options.idTokenAlgorithm }),
      accessTokens: opaque || audience.length === 0 ? 'opaque' : 'jwt',
    }),
  );
  if (!result.ok) throw new Failure(notCreatedMessage(result.refusal, plainText(id)));
  const { client, secret } = result.value;
  if (!json && client.scopes.length === 0) say(noScopes(client.id));
  if (secret === null) {
    process.stdout.write(json ? jsonLine(clientFacts(client)) : `${called(client)} may sign devices in.\n`);
  } else {
    if (!json) say(`${called(client)} may sign devices in. This is its secret, shown this once:`);
    printOnce(json ? jsonLine({ ...clientFacts(client), secret }) : `${secret}\n`, secretLost(client.id));
  }
}

const noScopes = (id: string): string =>
  `${id} has no scopes and may not ask for any. To give it some, remove it and add it again with --scope.`;

const secretLost = (id: string): string =>
  `The client is registered, and its secret is lost: only a hash is stored. Remove the client and add it again: linkpin client remove ${id}`;

const called = ({ id, name }: OAuthClient): string => (name === id ? id : `${id} (${plainText(name)})`);
