// An API as its author would write it, in plain JavaScript for every runtime: says what it makes of each request.
const [built, given] = process.argv.slice(2);
const { createVerifier, requireScope } = await import(built);
const { options, otherAudience, requests } = JSON.parse(given);

const verifier = createVerifier(options);
for (const { headers, url } of requests) {
  const verdict = requireScope(await verifier.verify(new Request(url, { headers })), 'watch');
  console.log(verdict.ok ? verdict.token.clientId : `${verdict.refusal.status} ${verdict.refusal.error}`);
}

const [{ headers, url }] = requests;
const { refusal } = await createVerifier({ ...options, audience: otherAudience }).verify({
  method: 'GET',
  url,
  headers,
});
console.log(`${refusal.status} ${refusal.error}`);
