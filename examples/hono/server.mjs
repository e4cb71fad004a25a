// An API in Hono that takes access tokens of linkpin. In a project of your own: npm i hono @linkpin/verify
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { createVerifier, requireScope, resourceMetadata } from '@linkpin/verify';

const { ISSUER, AUDIENCE, CLIENT_ID, CLIENT_SECRET, PORT = '3000' } = process.env;

const metadata = resourceMetadata({ resource: AUDIENCE, authorizationServers: [ISSUER], scopes: ['watch', 'record'] });
const verifier = createVerifier({
  issuer: ISSUER,
  audience: AUDIENCE,
  introspection: { clientId: CLIENT_ID, clientSecret: CLIENT_SECRET },
  resourceMetadata: metadata.url,
});

/** Requires a token with the scopes. */
function needs(...scopes) {
  return async (context, next) => {
    const { method, path } = context.req;
    const { headers } = context.req.raw;
    const verdict = requireScope(await verifier.verify({ method, url: AUDIENCE + path, headers }), ...scopes);
    if (!verdict.ok) {
      const { status, error, description } = verdict.refusal;
      return context.json({ error, error_description: description }, status, verdict.refusal.headers);
    }
    context.set('token', verdict.token);
    return next();
  };
}

const app = new Hono();
app.get(metadata.path, (context) => context.json(metadata.document, 200, { 'access-control-allow-origin': '*' }));
app.get('/films', needs('watch'), (context) => context.json({ for: context.get('token').sub }));
app.delete('/films', needs('record'), (context) => context.body(null, 204));
serve({ fetch: app.fetch, port: Number(PORT), hostname: '127.0.0.1' }, ({ port }) =>
  console.log(`http://127.0.0.1:${port}`),
);
