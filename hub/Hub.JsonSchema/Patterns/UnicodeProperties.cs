using System.Collections.Concurrent;
using System.Globalization;
using static System.Globalization.UnicodeCategory;

namespace Hub.JsonSchema.Patterns;

/// <summary>
/// The sets that <c>\p{…}</c> names: general categories by short and long name, and the binary properties that follow from them. Scripts
/// are not among them: .NET has no table of scripts.
/// </summary>
internal static class UnicodeProperties
{
    private static readonly (string Short, string Long, UnicodeCategory[] Categories)[] Names =
    [
        ("Lu", "Uppercase_Letter", [UppercaseLetter]),
        ("Ll", "Lowercase_Letter", [LowercaseLetter]),
        ("Lt", "Titlecase_Letter", [TitlecaseLetter]),
        ("LC", "Cased_Letter", [UppercaseLetter, LowercaseLetter, TitlecaseLetter]),
        ("Lm", "Modifier_Letter", [ModifierLetter]),
        ("Lo", "Other_Letter", [OtherLetter]),
        ("L", "Letter", [UppercaseLetter, LowercaseLetter, TitlecaseLetter, ModifierLetter, OtherLetter]),
        ("Mn", "Nonspacing_Mark", [NonSpacingMark]),
        ("Mc", "Spacing_Mark", [SpacingCombiningMark]),
        ("Me", "Enclosing_Mark", [EnclosingMark]),
        ("M", "Mark", [NonSpacingMark, SpacingCombiningMark, EnclosingMark]),
        ("Combining_Mark", "Combining_Mark", [NonSpacingMark, SpacingCombiningMark, EnclosingMark]),
        ("Nd", "Decimal_Number", [DecimalDigitNumber]),
        ("digit", "digit", [DecimalDigitNumber]),
        ("Nl", "Letter_Number", [LetterNumber]),
        ("No", "Other_Number", [OtherNumber]),
        ("N", "Number", [DecimalDigitNumber, LetterNumber, OtherNumber]),
        ("Pc", "Connector_Punctuation", [ConnectorPunctuation]),
        ("Pd", "Dash_Punctuation", [DashPunctuation]),
        ("Ps", "Open_Punctuation", [OpenPunctuation]),
        ("Pe", "Close_Punctuation", [ClosePunctuation]),
        ("Pi", "Initial_Punctuation", [InitialQuotePunctuation]),
        ("Pf", "Final_Punctuation", [FinalQuotePunctuation]),
        ("Po", "Other_Punctuation", [OtherPunctuation]),
        ("P", "Punctuation", [ConnectorPunctuation, DashPunctuation, OpenPunctuation, ClosePunctuation, InitialQuotePunctuation, FinalQuotePunctuation, OtherPunctuation]),
        ("punct", "punct", [ConnectorPunctuation, DashPunctuation, OpenPunctuation, ClosePunctuation, InitialQuotePunctuation, FinalQuotePunctuation, OtherPunctuation]),
        ("Sm", "Math_Symbol", [MathSymbol]),
        ("Sc", "Currency_Symbol", [CurrencySymbol]),
        ("Sk", "Modifier_Symbol", [ModifierSymbol]),
        ("So", "Other_Symbol", [OtherSymbol]),
        ("S", "Symbol", [MathSymbol, CurrencySymbol, ModifierSymbol, OtherSymbol]),
        ("Zs", "Space_Separator", [SpaceSeparator]),
        ("Zl", "Line_Separator", [LineSeparator]),
        ("Zp", "Paragraph_Separator", [ParagraphSeparator]),
        ("Z", "Separator", [SpaceSeparator, LineSeparator, ParagraphSeparator]),
        ("Cc", "Control", [Control]),
        ("cntrl", "cntrl", [Control]),
        ("Cf", "Format", [Format]),
        ("Cs", "Surrogate", [Surrogate]),
        ("Co", "Private_Use", [PrivateUse]),
        ("Cn", "Unassigned", [OtherNotAssigned]),
        ("C", "Other", [Control, Format, Surrogate, PrivateUse, OtherNotAssigned]),
    ];

    // A set takes a pass over all of Unicode to build, and the same few are asked for again.
    private static readonly ConcurrentDictionary<string, CodePointSet> Built = new();

    /// <summary>The set of that name; null when it is unknown.</summary>
    public static CodePointSet? Find(string name)
    {
        var value = name;
        foreach (var prefix in new[] { "General_Category=", "gc=" })
        {
            value = name.StartsWith(prefix, StringComparison.Ordinal) ? name[prefix.Length..] : value;
        }

        return Array.Find(Names, entry => entry.Short == value || entry.Long == value) switch
        {
            { Categories: { } categories } => Built.GetOrAdd(value, _ => CodePointSet.OfCategories(categories.Contains)),
            _ => value switch
            {
                "Any" => CodePointSet.Of((0, 0x10FFFF)),
                "Assigned" => Built.GetOrAdd(value, _ => CodePointSet.OfCategories(category => category != OtherNotAssigned)),
                "ASCII" => CodePointSet.Of((0, 0x7F)),
                "ASCII_Hex_Digit" or "AHex" => CodePointSet.Of(('0', '9'), ('A', 'F'), ('a', 'f')),
                "White_Space" or "space" => CodePointSet.Of((9, 13), (32, 32), (0x85, 0x85), (0xA0, 0xA0), (0x1680, 0x1680), (0x2000, 0x200A), (0x2028, 0x2029), (0x202F, 0x202F), (0x205F, 0x205F), (0x3000, 0x3000)),
                "Alphabetic" or "Alpha" => Built.GetOrAdd(value, _ => CodePointSet.OfCategories(category => category <= OtherLetter || category == LetterNumber)),
                "Uppercase" or "Upper" => Find("Lu"),
                "Lowercase" or "Lower" => Find("Ll"),
                _ => null,
            },
        };
    }
}
