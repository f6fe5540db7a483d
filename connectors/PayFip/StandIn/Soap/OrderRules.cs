using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Hub.Connectors.PayFip.StandIn.Soap;

/// <summary>What <c>creerPaiementSecurise</c> accepts. One code per field: the codes other than P1 and P5 are the stand-in's own.</summary>
internal static partial class OrderRules
{
    private const long LeastCents = 100;
    private const long MostCents = 10_000_000;

    /// <summary>Reads and checks the fields.</summary>
    /// <exception cref="SoapFault">FonctionnelleErreur with the code of the first field that is wrong.</exception>
    public static PaymentOrder Read(XElement fields, IReadOnlyDictionary<string, string> clients)
    {
        var numcli = Client(fields, "numcli", clients);
        var exer = Matching(fields, "exer", Year(), "E1", "quatre chiffres");
        var refdet = Matching(fields, "refdet", Reference(), "R1", "1 à 30 lettres non accentuées ou chiffres");
        var objet = Matching(fields, "objet", Label(), "O1", "au plus 100 lettres non accentuées, chiffres ou espaces");
        var montant = Amount(Text(fields, "montant"));
        var mel = Matching(fields, "mel", Mail(), "A1", "une adresse de 6 à 80 caractères avec @");
        var saisie = Matching(fields, "saisie", Mode(), "S1", "T, X ou W");
        var urlnotif = Address(fields, "urlnotif", "U1");
        var urlredirect = Address(fields, "urlredirect", "U2");
        return new PaymentOrder(exer, mel, montant, numcli, objet, refdet, saisie, urlnotif, urlredirect);
    }

    /// <summary>Reads a client number.</summary>
    /// <exception cref="SoapFault">C1: not six digits; C2: not a client.</exception>
    public static string Client(XElement fields, string name, IReadOnlyDictionary<string, string> clients)
    {
        var numcli = Matching(fields, name, SixDigits(), "C1", "six chiffres");
        return clients.Count == 0 || clients.ContainsKey(numcli)
            ? numcli
            : throw SoapFault.Refused("C2", "Numéro client inconnu", $"Le champ {name} ne désigne aucun client.");
    }

    public static string Text(XElement fields, string name) => fields.Element(name)?.Value ?? "";

    private static string Matching(XElement fields, string name, Regex form, string code, string expected)
    {
        var text = Text(fields, name);
        return form.IsMatch(text)
            ? text
            : throw SoapFault.Refused(code, $"Champ {name} incorrect", $"Le champ {name} compte {text.Length} caractères ; attendu : {expected}.");
    }

    private static long Amount(string text)
    {
        if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var cents))
        {
            throw SoapFault.Refused("M1", "Champ montant incorrect", "Le champ montant doit être un nombre entier de centimes.");
        }

        return cents is >= LeastCents and <= MostCents
            ? cents
            : throw SoapFault.Refused("M2", "Montant hors limites", $"Le champ montant doit être compris entre {LeastCents} et {MostCents} centimes.");
    }

    private static string Address(XElement fields, string name, string code)
    {
        var text = Text(fields, name);
        var accepted = Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https";
        return accepted ? text : throw SoapFault.Refused(code, $"Champ {name} incorrect", $"Le champ {name} doit être une adresse http ou https complète.");
    }

    [GeneratedRegex(@"^[0-9]{6}\z", RegexOptions.None, 200)]
    private static partial Regex SixDigits();

    [GeneratedRegex(@"^[0-9]{4}\z", RegexOptions.None, 200)]
    private static partial Regex Year();

    [GeneratedRegex(@"^[A-Za-z0-9]{1,30}\z", RegexOptions.None, 200)]
    private static partial Regex Reference();

    [GeneratedRegex(@"^[A-Za-z0-9 ]{0,100}\z", RegexOptions.None, 200)]
    private static partial Regex Label();

    [GeneratedRegex(@"^(?=.{6,80}\z)[^@\s]+@[^@\s]+\z", RegexOptions.None, 200)]
    private static partial Regex Mail();

    [GeneratedRegex(@"^[TXW]\z", RegexOptions.None, 200)]
    private static partial Regex Mode();
}
