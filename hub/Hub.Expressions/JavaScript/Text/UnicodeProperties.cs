using System.Collections.Concurrent;
using System.Globalization;

namespace Hub.Expressions.JavaScript.Text;

/// <summary>The <c>\p{…}</c> properties offered: general categories, <c>Any</c> and <c>ASCII</c>.</summary>
internal static class UnicodeProperties
{
    private static readonly string[] Short =
        ["Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Me", "Nd", "Nl", "No", "Zs", "Zl", "Zp", "Cc", "Cf", "Cs", "Co", "Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po", "Sm", "Sc", "Sk", "So", "Cn"];

    private static readonly Dictionary<string, string> Long = new()
    {
        ["Letter"] = "L", ["Uppercase_Letter"] = "Lu", ["Lowercase_Letter"] = "Ll", ["Titlecase_Letter"] = "Lt", ["Modifier_Letter"] = "Lm", ["Other_Letter"] = "Lo",
        ["Mark"] = "M", ["Nonspacing_Mark"] = "Mn", ["Spacing_Mark"] = "Mc", ["Enclosing_Mark"] = "Me", ["Number"] = "N", ["Decimal_Number"] = "Nd", ["Letter_Number"] = "Nl", ["Other_Number"] = "No",
        ["Punctuation"] = "P", ["Symbol"] = "S", ["Math_Symbol"] = "Sm", ["Currency_Symbol"] = "Sc", ["Modifier_Symbol"] = "Sk", ["Other_Symbol"] = "So", ["Separator"] = "Z", ["Space_Separator"] = "Zs",
        ["Other"] = "C", ["Control"] = "Cc", ["Format"] = "Cf", ["Unassigned"] = "Cn", ["Dash_Punctuation"] = "Pd", ["Connector_Punctuation"] = "Pc", ["Open_Punctuation"] = "Ps", ["Close_Punctuation"] = "Pe",
    };

    private static readonly ConcurrentDictionary<string, CodePointRanges> Known = new();

    /// <summary>The set of a property, or null when it is not offered.</summary>
    public static CodePointRanges? Find(string name)
    {
        var equals = name.IndexOf('=', StringComparison.Ordinal);
        if (equals >= 0)
        {
            if (name[..equals] is not ("General_Category" or "gc"))
            {
                return null;
            }

            name = name[(equals + 1)..];
        }

        name = Long.GetValueOrDefault(name, name);
        return name switch
        {
            "Any" => CodePointRanges.Of((0, 0x10FFFF)),
            "ASCII" => CodePointRanges.Of((0, 0x7F)),
            _ when name.Length is 1 or 2 && Array.Exists(Short, known => known.StartsWith(name, StringComparison.Ordinal)) => Known.GetOrAdd(name, Collect),
            _ => null,
        };
    }

    private static CodePointRanges Collect(string category)
    {
        var set = new CodePointRanges();
        var start = -1;
        for (var point = 0; point <= 0x110000; point++)
        {
            var isIn = point <= 0x10FFFF && Short[(int)CharUnicodeInfo.GetUnicodeCategory(point)].StartsWith(category, StringComparison.Ordinal);
            if (isIn && start < 0)
            {
                start = point;
            }
            else if (!isIn && start >= 0)
            {
                set.Add(start, point - 1);
                start = -1;
            }
        }

        return set;
    }
}
