import assert from 'node:assert/strict';
import { it } from 'node:test';
import { deviceKeyOf } from './device-key.ts';

it('a device key is named by its RFC 7638 thumbprint (RFC 8037 appendix A.3), whatever the device calls it', async () => {
  const x = '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo';
  const thumbprint = 'kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k';
  assert.deepEqual(await deviceKeyOf({ x, kid: 'mine' }), { thumbprint, x, kid: 'mine' });
  assert.deepEqual(await deviceKeyOf({ x, kid: null }), { thumbprint, x, kid: thumbprint });
});
