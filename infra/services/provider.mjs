// An OAuth provider (oidc-provider) with tokens that live for seconds and refresh tokens that die on use.
// What it gives out, refuses and revokes goes to standard output, one JSON object a line.
import Provider from 'oidc-provider';

const { PROVIDER_PORT, PROVIDER_REDIRECTS, PROVIDER_SECONDS, PROVIDER_SCOPES } = process.env;
const scopes = PROVIDER_SCOPES.split(' ');
const issuer = `http://127.0.0.1:${PROVIDER_PORT}`;
const provider = new Provider(issuer, {
  clients: [{
    client_id: 'replan', client_secret: 's3cret', redirect_uris: PROVIDER_REDIRECTS.split(' '),
    grant_types: ['authorization_code', 'refresh_token'], response_types: ['code'],
    token_endpoint_auth_method: 'client_secret_post',
  }],
  features: {
    revocation: { enabled: true }, introspection: { enabled: true }, devInteractions: { enabled: true },
  },
  pkce: { required: () => true },
  rotateRefreshToken: true,
  issueRefreshToken: async () => true,
  scopes: ['openid', 'offline_access', ...scopes],
  ttl: {
    // The first is soon dead; a renewed one outlives the task, so that there is exactly one renewal to count.
    AccessToken: (ctx, token) => (token.gty.includes('refresh_token') ? 600 : Number(PROVIDER_SECONDS)),
    RefreshToken: 3600, Session: 3600, Grant: 3600, Interaction: 600,
    IdToken: 60, AuthorizationCode: 60,
  },
  findAccount: async (ctx, id) => ({ accountId: id, claims: async () => ({ sub: id }) }),
});

const say = (event, more) => console.log(JSON.stringify({ event, at: Date.now(), ...more }));
provider.on('grant.success', (ctx) => say('granted', {
  grant_type: ctx.oidc.params.grant_type, scope: ctx.body.scope, grant: ctx.oidc.entities.Grant?.jti,
}));
provider.on('grant.error', (ctx, error) => say('refused', {
  grant_type: ctx.oidc.params?.grant_type, error: error.error, detail: error.error_detail,
}));
provider.on('grant.revoked', (ctx, grant) => say('revoked', { grant }));
provider.on('server_error', (ctx, error) => say('broken', { detail: String(error.stack) }));
provider.listen(Number(PROVIDER_PORT), '127.0.0.1', () => say('listening', { issuer }));
