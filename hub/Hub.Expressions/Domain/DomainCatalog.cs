namespace Hub.Expressions.Domain;

/// <summary>All helpers. To add one: an entry here; both languages, completion and type declarations follow.</summary>
internal static class DomainCatalog
{
    public static IReadOnlyList<DomainFunction> All { get; } =
    [
        new("isSiren", "text: string", "boolean", 1, static call => CompanyNumbers.IsSiren(call.Text(0)),
            "Whether the text is a SIREN: nine digits with a valid Luhn key (INSEE).", "Vrai si le texte est un SIREN : neuf chiffres dont la clé de Luhn est juste (INSEE)."),
        new("isSiret", "text: string", "boolean", 1, static call => CompanyNumbers.IsSiret(call.Text(0)),
            "Whether the text is a SIRET: fourteen digits, Luhn keys of the SIREN and of the whole; La Poste (356000000) by the sum of its digits.", "Vrai si le texte est un SIRET : quatorze chiffres, clés de Luhn du SIREN et du tout ; La Poste (356000000) par la somme des chiffres."),
        new("isNir", "text: string", "boolean", 1, static call => SocialSecurityNumber.IsValid(call.Text(0)),
            "Whether the text is a social security number (NIR) of fifteen characters with its key, Corsica included.", "Vrai si le texte est un numéro de sécurité sociale (NIR) de quinze caractères avec sa clé, Corse comprise."),
        new("nirKey", "text: string", "string | null", 1, static call => SocialSecurityNumber.KeyOf(call.Text(0)),
            "The two-digit key of the first thirteen characters of a NIR; null when they have not its shape.", "La clé à deux chiffres des treize premiers caractères d'un NIR ; null s'ils n'en ont pas la forme."),
        new("isIban", "text: string", "boolean", 1, static call => BankAccount.IsIban(call.Text(0)),
            "Whether the text is an IBAN: length of its country and check digits (ISO 13616).", "Vrai si le texte est un IBAN : longueur du pays et clé de contrôle (ISO 13616)."),
        new("formatIban", "text: string", "string | null", 1, static call => BankAccount.Format(call.Text(0)),
            "The IBAN in groups of four; null when it is none.", "L'IBAN par groupes de quatre ; null si ce n'en est pas un."),
        new("isCommuneCode", "text: string", "boolean", 1, static call => CommuneCode.HasShape(call.Text(0)),
            "Whether the text has the shape of a commune's INSEE code; not whether the commune exists.", "Vrai si le texte a la forme d'un code commune INSEE ; n'affirme pas que la commune existe."),
        new("commune", "code: string", "FrenchCommune | null", 1, static call => CommuneCalls.Find(CommuneTable.Beside, call.Text(0)),
            "The commune of an INSEE code as it is now, or was last: name, department, postcodes, and for one that is no more its last day and its successor; null for a code that never was.", "La commune d'un code INSEE telle qu'elle est, ou fut en dernier : nom, département, codes postaux et, si elle n'est plus, sa fin et son successeur ; null si le code n'a jamais existé."),
        new("communeAt", "code: string, date: string | Date", "FrenchCommune | null", 2, static call => CommuneCalls.FindAt(CommuneTable.Beside, call.Text(0), call.Day(1)),
            "The commune that had an INSEE code on a day, under the name of the time; null when none had. Movements are known since 1943, by the year since 2019.", "La commune qui avait un code INSEE à une date, sous son nom d'alors ; null si aucune ne l'avait. Les mouvements sont connus depuis 1943, à l'année près depuis 2019."),
        new("isPostcodeOf", "postcode: string, code: string", "boolean", 2, static call => CommuneCalls.IsPostcodeOf(CommuneTable.Beside, call.Text(0), call.Text(1)),
            "Whether a postcode is one of the commune's, or of the one that followed it; CEDEX postcodes are not known.", "Vrai si le code postal est l'un de ceux de la commune, ou de celle qui lui a succédé ; les CEDEX ne sont pas connus."),
        new("isPostcode", "text: string", "boolean", 1, static call => Postcode.HasShape(call.Text(0).AsSpan().Trim()),
            "Whether the text has the shape of a French postcode; not whether it is in use.", "Vrai si le texte a la forme d'un code postal français ; n'affirme pas qu'il est en usage."),
        new("isPhone", "text: string", "boolean", 1, static call => Phone.IsFrench(call.Text(0)),
            "Whether the text is a telephone number of the French plan, overseas included.", "Vrai si le texte est un numéro de téléphone du plan français, outre-mer compris."),
        new("publicHolidays", "year: number, options?: FrenchCalendarOptions", "string[]", 1, static call => FrenchCalendar.Holidays(call.Year(0), call.Calendar.AlsaceMoselle).ToArray(),
            "The public holidays of a year, in order (code du travail, L. 3133-1; Alsace-Moselle: L. 3134-13).", "Les jours fériés d'une année, dans l'ordre (code du travail, L. 3133-1 ; Alsace-Moselle : L. 3134-13).") { TakesCalendar = true },
        new("easter", "year: number", "string", 1, static call => FrenchCalendar.Easter(call.Year(0)),
            "Easter Sunday of a year.", "Le dimanche de Pâques d'une année."),
        new("isPublicHoliday", "date: string | Date, options?: FrenchCalendarOptions", "boolean", 1, static call => FrenchCalendar.IsHoliday(call.Day(0), call.Calendar.AlsaceMoselle),
            "Whether the day is a public holiday.", "Vrai si le jour est férié.") { TakesCalendar = true },
        new("isWorkingDay", "date: string | Date, options?: FrenchCalendarOptions", "boolean", 1, static call => FrenchCalendar.IsWorkingDay(call.Day(0), call.Calendar),
            "Whether the day is worked: Monday to Friday (jours ouvrés), to Saturday with the option ouvrables, holidays never.", "Vrai si le jour est ouvré : du lundi au vendredi, jusqu'au samedi avec l'option ouvrables, jamais un jour férié.") { TakesCalendar = true },
        new("addWorkingDays", "date: string | Date, days: number, options?: FrenchCalendarOptions", "string", 2, AddWorkingDays,
            "The working day so many working days after the date, or before it when negative; with 0, the date itself or the next working day.", "Le jour ouvré situé tant de jours ouvrés après la date, ou avant si le nombre est négatif ; avec 0, la date elle-même ou le jour ouvré suivant.") { TakesCalendar = true },
        new("countWorkingDays", "from: string | Date, to: string | Date, options?: FrenchCalendarOptions", "number", 2, CountWorkingDays,
            "The working days after the first date, up to and including the second.", "Le nombre de jours ouvrés après la première date, jusqu'à la seconde comprise.") { TakesCalendar = true },
        new("parseAmount", "text: string", "number | null", 1, static call => Amount.Parse(call.Text(0)),
            "The cents of an amount in euros written in French or plainly; null when it is none or has more than two decimals.", "Les centimes d'un montant en euros écrit à la française ou simplement ; null si ce n'en est pas un ou s'il a plus de deux décimales."),
        new("formatAmount", "cents: number", "string", 1, static call => Amount.Format(call.Whole(0)),
            "Cents as an amount in euros: 1 234,56 €.", "Des centimes en montant en euros : 1 234,56 €."),
        new("normalizeName", "text: string", "string", 1, static call => PersonName.Normalize(call.Text(0)),
            "A person's name with its capitals, particles (de, du, des, d') in lower case (Imprimerie nationale).", "Le nom d'une personne avec ses capitales, particules (de, du, des, d') en minuscules (Imprimerie nationale)."),
        new("upperName", "text: string", "string", 1, static call => PersonName.ToUpper(call.Text(0)),
            "A person's name in capitals without accents, œ and æ as two letters.", "Le nom d'une personne en capitales sans accents, œ et æ en deux lettres."),
        new("phoneToE164", "text: string", "string | null", 1, static call => Phone.ToE164(call.Text(0)),
            "A telephone number in international form (ITU-T E.164), French and overseas prefixes known; null when it is none.", "Un numéro de téléphone au format international (UIT-T E.164), préfixes de France et d'outre-mer connus ; null si ce n'en est pas un."),
        new("addressLine", "text: string", "string | null", 1, static call => AddressLine.Format(call.Text(0)),
            "An address line by AFNOR NF Z10-011: capitals, no accents, no punctuation, 38 characters; null when it cannot fit.", "Une ligne d'adresse selon AFNOR NF Z10-011 : capitales, sans accents ni ponctuation, 38 caractères ; null si elle ne peut tenir."),
    ];

    private static object AddWorkingDays(DomainCall call)
    {
        var days = call.Whole(1);

        // Two weekdays in three are worked at the very least.
        call.WalkDays(Math.Clamp(days, -100_000, 100_000) * 2);
        return FrenchCalendar.Add(call.Day(0), (int)days, call.Calendar);
    }

    private static object CountWorkingDays(DomainCall call)
    {
        var (from, to) = (call.Day(0), call.Day(1));
        call.WalkDays(to.DayNumber - from.DayNumber);
        return (long)FrenchCalendar.Count(from, to, call.Calendar);
    }
}
