using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Hub.Server.Canonical.Identity;

/// <summary>
/// Recognises the same person in two systems without showing who it is: a keyed hash of the pivot identity, the same for every
/// spelling that civil status holds for equal. Without the hub's secret nobody can test a guess against it.
/// </summary>
public sealed class IdentityKeys(ReadOnlyMemory<byte> secret)
{
    /// <param name="identity">A pivot identity (schema <c>identity.pivot</c>).</param>
    /// <returns>32 hexadecimal digits; different for every local authority.</returns>
    public string KeyOf(TenantId tenant, JsonElement identity)
    {
        var text = new StringBuilder(tenant.Value);
        Append(text, Text(identity, "familyName"));
        if (identity.TryGetProperty("givenNames", out var names) && names.ValueKind == JsonValueKind.Array)
        {
            foreach (var name in names.EnumerateArray())
            {
                Append(text, name.GetString());
            }
        }

        text.Append('\n').Append(BirthDate(identity));
        text.Append('\n').Append(Text(identity, "birthPlace"));
        text.Append('\n').Append(Text(identity, "birthCountry"));
        text.Append('\n').Append(Text(identity, "gender"));
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(secret.Span, Encoding.UTF8.GetBytes(text.ToString()), hash);
        return Convert.ToHexStringLower(hash[..16]);
    }

    // Civil status compares names without case, accents, hyphens or apostrophes.
    private static void Append(StringBuilder text, string? name)
    {
        text.Append('\n');
        foreach (var letter in (name ?? "").Normalize(NormalizationForm.FormD))
        {
            if (char.GetUnicodeCategory(letter) != UnicodeCategory.NonSpacingMark && char.IsLetterOrDigit(letter))
            {
                text.Append(char.ToUpperInvariant(letter));
            }
        }
    }

    private static string BirthDate(JsonElement identity) => identity.TryGetProperty("birthDate", out var date)
        ? date.ValueKind == JsonValueKind.Object ? Text(date, "value") ?? "" : date.GetString() ?? ""
        : "";

    private static string? Text(JsonElement parent, string member) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
