namespace Hub.Connectors.FranceConnect.StandIn.Provider;

/// <summary>OpenID Connect Discovery 1.0, and the signing keys.</summary>
internal static class DiscoveryEndpoint
{
    public static void MapDiscovery(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/.well-known/openid-configuration", (StandInAddress address) => Results.Ok(new
        {
            issuer = address.Issuer,
            authorization_endpoint = address.Issuer + "/authorize",
            token_endpoint = address.Issuer + "/token",
            userinfo_endpoint = address.Issuer + "/userinfo",
            jwks_uri = address.Issuer + "/jwks",
            end_session_endpoint = address.Issuer + "/session/end",
            response_types_supported = new[] { "code" },
            grant_types_supported = new[] { "authorization_code" },
            code_challenge_methods_supported = new[] { "S256" },
            acr_values_supported = AuthorizeEndpoint.AcrValues,
            scopes_supported = ClaimScopes.Supported,
            subject_types_supported = new[] { "pairwise" },
            token_endpoint_auth_methods_supported = new[] { "client_secret_post", "private_key_jwt" },
            token_endpoint_auth_signing_alg_values_supported = new[] { "ES256" },
            id_token_signing_alg_values_supported = new[] { "ES256", "RS256" },
            userinfo_signing_alg_values_supported = new[] { "ES256" },
            userinfo_encryption_alg_values_supported = new[] { "RSA-OAEP-256", "ECDH-ES" },
            userinfo_encryption_enc_values_supported = new[] { "A256GCM" },
            claims_parameter_supported = true,
        }));
        routes.MapGet("/jwks", (ProviderKeys keys) => Results.Text(keys.PublicSet().ToJsonString(), "application/jwk-set+json"));
        routes.MapPost("/jwks/rotate", (ProviderKeys keys) =>
        {
            keys.Rotate();
            return Results.NoContent();
        });
    }
}
