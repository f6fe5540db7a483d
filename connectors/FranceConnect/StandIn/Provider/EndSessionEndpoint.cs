using Microsoft.AspNetCore.WebUtilities;

namespace Hub.Connectors.FranceConnect.StandIn.Provider;

/// <summary>OpenID Connect RP-Initiated Logout 1.0: checks the hint and the address, then sends the browser back.</summary>
internal static class EndSessionEndpoint
{
    public static void MapEndSession(this IEndpointRouteBuilder routes) => routes.MapGet("/session/end", End);

    private static IResult End(HttpContext http, ProviderKeys keys, ClientRegister clients)
    {
        var query = http.Request.Query;
        var hint = JoseWriter.Read(query["id_token_hint"], keys.Ec.Key);
        if (clients.Find(hint?["aud"]?.GetValue<string>()) is not { } client)
        {
            return Results.Text("invalid_request: id_token_hint is not a token of this provider.", "text/plain; charset=utf-8", statusCode: 400);
        }

        var back = query["post_logout_redirect_uri"].ToString();
        return client.PostLogoutRedirectUris.Contains(back, StringComparer.Ordinal)
            ? Results.Redirect(QueryHelpers.AddQueryString(back, "state", query["state"].ToString()))
            : Results.Text("invalid_request: post_logout_redirect_uri is not registered.", "text/plain; charset=utf-8", statusCode: 400);
    }
}
