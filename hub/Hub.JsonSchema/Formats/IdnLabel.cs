using System.Globalization;
using System.Text;

namespace Hub.JsonSchema.Formats;

/// <summary>
/// Whether a label may stand in an internationalised domain name (RFC 5891, section 4.2, with the tables of RFC 5892 derived from Unicode's
/// categories).
/// </summary>
internal static class IdnLabel
{
    // RFC 5892, section 2.6: exceptions to what the categories say.
    private static readonly HashSet<int> AlwaysValid = [0xDF, 0x3C2, 0x6FD, 0x6FE, 0xF0B, 0x3007];
    private static readonly HashSet<int> NeverValid = [0x640, 0x7FA, 0x302E, 0x302F, 0x3031, 0x3032, 0x3033, 0x3034, 0x3035, 0x303B];

    // Unicode's canonical combining class 9, which .NET has no table of.
    private static readonly HashSet<int> Viramas =
    [
        0x94D, 0x9CD, 0xA4D, 0xACD, 0xB4D, 0xBCD, 0xC4D, 0xCCD, 0xD3B, 0xD3C, 0xD4D, 0xDCA, 0xE3A, 0xEBA, 0xF84, 0x1039, 0x103A, 0x1714, 0x1715, 0x1734, 0x17D2,
        0x1A60, 0x1B44, 0x1BAA, 0x1BAB, 0x1BF2, 0x1BF3, 0x2D7F, 0xA806, 0xA82C, 0xA8C4, 0xA953, 0xA9C0, 0xAAF6, 0xABED, 0x10A3F, 0x11046, 0x1107F, 0x110B9, 0x11133,
        0x11134, 0x111C0, 0x11235, 0x112EA, 0x1134D, 0x11442, 0x114C2, 0x115BF, 0x1163F, 0x116B6, 0x1172B, 0x11839, 0x1193D, 0x1193E, 0x119E0, 0x11A34, 0x11A47,
        0x11A99, 0x11C3F, 0x11D44, 0x11D45, 0x11D97, 0x11F41, 0x11F42,
    ];

    public static bool IsValid(string label)
    {
        var codes = label.EnumerateRunes().Select(rune => rune.Value).ToArray();
        if (codes.Length == 0 || codes[0] == '-' || codes[^1] == '-' || (codes.Length > 3 && codes[2] == '-' && codes[3] == '-'))
        {
            return false;
        }

        if (IsMark(codes[0]) || !label.IsNormalized(NormalizationForm.FormC))
        {
            return false;
        }

        return Enumerable.Range(0, codes.Length).All(at => Context(codes, at) ?? IsLetterOrDigit(codes[at]));
    }

    /// <summary>The rule of a character that depends on its neighbours (RFC 5892, appendix A); null for the others.</summary>
    private static bool? Context(int[] codes, int at)
    {
        var before = at > 0 ? codes[at - 1] : -1;
        var after = at + 1 < codes.Length ? codes[at + 1] : -1;
        return codes[at] switch
        {
            0x200C => Viramas.Contains(before) || JoinsAround(codes, at),
            0x200D => Viramas.Contains(before),
            0xB7 => before == 'l' && after == 'l',
            0x375 => after is (>= 0x370 and <= 0x3FF) or (>= 0x1F00 and <= 0x1FFF),
            0x5F3 or 0x5F4 => before is (>= 0x591 and <= 0x5F4) or (>= 0xFB1D and <= 0xFB4F),
            0x30FB => codes.Any(IsJapanese),
            >= 0x660 and <= 0x669 => !codes.Any(code => code is >= 0x6F0 and <= 0x6F9),
            >= 0x6F0 and <= 0x6F9 => !codes.Any(code => code is >= 0x660 and <= 0x669),
            _ => null,
        };
    }

    private static bool IsJapanese(int code) =>
        code is (>= 0x3041 and <= 0x3096) or (>= 0x309D and <= 0x309F) or (>= 0x30A1 and <= 0x30FA) or (>= 0x30FD and <= 0x30FF) or (>= 0x31F0 and <= 0x31FF)
            or 0x3005 or 0x3007 or (>= 0x3400 and <= 0x4DBF) or (>= 0x4E00 and <= 0x9FFF) or (>= 0xF900 and <= 0xFAD9) or (>= 0x20000 and <= 0x323AF);

    /// <summary>RFC 5892, appendix A.1: between two letters that would join; of the scripts that join, Arabic is the one written in names.</summary>
    private static bool JoinsAround(int[] codes, int at)
    {
        var left = at - 1;
        while (left >= 0 && IsMark(codes[left]))
        {
            left--;
        }

        var right = at + 1;
        while (right < codes.Length && IsMark(codes[right]))
        {
            right++;
        }

        return left >= 0 && right < codes.Length && JoinsBothSides(codes[left]) && (JoinsBothSides(codes[right]) || JoinsRight(codes[right]));
    }

    private static bool JoinsBothSides(int code) =>
        code is 0x620 or 0x626 or 0x628 or (>= 0x62A and <= 0x62E) or (>= 0x633 and <= 0x63F) or (>= 0x641 and <= 0x647) or 0x649 or 0x64A or 0x66E or 0x66F
            or (>= 0x678 and <= 0x687) or (>= 0x69A and <= 0x6BF) or 0x6C1 or 0x6C2 or 0x6CC or 0x6CE or 0x6D0 or 0x6D1 or (>= 0x6FA and <= 0x6FC) or 0x6FF;

    private static bool JoinsRight(int code) =>
        code is (>= 0x622 and <= 0x625) or 0x627 or 0x629 or (>= 0x62F and <= 0x632) or 0x648 or (>= 0x671 and <= 0x673) or (>= 0x675 and <= 0x677)
            or (>= 0x688 and <= 0x699) or 0x6C0 or (>= 0x6C3 and <= 0x6CB) or 0x6CD or 0x6CF or 0x6D2 or 0x6D3 or 0x6D5 or 0x6EE or 0x6EF;

    private static bool IsMark(int code) =>
        CharUnicodeInfo.GetUnicodeCategory(code) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark;

    private static bool IsLetterOrDigit(int code)
    {
        if (AlwaysValid.Contains(code) || code == '-')
        {
            return true;
        }

        if (NeverValid.Contains(code) || code is (>= 0x1100 and <= 0x11FF) or (>= 0xA960 and <= 0xA97F) or (>= 0xD7B0 and <= 0xD7FF))
        {
            return false;
        }

        var listed = CharUnicodeInfo.GetUnicodeCategory(code) is UnicodeCategory.LowercaseLetter or UnicodeCategory.OtherLetter or UnicodeCategory.ModifierLetter
            or UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.DecimalDigitNumber;

        // Section 2.2: what folding would change is another character's look-alike.
        return listed && (code < 128 || new Rune(code).ToString().IsNormalized(NormalizationForm.FormKC));
    }
}
