using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;

namespace Hub.Connectors.FranceConnect.StandIn.Provider;

/// <summary>
/// The provider's signing keys, new at each start and on demand: clients must cope with a key they have not seen.
/// Also a key that is published nowhere, for forged proofs.
/// </summary>
internal sealed class ProviderKeys : IDisposable
{
    private readonly RSA _rsa = RSA.Create(2048);
    private readonly ECDsa _forger = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly string _rsaKid = NewKid();
    private readonly Lock _rotating = new();
    private (string Kid, ECDsa Key) _ec = (NewKid(), ECDsa.Create(ECCurve.NamedCurves.nistP256));

    public (string Kid, ECDsa Key) Ec
    {
        get
        {
            lock (_rotating)
            {
                return _ec;
            }
        }
    }

    public (string Kid, RSA Key) Rsa => (_rsaKid, _rsa);

    /// <summary>Signs like the provider but is not the provider's.</summary>
    public ECDsa Forger => _forger;

    public void Rotate()
    {
        lock (_rotating)
        {
            _ec = (NewKid(), ECDsa.Create(ECCurve.NamedCurves.nistP256));
        }
    }

    public JsonObject PublicSet()
    {
        var (kid, key) = Ec;
        var rsa = _rsa.ExportParameters(false);
        return new JsonObject
        {
            ["keys"] = new JsonArray(
                EcKey(kid, key),
                new JsonObject
                {
                    ["kty"] = "RSA", ["use"] = "sig", ["alg"] = "RS256", ["kid"] = _rsaKid,
                    ["n"] = WebEncoders.Base64UrlEncode(rsa.Modulus!), // an RSA key always exports its modulus
                    ["e"] = WebEncoders.Base64UrlEncode(rsa.Exponent!), // and its exponent
                }),
        };
    }

    public static JsonObject EcKey(string kid, ECDsa key)
    {
        var point = key.ExportParameters(false).Q;
        return new JsonObject
        {
            ["kty"] = "EC", ["crv"] = "P-256", ["use"] = "sig", ["alg"] = "ES256", ["kid"] = kid,
            ["x"] = WebEncoders.Base64UrlEncode(point.X!), // an EC key always exports its point
            ["y"] = WebEncoders.Base64UrlEncode(point.Y!),
        };
    }

    public void Dispose()
    {
        _rsa.Dispose();
        _forger.Dispose();
        _ec.Key.Dispose();
    }

    private static string NewKid() => WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(9));
}
