// An API in Express that takes access tokens of linkpin. In a project of your own: npm i express @linkpin/verify
import express from 'express';
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
  return async (request, response, next) => {
    const { method, originalUrl, headers } = request;
    const verdict = requireScope(await verifier.verify({ method, url: AUDIENCE + originalUrl, headers }), ...scopes);
    if (verdict.ok) {
      response.locals.token = verdict.token;
      next();
    } else {
      const { status, error, description } = verdict.refusal;
      response.status(status).set(verdict.refusal.headers).json({ error, error_description: description });
    }
  };
}

const app = express();
app.get(metadata.path, (_request, response) =>
  response.set('access-control-allow-origin', '*').json(metadata.document),
);
app.get('/films', needs('watch'), (_request, response) => response.json({ for: response.locals.token.sub }));
app.delete('/films', needs('record'), (_request, response) => response.sendStatus(204));
const server = app.listen(Number(PORT), '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}`));
