using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Hub.Connectors.FranceConnect.StandIn.Provider;

/// <summary>The registered clients: one from the settings, others through <c>POST /stand-in/clients</c>.</summary>
internal sealed class ClientRegister
{
    private readonly ConcurrentDictionary<string, RegisteredClient> _clients = new(StringComparer.Ordinal);
    private readonly IHttpClientFactory _http;

    public ClientRegister(StandInOptions options, IHttpClientFactory http)
    {
        _http = http;
        Register(new RegisteredClient
        {
            ClientId = options.ClientId,
            ClientSecret = options.ClientSecret,
            RedirectUris = [options.ClientUrl + "/callback"],
            PostLogoutRedirectUris = [options.ClientUrl + "/signed-out"],
            JwksUri = options.ClientUrl + "/jwks",
        });
    }

    public void Register(RegisteredClient client) => _clients[client.ClientId] = client;

    public RegisteredClient? Find(string? clientId) => clientId is null ? null : _clients.GetValueOrDefault(clientId);

    public static bool SecretMatches(RegisteredClient client, string? secret) =>
        client.ClientSecret is { } expected && secret is not null
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(expected), Encoding.UTF8.GetBytes(secret));

    /// <summary>The client's public keys, read anew each time: a sandbox need not be fast, and its clients change their keys.</summary>
    public async Task<IReadOnlyList<JsonObject>> KeysAsync(RegisteredClient client, CancellationToken cancellationToken)
    {
        using var http = _http.CreateClient();
        http.Timeout = TimeSpan.FromSeconds(10);
        var set = JsonNode.Parse(await http.GetStringAsync(new Uri(client.JwksUri), cancellationToken));
        return [.. set?["keys"]?.AsArray().OfType<JsonObject>() ?? []];
    }
}
