using System.Numerics;
using System.Security.Cryptography;
using System.Text.Json;

namespace Hub.Connectors.FranceConnect.Jose;

/// <summary>
/// A public point of curve P-256, proven to lie on it. A point elsewhere would let a sender learn the connector's
/// private key bit by bit (invalid curve attack), so it is checked here and not left to the platform.
/// </summary>
internal static class P256Point
{
    private static readonly BigInteger Prime = Number(Convert.FromHexString("FFFFFFFF00000001000000000000000000000000FFFFFFFFFFFFFFFFFFFFFFFF"));
    private static readonly BigInteger B = Number(Convert.FromHexString("5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B"));

    /// <summary>The point of a JWK with <c>crv</c> P-256; null when it is another curve, the wrong length or off the curve.</summary>
    public static ECParameters? Read(JsonElement key)
    {
        if (Text(key, "kty") != "EC" || Text(key, "crv") != "P-256" || Text(key, "x") is not { } xText || Text(key, "y") is not { } yText)
        {
            return null;
        }

        var point = new ECPoint { X = StrictBase64Url.Decode(xText), Y = StrictBase64Url.Decode(yText) };
        return point.X.Length == 32 && point.Y.Length == 32 && IsOnCurve(Number(point.X), Number(point.Y))
            ? new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = point }
            : null;
    }

    private static bool IsOnCurve(BigInteger x, BigInteger y) =>
        x < Prime && y < Prime && ((y * y) - ((x * x * x) - (3 * x) + B)) % Prime == 0;

    private static BigInteger Number(byte[] bytes) => new(bytes, isUnsigned: true, isBigEndian: true);

    private static string? Text(JsonElement key, string name) =>
        key.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
