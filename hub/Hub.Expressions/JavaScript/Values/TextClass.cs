using System.Globalization;
using System.Text;

namespace Hub.Expressions.JavaScript.Values;

/// <summary>The standard's classes of characters.</summary>
internal static class TextClass
{
    /// <summary>White space and line ends (§12.2 and §12.3).</summary>
    public const string WhiteSpace = "\t\n\v\f\r \u00A0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200A\u2028\u2029\u202F\u205F\u3000\uFEFF";

    public static bool IsWhiteSpace(char c) => c < 128 ? c is ' ' or (>= '\t' and <= '\r') : WhiteSpace.Contains(c, StringComparison.Ordinal);

    public static bool IsLineEnd(char c) => c is '\n' or '\r' or '\u2028' or '\u2029';

    /// <summary>The code point at a place: a surrogate pair, or the one unit; 0 past the end.</summary>
    public static int PointAt(string text, int at) => at >= text.Length ? 0
        : char.IsHighSurrogate(text[at]) && at + 1 < text.Length && char.IsLowSurrogate(text[at + 1]) ? char.ConvertToUtf32(text[at], text[at + 1])
        : text[at];

    public static bool IsNameStart(int point) => point < 128
        ? (point | 32) is >= 'a' and <= 'z' || point is '$' or '_'
        : point != 0x2E2F && (point is 0x2118 or 0x212E or 0x309B or 0x309C or 0x1885 or 0x1886 || CategoryOf(point) is UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter
            or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter or UnicodeCategory.LetterNumber);

    public static bool IsNamePart(int point) => point < 128
        ? (point | 32) is >= 'a' and <= 'z' || point is '$' or '_' or (>= '0' and <= '9')
        : IsNameStart(point) || point is 0x200C or 0x200D or 0x30FB or 0xFF65 or 0xB7 or 0x387 or 0x19DA or (>= 0x1369 and <= 0x1371) || CategoryOf(point) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark
            or UnicodeCategory.DecimalDigitNumber or UnicodeCategory.ConnectorPunctuation;

    /// <summary>16, 8 or 2 for the letter after a leading zero; 0 for others.</summary>
    public static int RadixOf(char letter) => (letter | 32) switch
    {
        'x' => 16,
        'o' => 8,
        'b' => 2,
        _ => 0,
    };

    /// <summary>0 … 35, or -1.</summary>
    public static int DigitOf(char c) => c switch
    {
        >= '0' and <= '9' => c - '0',
        >= 'a' and <= 'z' => c - 'a' + 10,
        >= 'A' and <= 'Z' => c - 'A' + 10,
        _ => -1,
    };

    private static UnicodeCategory CategoryOf(int point) =>
        Rune.IsValid(point) ? Rune.GetUnicodeCategory(new Rune(point)) : UnicodeCategory.Surrogate;
}
