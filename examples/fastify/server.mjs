// An API in Fastify that takes access tokens of linkpin. In a project of your own: npm i fastify @linkpin/verify
import Fastify from 'fastify';
import { createVerifier, requireScope, resourceMetadata } from '@linkpin/verify';

const { ISSUER, AUDIENCE, CLIENT_ID, CLIENT_SECRET, PORT = '3000' } = process.env;

const metadata = resourceMetadata({ resource: AUDIENCE, authorizationServers: [ISSUER], scopes: ['watch', 'record'] });
const verifier = createVerifier({
  issuer: ISSUER,
  audience: AUDIENCE,
  introspection: { clientId: CLIENT_ID, clientSecret: CLIENT_SECRET },
  resourceMetadata: metadata.url,
});

const app = Fastify();
app.decorateRequest('token', null);

/** Requires a token with the scopes. */
function needs(...scopes) {
  return async (request, reply) => {
    const { method, url, headers } = request;
    const verdict = requireScope(await verifier.verify({ method, url: AUDIENCE + url, headers }), ...scopes);
    if (verdict.ok) {
      request.token = verdict.token;
      return undefined;
    }
    const { status, error, description } = verdict.refusal;
    return reply.code(status).headers(verdict.refusal.headers).send({ error, error_description: description });
  };
}

app.get(metadata.path, async (_request, reply) => {
  reply.header('access-control-allow-origin', '*');
  return metadata.document;
});
app.get('/films', { preHandler: needs('watch') }, async (request) => ({ for: request.token.sub }));
app.delete('/films', { preHandler: needs('record') }, async (_request, reply) => reply.code(204).send());
console.log(await app.listen({ port: Number(PORT), host: '127.0.0.1' }));
