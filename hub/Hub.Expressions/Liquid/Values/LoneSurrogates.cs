using System.Globalization;
using System.Text;

namespace Hub.Expressions.Liquid.Values;

/// <summary>Halves of surrogate pairs in the escapes of a JSON string.</summary>
internal static class LoneSurrogates
{
    /// <summary>The same JSON string with each lone half replaced by U+FFFD.</summary>
    public static string Replace(string json)
    {
        var mended = new StringBuilder(json.Length);
        for (var i = 0; i < json.Length;)
        {
            var length = json[i] != '\\' ? 1 : json[i + 1] != 'u' ? 2 : 6;
            if (length == 6 && UnitAt(json, i) is var unit && char.IsSurrogate(unit))
            {
                if (char.IsHighSurrogate(unit) && i + 12 <= json.Length && json[i + 6] == '\\' && json[i + 7] == 'u' && char.IsLowSurrogate(UnitAt(json, i + 6)))
                {
                    length = 12;
                }
                else
                {
                    mended.Append('\uFFFD');
                    i += 6;
                    continue;
                }
            }

            mended.Append(json, i, length);
            i += length;
        }

        return mended.ToString();
    }

    private static char UnitAt(string json, int escape) => (char)int.Parse(json.AsSpan(escape + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
