using System.Globalization;
using System.Text;

namespace Hub.Expressions.Domain;

/// <summary>
/// Names of people. Written form: capitals at the start of each part, particles <c>de du des d'</c> in lower case, articles after them capitalised
/// (Imprimerie nationale, Lexique des règles typographiques). Upper-case form: A to Z only, as files and INSEE's exchanges keep it.
/// </summary>
internal static class PersonName
{
    /// <summary><c>jean-FRANÇOIS  DE LA TOUR d’AUVERGNE</c> becomes <c>Jean-François de La Tour d'Auvergne</c>.</summary>
    public static string Normalize(string text)
    {
        var words = Tidy(text).ToLowerInvariant().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        for (var i = 0; i < words.Length; i++)
        {
            words[i] = words[i] is "de" or "du" or "des" ? words[i]
                : words[i].StartsWith("d'", StringComparison.Ordinal) ? "d'" + Capitalize(words[i][2..])
                : Capitalize(words[i]);
        }

        return string.Join(' ', words);
    }

    /// <summary><c>Lætitia d'Œuf-Noël</c> becomes <c>LAETITIA D'OEUF-NOEL</c>.</summary>
    public static string ToUpper(string text) => WithoutAccents(Tidy(text)).ToUpperInvariant();

    public static string WithoutAccents(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var c in WellFormed(text).Normalize(NormalizationForm.FormD))
        {
            switch (c)
            {
                case 'œ' or 'Œ':
                    plain.Append(c == 'œ' ? "oe" : "OE");
                    break;
                case 'æ' or 'Æ':
                    plain.Append(c == 'æ' ? "ae" : "AE");
                    break;
                case 'ß':
                    plain.Append("ss");
                    break;
                case 'ø' or 'Ø':
                    plain.Append(c == 'ø' ? 'o' : 'O');
                    break;
                case 'ł' or 'Ł':
                    plain.Append(c == 'ł' ? 'l' : 'L');
                    break;
                default:
                    if (CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark)
                    {
                        plain.Append(c);
                    }

                    break;
            }
        }

        return plain.ToString().Normalize(NormalizationForm.FormC);
    }

    private static string Tidy(string text)
    {
        var tidy = new StringBuilder(text.Length);
        foreach (var c in WellFormed(text).Normalize(NormalizationForm.FormC))
        {
            tidy.Append(c is '’' or '‘' or '`' or '´' ? '\'' : c is '‐' or '‑' or '–' ? '-' : char.IsWhiteSpace(c) ? ' ' : c);
        }

        return string.Join(' ', tidy.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries)).Replace(" -", "-", StringComparison.Ordinal).Replace("- ", "-", StringComparison.Ordinal).Replace("' ", "'", StringComparison.Ordinal);
    }

    private static string Capitalize(string word)
    {
        var text = new StringBuilder(word);
        for (var i = 0; i < text.Length; i++)
        {
            if (i == 0 || text[i - 1] is '-' or '\'')
            {
                text[i] = char.ToUpperInvariant(text[i]);
            }
        }

        return text.ToString();
    }

    // Normalization refuses halves of surrogate pairs.
    private static string WellFormed(string text) => JavaScript.Library.JsonText.WellFormed(text);
}
