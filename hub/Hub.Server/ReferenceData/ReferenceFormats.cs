using System.Text;
using Hub.Expressions.Domain;
using Hub.JsonSchema;

namespace Hub.Server.ReferenceData;

/// <summary>
/// The formats of French administration that the hub asserts beside those of JSON Schema. Unlike the functions of expressions they take
/// no spaces or points: what travels between systems is written in one way, telephone numbers excepted.
/// </summary>
/// <remarks>
/// <c>cog-commune</c> needs the table of communes. Without it only the shape is asked: a real code is never refused, a wrong one of the
/// right shape passes, and the hub says so at each start (<see cref="CommuneTableNotice"/>).
/// </remarks>
internal static class ReferenceFormats
{
    /// <summary>The name of the format that needs the table of communes.</summary>
    public const string CommuneFormat = "cog-commune";

    private static readonly Format[] All =
    [
        new("siren", 9, CompanyNumbers.IsWrittenSiren,
            "un SIREN : neuf chiffres sans espace, dont le dernier est une clé (INSEE)",
            "a SIREN: nine digits without spaces, the last of them a key (INSEE)"),
        new("siret", 14, CompanyNumbers.IsWrittenSiret,
            "un SIRET : quatorze chiffres sans espace, le SIREN puis l'établissement, avec leurs clés (INSEE)",
            "a SIRET: fourteen digits without spaces, the SIREN then the establishment, with their keys (INSEE)"),
        new("nir", 15, SocialSecurityNumber.IsWritten,
            "un numéro de sécurité sociale (NIR) : quinze caractères sans espace, clé comprise, 2A ou 2B pour la Corse",
            "a social security number (NIR): fifteen characters without spaces, key included, 2A or 2B for Corsica"),
        new("iban", null, BankAccount.IsWrittenIban,
            "un IBAN sans espace, en majuscules : pays, clé, compte ; 27 caractères pour la France (ISO 13616)",
            "an IBAN without spaces, in capitals: country, key, account; 27 characters for France (ISO 13616)"),
        new("fr-postcode", 5, Postcode.HasShape,
            "un code postal français : cinq chiffres, le département d'abord",
            "a French postcode: five digits, the department first"),
        new("fr-phone", null, static text => text.Length <= 30 && Phone.IsFrench(text.ToString()),
            "un numéro de téléphone français, outre-mer compris : dix chiffres, ou +33 puis neuf",
            "a French telephone number, overseas included: ten digits, or +33 then nine"),
    ];

    /// <summary>The names of the formats, for those who check schemas.</summary>
    public static IReadOnlyCollection<string> Names { get; } = [.. All.Select(format => format.Name), CommuneFormat];

    /// <summary>How the hub compiles every schema: formats asserted, these among them, with the table beside the program.</summary>
    public static SchemaOptions Options { get; } = With(static () => CommuneTable.Beside);

    /// <summary>The same options with another table of communes, or none.</summary>
    /// <param name="communes">Asked when a code is checked for the first time: a hub that checks none does not read the table.</param>
    public static SchemaOptions With(Func<CommuneTable?> communes)
    {
        var checks = All.ToDictionary(format => format.Name, format => format.Asserted);
        var sentences = All.ToDictionary(format => format.Name, format => format.Sentence);
        checks[CommuneFormat] = text => communes() is { } table ? table.Knows(text) : HasCommuneShape(text);
        sentences[CommuneFormat] = text => ExplainCommune(text, communes());
        return new SchemaOptions { AssertFormats = true, Formats = checks, FormatExplanations = sentences };
    }

    private static BilingualText ExplainCommune(ReadOnlySpan<byte> text, CommuneTable? table)
    {
        if (table is null || !HasCommuneShape(text))
        {
            var length = Encoding.UTF8.GetCharCount(text);
            return new BilingualText(
                $"Le texte doit être un code commune de l'INSEE : cinq caractères, 2A ou 2B pour la Corse ; celui-ci ({length} caractère(s)) n'en a pas la forme. Cherchez le code de la commune, et non son code postal.",
                $"The text must be an INSEE commune code: five characters, 2A or 2B for Corsica; this one ({length} character(s)) has not that shape. Look up the code of the commune, not its postcode.");
        }

        return new BilingualText(
            $"Le texte doit être le code INSEE d'une commune qui existe ou a existé depuis 1943 ; celui-ci en a la forme mais n'est pas au Code officiel géographique du {table.Edition:dd/MM/yyyy}. Vérifiez que ce n'est pas un code postal.",
            $"The text must be the INSEE code of a commune that exists or has existed since 1943; this one has the shape but is not in the Code officiel géographique of {table.Edition:yyyy-MM-dd}. Check that it is not a postcode.");
    }

    private static bool HasCommuneShape(ReadOnlySpan<byte> text) =>
        text.Length == 5 && char.IsAsciiDigit((char)text[0])
        && (char.IsAsciiDigit((char)text[1]) || (text[0] == '2' && text[1] is (byte)'A' or (byte)'B'))
        && !text[2..].ContainsAnyExceptInRange((byte)'0', (byte)'9');

    /// <param name="Length">The only length that is right, or null where there are several.</param>
    private sealed record Format(string Name, int? Length, Func<ReadOnlySpan<char>, bool> Check, string French, string English)
    {
        // No such number is longer: a long text is not even decoded.
        private const int Longest = 64;

        public FormatCheck Asserted => text =>
        {
            if (text.Length > Longest)
            {
                return false;
            }

            Span<char> characters = stackalloc char[Longest];
            return Check(characters[..Encoding.UTF8.GetChars(text, characters)]);
        };

        public FormatExplanation Sentence => text =>
        {
            var length = Encoding.UTF8.GetCharCount(text);
            var (came, cameEnglish) = Length == length
                ? ("celui-ci en a la longueur, mais pas la clé ou la forme. Recopiez-le depuis un document officiel.", "this one has the length, but not the key or the shape. Copy it again from an official document.")
                : ($"celui-ci compte {length} caractère(s) et ne convient pas. Corrigez-le.", $"this one has {length} character(s) and does not fit. Correct it.");
            return new BilingualText($"Le texte doit être {French} ; {came}", $"The text must be {English}; {cameEnglish}");
        };
    }
}
