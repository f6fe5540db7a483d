// An OpenID Connect provider that nobody here wrote (npm oidc-provider), set up as FranceConnect is:
// PKCE, eIDAS levels, user info signed with ES256 and then encrypted for the client.
// Usage: node provider.mjs PORT CONNECTOR_ORIGIN ENCRYPTION_ALG AUTHENTICATION
import { createServer } from 'node:http';
import { generateKeyPairSync } from 'node:crypto';
import { Provider } from 'oidc-provider';

const [port, connector, encryption, authentication] = process.argv.slice(2);
const issuer = `http://127.0.0.1:${port}`;
const citizen = {
  given_name: 'Marie-Hélène Zoé', given_name_array: ['Marie-Hélène', 'Zoé'], family_name: "D'Aubigné", gender: 'female',
  birthdate: '1992-11-01', idp_birthdate: '1992-11-00', birthplace: '2A115', birthcountry: '99100', email: 'mh.daubigne@exemple.fr',
};
const signing = { ...generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'ES256', kid: 'es' };

const provider = new Provider(issuer, {
  clients: [{
    client_id: 'hub-demo',
    ...(authentication === 'private_key_jwt' ? { token_endpoint_auth_signing_alg: 'ES256' } : { client_secret: 'stand-in-secret-for-loopback-only' }),
    token_endpoint_auth_method: authentication,
    jwks_uri: `${connector}/jwks`,
    redirect_uris: [`${connector}/callback`],
    response_types: ['code'],
    grant_types: ['authorization_code'],
    id_token_signed_response_alg: 'ES256',
    userinfo_signed_response_alg: 'ES256',
    userinfo_encrypted_response_alg: encryption,
    userinfo_encrypted_response_enc: 'A256GCM',
  }],
  jwks: { keys: [signing] },
  enabledJWA: {
    idTokenSigningAlgValues: ['ES256'],
    userinfoSigningAlgValues: ['ES256'],
    userinfoEncryptionAlgValues: ['RSA-OAEP-256', 'ECDH-ES'],
    userinfoEncryptionEncValues: ['A256GCM'],
    clientAuthSigningAlgValues: ['ES256'],
  },
  acrValues: ['eidas1', 'eidas2', 'eidas3'],
  claims: {
    openid: ['sub'], acr: null, amr: null, email: ['email'], idp_birthdate: ['idp_birthdate'], preferred_username: ['preferred_username'],
    identite_pivot: ['given_name', 'given_name_array', 'family_name', 'gender', 'birthdate', 'birthplace', 'birthcountry'],
  },
  scopes: ['openid', 'identite_pivot', 'email', 'idp_birthdate', 'preferred_username'],
  features: {
    claimsParameter: { enabled: true }, devInteractions: { enabled: false }, encryption: { enabled: true }, jwtUserinfo: { enabled: true },
  },
  // Its own guard against addresses inside refuses a loopback, and the connector's keys are on one here.
  fetch: (url, { dispatcher, ...options }) => fetch(url, options),
  pkce: { required: () => true },
  interactions: { url: (_, interaction) => `/play/${interaction.uid}` },
  findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, ...citizen }) }),
  loadExistingGrant: async (ctx) => {
    const grant = new ctx.oidc.provider.Grant({ clientId: ctx.oidc.client.clientId, accountId: ctx.oidc.session.accountId });
    grant.addOIDCScope('openid identite_pivot email idp_birthdate preferred_username');
    grant.addOIDCClaims(['acr', 'amr']);
    await grant.save();
    return grant;
  },
});

for (const failure of ['server_error', 'authorization.error', 'grant.error', 'userinfo.error']) {
  provider.on(failure, (_, error) => console.log(failure, error.error_detail ?? error.error_description ?? error.stack, error.cause?.message ?? ''));
}

const protocol = provider.callback();
createServer(async (request, response) => {
  if (request.url.startsWith('/play/')) {
    const { params } = await provider.interactionDetails(request, response);
    await provider.interactionFinished(request, response, { login: { accountId: 'citizen-1', acr: params.acr_values, amr: ['pwd'] } });
  } else {
    protocol(request, response);
  }
}).listen(Number(port), '127.0.0.1', () => console.log(`provider ready: ${issuer}`));
