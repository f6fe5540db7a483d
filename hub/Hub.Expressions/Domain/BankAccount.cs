using System.Buffers;

namespace Hub.Expressions.Domain;

/// <summary>IBAN (ISO 13616): country, two check digits by mod 97 (ISO/IEC 7064), and as many characters as the country's registry entry says.</summary>
public static class BankAccount
{
    private static readonly SearchValues<char> Written = SearchValues.Create("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ");

    private static readonly Dictionary<string, int> Lengths = Parse(
        "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 EG29 ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 "
        + "LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30");

    /// <summary>Whether the text is an IBAN; spaces do not matter.</summary>
    public static bool IsIban(string text) =>
        Digits.Compact(text) is { } iban && IsWrittenIban(iban);

    /// <summary>As <see cref="IsIban"/> for what is digits and capitals and nothing else; allocates nothing.</summary>
    public static bool IsWrittenIban(ReadOnlySpan<char> text) =>
        text.Length >= 15
        && Lengths.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(text[..2], out var length) && text.Length == length
        && char.IsAsciiDigit(text[2]) && char.IsAsciiDigit(text[3])
        && !text.ContainsAnyExcept(Written)
        && RestBy97(text[..4], RestBy97(text[4..], 0)) == 1;

    /// <summary>In groups of four, as printed; null when it is no IBAN.</summary>
    public static string? Format(string text) =>
        IsIban(text) && Digits.Compact(text) is { } iban ? string.Join(' ', iban.Chunk(4).Select(static group => new string(group))) : null;

    private static int RestBy97(ReadOnlySpan<char> text, int rest)
    {
        foreach (var c in text)
        {
            rest = char.IsAsciiDigit(c) ? ((rest * 10) + c - '0') % 97 : ((rest * 100) + c - 'A' + 10) % 97;
        }

        return rest;
    }

    private static Dictionary<string, int> Parse(string lengths) =>
        lengths.Split(' ').ToDictionary(static entry => entry[..2], static entry => int.Parse(entry.AsSpan(2), System.Globalization.CultureInfo.InvariantCulture), StringComparer.Ordinal);
}
