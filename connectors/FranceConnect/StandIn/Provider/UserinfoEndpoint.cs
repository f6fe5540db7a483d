using System.Text.Json.Nodes;
using Hub.Connectors.FranceConnect.StandIn.Behaviour;
using Hub.Connectors.FranceConnect.StandIn.Ledger;

namespace Hub.Connectors.FranceConnect.StandIn.Provider;

/// <summary>The user info endpoint: the pivot identity as a signed, then encrypted, JWT (<c>application/jwt</c>).</summary>
internal static class UserinfoEndpoint
{
    public static void MapUserinfo(this IEndpointRouteBuilder routes) => routes.MapMethods("/userinfo", ["GET", "POST"], GiveAsync);

    private static async Task<IResult> GiveAsync(
        HttpContext http, Grants grants, ClientRegister clients, TokenWriter writer, IdentityLedger ledger)
    {
        const string Scheme = "Bearer ";
        var header = http.Request.Headers.Authorization.ToString();
        if (!header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) || grants.ForToken(header[Scheme.Length..]) is not { } grant)
        {
            http.Response.Headers.WWWAuthenticate = "Bearer error=\"invalid_token\"";
            return Results.Json(new { error = "invalid_token", error_description = "the access token is unknown or expired" }, statusCode: 401);
        }

        var signed = writer.Userinfo(grant);
        var answer = writer.HowWrong(grant) switch
        {
            Misbehaviour.PlainUserinfo => signed,
            var wrong => Spoil(await EncryptAsync(grant, signed, clients, http.RequestAborted), wrong),
        };
        var (reference, tenant) = Named(grant);
        ledger.IdentityRead(reference, reference, tenant);
        return Results.Text(answer, "application/jwt");
    }

    private static async Task<string> EncryptAsync(Grant grant, string signed, ClientRegister clients, CancellationToken cancellationToken)
    {
        var alg = grant.Client.UserinfoEncryptedResponseAlg;
        var kty = alg == "ECDH-ES" ? "EC" : "RSA";
        var key = (await clients.KeysAsync(grant.Client, cancellationToken)).FirstOrDefault(candidate =>
                candidate["use"]?.GetValue<string>() == "enc" && candidate["kty"]?.GetValue<string>() == kty)
            ?? throw new InvalidDataException($"The client publishes no {kty} key with use \"enc\" at its jwks_uri.");
        return JoseWriter.Encrypt(signed, alg, key);
    }

    // The ledger and the journey must name a sign-in alike, and state is the one thing both sides of OpenID Connect hold:
    // a client may write it "reference.tenant.secret". Any other state is taken whole.
    private static (string Reference, string Tenant) Named(Grant grant) =>
        grant.State.Split('.') is [var reference, var tenant, _] ? (reference, tenant) : (grant.State, grant.Client.Siren);

    private static string Spoil(string jwe, Misbehaviour wrong)
    {
        if (wrong != Misbehaviour.UserinfoTampered)
        {
            return jwe;
        }

        var parts = jwe.Split('.');
        parts[3] = (parts[3][0] == 'A' ? 'B' : 'A') + parts[3][1..];
        return string.Join('.', parts);
    }
}
