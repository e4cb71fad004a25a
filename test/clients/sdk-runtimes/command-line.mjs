// A command line of somebody's, on any runtime: in the browser, then by a code, with the tokens in a file.
const [built, issuer, file] = process.argv.slice(2);
const { fileTokenStore, jsonScreen, openSession, signIn, signOut } = await import(built);

const tell = (line) => console.log(line.trimEnd());
const acme = { issuer, clientId: 'acme', store: fileTokenStore(file), screen: jsonScreen(tell) };

/** A browser whose person says yes at once. */
const openPage = (url) => {
  const { searchParams } = new URL(url);
  const back = new URL(searchParams.get('redirect_uri'));
  back.search = new URLSearchParams({ code: 'c', state: searchParams.get('state'), iss: issuer });
  void fetch(back).then((response) => response.text());
};

await signIn({ ...acme, openPage });
const answer = await (await openSession(acme)).fetch(`${issuer}/api`);
tell(JSON.stringify({ kind: 'called', status: answer.status }));
await signIn({ ...acme, openPage: null, again: true });
tell(JSON.stringify({ kind: 'signed_out', told: (await signOut(acme)) === null }));
