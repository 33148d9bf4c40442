// The peer of the benchmark: oidc-provider on 127.0.0.1:$PORT, with ES256 tokens, everything in memory.
import Provider from 'oidc-provider';
import { exportJWK, generateKeyPair } from 'jose';

const port = Number(process.env.PORT);
const { privateKey } = await generateKeyPair('ES256', { extractable: true });
const key = { ...(await exportJWK(privateKey)), kid: 'es256', alg: 'ES256', use: 'sig' };
const api = {
  scope: 'api:read openid offline_access',
  audience: 'urn:api',
  accessTokenFormat: 'jwt',
  accessTokenTTL: 3600,
  jwt: { sign: { alg: 'ES256' } },
};

const provider = new Provider(`http://127.0.0.1:${port}`, {
  jwks: { keys: [key] },
  cookies: { keys: ['a key for the cookies of a benchmark'] },
  clients: [
    {
      client_id: 'm2m',
      client_secret: 'm2m-secret',
      grant_types: ['client_credentials'],
      redirect_uris: [],
      response_types: [],
      token_endpoint_auth_method: 'client_secret_basic',
      // Never used by this grant, but the default is RS256, for which there is no key.
      id_token_signed_response_alg: 'ES256',
    },
    {
      client_id: 'app',
      client_secret: 'app-secret',
      grant_types: ['authorization_code', 'refresh_token'],
      redirect_uris: ['http://127.0.0.1:9999/cb'],
      response_types: ['code'],
      token_endpoint_auth_method: 'client_secret_basic',
      id_token_signed_response_alg: 'ES256',
    },
  ],
  features: {
    devInteractions: { enabled: true },
    clientCredentials: { enabled: true },
    resourceIndicators: {
      enabled: true,
      defaultResource: () => 'urn:api',
      useGrantedResource: () => true,
      getResourceServerInfo: () => api,
    },
  },
  scopes: ['openid', 'offline_access', 'api:read'],
  pkce: { required: () => true },
  issueRefreshToken: async () => true,
  rotateRefreshToken: () => false,
  findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
});
provider.listen(port, '127.0.0.1');
