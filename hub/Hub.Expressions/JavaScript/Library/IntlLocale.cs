namespace Hub.Expressions.JavaScript.Library;

/// <summary>
/// The words and marks of the two locales offered, fr-FR and en-GB, as CLDR has them. They are kept here because the host may run without
/// culture data, and because a script must print the same on every machine.
/// </summary>
internal sealed record IntlLocale(string Tag)
{
    public static IntlLocale French { get; } = new("fr-FR")
    {
        Months = ["janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"],
        ShortMonths = ["janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."],
        Days = ["dimanche", "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi"],
        ShortDays = ["dim.", "lun.", "mar.", "mer.", "jeu.", "ven.", "sam."],
        Decimal = ",",
        Group = "\u202F",
    };

    public static IntlLocale English { get; } = new("en-GB")
    {
        Months = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"],
        ShortMonths = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sept", "Oct", "Nov", "Dec"],
        Days = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"],
        ShortDays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"],
        Decimal = ".",
        Group = ",",
    };

    public required string[] Months { get; init; }

    public required string[] ShortMonths { get; init; }

    public required string[] Days { get; init; }

    public required string[] ShortDays { get; init; }

    public required string Decimal { get; init; }

    public required string Group { get; init; }

    public bool IsFrench => ReferenceEquals(this, French);

    /// <summary>The sign of a currency; its code where there is none.</summary>
    public string Currency(string code) => (code, IsFrench) switch
    {
        ("EUR", _) => "€",
        ("GBP", false) => "£",
        ("GBP", true) => "£GB",
        ("USD", false) => "US$",
        ("USD", true) => "$US",
        ("JPY", false) => "JP¥",
        _ => code,
    };
}
