using System.Text.Json;
using System.Text.Json.Nodes;
using Hub.Connectors.FranceConnect.StandIn.Citizens;
using Microsoft.AspNetCore.WebUtilities;

namespace Hub.Connectors.FranceConnect.StandIn.Provider;

/// <summary>
/// The authorization endpoint (OpenID Connect Core 3.1.2, RFC 7636): checks the request and shows the sign-in page.
/// A wrong client or redirect URI is never redirected to; every other mistake goes back to the client as RFC 6749 4.1.2.1 says.
/// </summary>
internal static class AuthorizeEndpoint
{
    public static readonly string[] AcrValues = ["eidas1", "eidas2", "eidas3"];

    // FranceConnect refuses state and nonce shorter than this.
    private const int ShortestState = 32;

    public static void MapAuthorize(this IEndpointRouteBuilder routes) =>
        routes.MapMethods("/authorize", ["GET", "POST"], AuthorizeAsync);

    private static async Task<IResult> AuthorizeAsync(HttpContext http, ClientRegister clients, Grants grants)
    {
        var given = http.Request.HasFormContentType
            ? (await http.Request.ReadFormAsync(http.RequestAborted)).ToDictionary(pair => pair.Key, pair => pair.Value.ToString(), StringComparer.Ordinal)
            : http.Request.Query.ToDictionary(pair => pair.Key, pair => pair.Value.ToString(), StringComparer.Ordinal);
        string Value(string name) => given.GetValueOrDefault(name, "");

        if (clients.Find(Value("client_id")) is not { } client)
        {
            return Mistake("client_id is not registered here.");
        }

        var redirectUri = Value("redirect_uri");
        if (!client.RedirectUris.Contains(redirectUri, StringComparer.Ordinal))
        {
            return Mistake("redirect_uri is not one of the client's registered addresses.");
        }

        var scopes = Value("scope").Split(' ', StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.Ordinal);
        var (error, description) = Check(Value, scopes);
        if (error is not null)
        {
            return Results.Redirect(QueryHelpers.AddQueryString(redirectUri, new Dictionary<string, string?>
            {
                ["error"] = error, ["error_description"] = description, ["state"] = Value("state"),
            }));
        }

        var interaction = grants.Ask(new Grant
        {
            Client = client,
            RedirectUri = redirectUri,
            Scopes = scopes,
            State = Value("state"),
            Nonce = Value("nonce"),
            CodeChallenge = Value("code_challenge"),
            AskedAcr = Value("acr_values").Split(' ')[0],
            AmrAsked = AsksForAmr(Value("claims")),
            LoginHint = Value("login_hint"),
        });
        return Results.Redirect("/interaction/" + interaction);
    }

    private static (string? Error, string? Description) Check(Func<string, string> value, HashSet<string> scopes) => value switch
    {
        _ when value("response_type") != "code" => ("unsupported_response_type", "response_type must be code"),
        _ when !scopes.Contains("openid") => ("invalid_scope", "scope must contain openid"),
        _ when !scopes.IsSubsetOf(ClaimScopes.Supported) => ("invalid_scope", "scope asks for something this client may not have"),
        _ when value("state").Length < ShortestState => ("invalid_request", $"state must have at least {ShortestState} characters"),
        _ when value("nonce").Length < ShortestState => ("invalid_request", $"nonce must have at least {ShortestState} characters"),
        _ when value("code_challenge_method") != "S256" => ("invalid_request", "code_challenge_method must be S256"),
        _ when value("code_challenge").Length != 43 => ("invalid_request", "code_challenge must be the base64url of a SHA-256"),
        _ when !value("acr_values").Split(' ').All(AcrValues.Contains) => ("invalid_request", "acr_values must be among eidas1 eidas2 eidas3"),
        _ => (null, null),
    };

    private static bool AsksForAmr(string claims)
    {
        try
        {
            return claims.Length > 0 && JsonNode.Parse(claims)?["id_token"] is JsonObject asked && asked.ContainsKey("amr");
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static IResult Mistake(string what) => Results.Text("invalid_request: " + what, "text/plain; charset=utf-8", statusCode: 400);
}
