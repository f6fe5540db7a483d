using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;

namespace Hub.Connectors.FranceConnect.StandIn.Provider;

/// <summary>The token endpoint: client authentication, then code and PKCE verifier against an access token and an ID token.</summary>
internal static class TokenEndpoint
{
    public static void MapToken(this IEndpointRouteBuilder routes) => routes.MapPost("/token", RedeemAsync).DisableAntiforgery();

    private static async Task<IResult> RedeemAsync(
        HttpContext http, ClientRegister clients, ClientAssertion assertion, Grants grants, TokenWriter writer)
    {
        http.Response.Headers.CacheControl = "no-store";
        if (!http.Request.HasFormContentType)
        {
            return Mistake("invalid_request", "the body must be a form");
        }

        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var client = await AuthenticateAsync(form, clients, assertion, http.RequestAborted);
        if (client is null)
        {
            return Mistake("invalid_client", "the client did not prove who it is", 401);
        }

        if (form["grant_type"] != "authorization_code")
        {
            return Mistake("unsupported_grant_type", "grant_type must be authorization_code");
        }

        var redeemed = grants.Redeem(form["code"].ToString(), grant =>
            grant.Client.ClientId == client.ClientId
            && grant.RedirectUri == form["redirect_uri"]
            && grant.CodeChallenge == Challenge(form["code_verifier"].ToString()));
        if (redeemed is not var (held, accessToken))
        {
            return Mistake("invalid_grant", "the code is unknown, used, expired, or not this client's");
        }

        return Results.Text(
            new JsonObject
            {
                ["access_token"] = accessToken,
                ["token_type"] = "Bearer",
                ["expires_in"] = (int)Grants.TokenLifetime.TotalSeconds,
                ["scope"] = string.Join(' ', held.Scopes),
                ["id_token"] = writer.IdToken(held, accessToken),
            }.ToJsonString(),
            "application/json");
    }

    private static async Task<RegisteredClient?> AuthenticateAsync(
        IFormCollection form, ClientRegister clients, ClientAssertion assertion, CancellationToken cancellationToken)
    {
        if (form["client_assertion"] is [{ Length: > 0 } jwt])
        {
            return await assertion.ClientAsync(form["client_assertion_type"].ToString(), jwt, cancellationToken);
        }

        return clients.Find(form["client_id"]) is { } client && ClientRegister.SecretMatches(client, form["client_secret"]) ? client : null;
    }

    private static string Challenge(string verifier) => WebEncoders.Base64UrlEncode(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)));

    private static IResult Mistake(string error, string description, int status = 400) =>
        Results.Json(new { error, error_description = description }, statusCode: status);
}
