using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;

namespace Hub.Connectors.FranceConnect.StandIn.Provider;

/// <summary>Client authentication by <c>private_key_jwt</c> (OpenID Connect Core 9, RFC 7523): an ES256 assertion that works once.</summary>
internal sealed class ClientAssertion(ClientRegister clients, StandInAddress address, TimeProvider time)
{
    private const string Type = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
    private readonly ConcurrentDictionary<string, byte> _used = new(StringComparer.Ordinal);

    public async Task<RegisteredClient?> ClientAsync(string type, string jwt, CancellationToken cancellationToken)
    {
        if (type != Type || clients.Find(UnverifiedIssuer(jwt)) is not { } client)
        {
            return null;
        }

        foreach (var key in await clients.KeysAsync(client, cancellationToken))
        {
            if (key["use"]?.GetValue<string>() != "sig" || key["kty"]?.GetValue<string>() != "EC")
            {
                continue;
            }

            using var ec = ECDsa.Create(new ECParameters
            {
                Curve = ECCurve.NamedCurves.nistP256,
                Q = new ECPoint { X = Bytes(key, "x"), Y = Bytes(key, "y") },
            });
            if (JoseWriter.Read(jwt, ec) is { } claims && IsForUs(claims, client))
            {
                return client;
            }
        }

        return null;
    }

    private bool IsForUs(JsonObject claims, RegisteredClient client) =>
        claims["iss"]?.GetValue<string>() == client.ClientId
        && claims["sub"]?.GetValue<string>() == client.ClientId
        && claims["aud"]?.GetValue<string>() is { } audience && (audience == address.Issuer || audience == address.Issuer + "/token")
        && claims["exp"]?.GetValue<long>() > time.GetUtcNow().ToUnixTimeSeconds()
        && claims["jti"]?.GetValue<string>() is { Length: > 0 } id && _used.TryAdd(id, 0);

    private static string? UnverifiedIssuer(string jwt)
    {
        try
        {
            return jwt.Split('.') is [_, var payload, _] ? JsonNode.Parse(WebEncoders.Base64UrlDecode(payload))?["iss"]?.GetValue<string>() : null;
        }
        catch (Exception malformed) when (malformed is FormatException or System.Text.Json.JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static byte[] Bytes(JsonObject key, string name) => WebEncoders.Base64UrlDecode(key[name]?.GetValue<string>() ?? "");
}
