using System.Text;

namespace Hub.Expressions.Domain;

/// <summary>One line of a postal address by AFNOR NF Z10-011: capitals without accents, digits, no punctuation, 38 characters at most.</summary>
internal static class AddressLine
{
    public const int MaxLength = 38;

    private static readonly Dictionary<string, string> Abbreviations = new()
    {
        ["ALLEE"] = "ALL", ["ALLEES"] = "ALL", ["AVENUE"] = "AV", ["BATIMENT"] = "BAT", ["BOULEVARD"] = "BD", ["CENTRE"] = "CTRE", ["CHEMIN"] = "CHE", ["COMMANDANT"] = "CDT", ["CAPITAINE"] = "CNE",
        ["COLONEL"] = "COL", ["DOCTEUR"] = "DR", ["ESCALIER"] = "ESC", ["ETAGE"] = "ETG", ["FAUBOURG"] = "FG", ["GENERAL"] = "GAL", ["IMMEUBLE"] = "IMM", ["IMPASSE"] = "IMP", ["LIEUTENANT"] = "LT",
        ["LOTISSEMENT"] = "LOT", ["MARECHAL"] = "MAL", ["MONSEIGNEUR"] = "MGR", ["PASSAGE"] = "PAS", ["PLACE"] = "PL", ["PRESIDENT"] = "PDT", ["PROFESSEUR"] = "PR", ["QUARTIER"] = "QUA", ["RESIDENCE"] = "RES",
        ["ROUTE"] = "RTE", ["SAINT"] = "ST", ["SAINTE"] = "STE", ["SQUARE"] = "SQ", ["APPARTEMENT"] = "APT", ["ENTREE"] = "ENT",
    };

    /// <summary>The line as the norm writes it, words abbreviated from the left as long as it is too long; null when it cannot be made to fit.</summary>
    public static string? Format(string text)
    {
        if (text.Length > 1000)
        {
            return null;
        }

        var plain = new StringBuilder(text.Length);
        foreach (var c in PersonName.WithoutAccents(text).ToUpperInvariant())
        {
            plain.Append(char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c) ? c : ' ');
        }

        var words = plain.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        for (var i = 0; i < words.Length && LengthOf(words) > MaxLength; i++)
        {
            words[i] = Abbreviations.GetValueOrDefault(words[i], words[i]);
        }

        return words.Length == 0 || LengthOf(words) > MaxLength ? null : string.Join(' ', words);
    }

    private static int LengthOf(string[] words) => words.Sum(static word => word.Length + 1) - 1;
}
