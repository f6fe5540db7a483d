using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hub.Connectors.FranceConnect.Jose;

namespace Hub.Connectors.FranceConnect;

/// <summary>
/// The connector's own keys, made at first start and kept in <c>france-connect.keys.json</c>, readable by its user only:
/// two to decrypt user info with (RSA-OAEP-256, ECDH-ES), one to sign client assertions with (ES256), one to seal links with.
/// The public halves are published at <c>/jwks</c>. Deleting the file makes new keys and ends every open link.
/// </summary>
internal sealed class ConnectorKeys : IDisposable
{
    private readonly RSA _rsa = RSA.Create();
    private readonly ECDiffieHellman _agreement = ECDiffieHellman.Create();
    private readonly ECDsa _signing = ECDsa.Create();
    private readonly byte[] _linkKey;
    private readonly string _kid;

    private ConnectorKeys(Stored stored)
    {
        _kid = stored.Kid;
        _rsa.ImportPkcs8PrivateKey(stored.Rsa, out _);
        _agreement.ImportPkcs8PrivateKey(stored.Agreement, out _);
        _signing.ImportPkcs8PrivateKey(stored.Signing, out _);
        _linkKey = stored.Link;
        Decryption = new DecryptionKeys("rsa-" + _kid, _rsa, "ec-" + _kid, _agreement);
    }

    public DecryptionKeys Decryption { get; }

    public string SigningKid => "sig-" + _kid;

    public static ConnectorKeys LoadOrMake(string folder)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, "france-connect.keys.json");
        if (!File.Exists(path))
        {
            PrivateFile.Replace(path, file => JsonSerializer.Serialize(file, Stored.Make()));
        }

        var stored = JsonSerializer.Deserialize<Stored>(File.ReadAllBytes(path))
            ?? throw new InvalidDataException($"{path} holds no keys: delete it, and new ones are made.");
        return new ConnectorKeys(stored);
    }

    public byte[] Sign(byte[] input) => _signing.SignData(input, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);

    /// <summary>Makes a link's name unguessable without storing a secret for it.</summary>
    public byte[] SealLink(byte[] name) => HMACSHA256.HashData(_linkKey, name);

    /// <summary>The public halves as a JWK set (RFC 7517).</summary>
    public JsonObject PublicSet()
    {
        var rsa = _rsa.ExportParameters(false);
        return new JsonObject
        {
            ["keys"] = new JsonArray(
                new JsonObject
                {
                    ["kty"] = "RSA", ["use"] = "enc", ["alg"] = "RSA-OAEP-256", ["kid"] = "rsa-" + _kid,
                    ["n"] = StrictBase64Url.Encode(rsa.Modulus), ["e"] = StrictBase64Url.Encode(rsa.Exponent),
                },
                EcKey(_agreement.ExportParameters(false).Q, "enc", "ECDH-ES", "ec-" + _kid),
                EcKey(_signing.ExportParameters(false).Q, "sig", "ES256", SigningKid)),
        };
    }

    public void Dispose()
    {
        _rsa.Dispose();
        _agreement.Dispose();
        _signing.Dispose();
    }

    private static JsonObject EcKey(ECPoint point, string use, string alg, string kid) => new()
    {
        ["kty"] = "EC", ["crv"] = "P-256", ["use"] = use, ["alg"] = alg, ["kid"] = kid,
        ["x"] = StrictBase64Url.Encode(point.X), ["y"] = StrictBase64Url.Encode(point.Y),
    };

    private sealed record Stored(string Kid, byte[] Rsa, byte[] Agreement, byte[] Signing, byte[] Link)
    {
        public static Stored Make()
        {
            using var rsa = RSA.Create(2048);
            using var agreement = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
            using var signing = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            return new Stored(
                StrictBase64Url.Encode(RandomNumberGenerator.GetBytes(6)),
                rsa.ExportPkcs8PrivateKey(),
                agreement.ExportPkcs8PrivateKey(),
                signing.ExportPkcs8PrivateKey(),
                RandomNumberGenerator.GetBytes(32));
        }
    }
}
