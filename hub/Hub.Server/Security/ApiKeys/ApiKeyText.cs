using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Hub.Server.Security.ApiKeys;

/// <summary>
/// The text of an API key: <c>hubk_</c>, a public id of 12 characters, <c>_</c>, and a secret of 43 characters out of 62 (256 bits).
/// The first administrator's key may be any text of at least 32 characters instead.
/// </summary>
internal static class ApiKeyText
{
    private const string Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private const string Start = "hubk_";
    private const int IdLength = 12;
    private const int SecretLength = 43;

    public static string NewId() => RandomNumberGenerator.GetString(Alphabet, IdLength);

    public static string New(string id) => $"{Start}{id}_{RandomNumberGenerator.GetString(Alphabet, SecretLength)}";

    /// <summary>What may be shown of a key.</summary>
    public static string PrefixOf(string id) => $"{Start}{id}_";

    /// <summary>The id inside a key that the hub made; false for any other text.</summary>
    public static bool TryGetId(string text, [NotNullWhen(true)] out string? id)
    {
        var made = text.Length == Start.Length + IdLength + 1 + SecretLength
            && text.StartsWith(Start, StringComparison.Ordinal)
            && text[Start.Length + IdLength] == '_';
        id = made ? text.Substring(Start.Length, IdLength) : null;
        return made;
    }

    /// <summary>Whether a text could be a key at all: long enough, not endless, not the all-zero value that stands in for "none" elsewhere.</summary>
    public static bool IsPlausible(string text) => text.Length is >= 32 and <= 512 && text.AsSpan().ContainsAnyExcept('0', '-');

    public static byte[] Hash(byte[] serverKey, string text) => HMACSHA256.HashData(serverKey, Encoding.UTF8.GetBytes(text));
}
