import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { createWorld } from '../support/world.ts';

const names = ['oauth-authorization-server', 'openid-configuration'];

describe('metadata of a service below a base path', () => {
  const issuer = 'https://home.example/linkpin';
  const { service } = createWorld('metadata', { settings: { publicUrl: issuer } });
  after(() => service.close());
  const issuerAt = async (path: string): Promise<unknown> => {
    const response = await service.fetch(new Request(`https://home.example${path}`));
    return response.status === 200 ? ((await response.json()) as { issuer: string }).issuer : response.status;
  };

  it("stands where RFC 8414 §3.1 puts it, with the issuer's path at the end", async () => {
    for (const name of names) assert.equal(await issuerAt(`/.well-known/${name}/linkpin`), issuer);
  });

  it('and below the base path, whether the proxy takes that away or not', async () => {
    for (const name of names) {
      assert.equal(await issuerAt(`/linkpin/.well-known/${name}`), issuer);
      assert.equal(await issuerAt(`/.well-known/${name}`), issuer);
    }
  });

  it("but is nobody else's", async () => {
    for (const name of names) {
      assert.equal(await issuerAt(`/.well-known/${name}/other`), 404);
      assert.equal(await issuerAt(`/.well-known/${name}/linkpin/more`), 404);
    }
  });
});
