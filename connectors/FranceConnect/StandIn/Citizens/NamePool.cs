namespace Hub.Connectors.FranceConnect.StandIn.Citizens;

/// <summary>Words that the made-up citizens are drawn from: frequent names, and the ones that break software.</summary>
internal static class NamePool
{
    public static readonly string[] Female =
    [
        "Léa", "Chloé", "Inès", "Zoé", "Noémie", "Anaïs", "Françoise", "Maëlys", "Aïssatou", "Thi-Mai", "Marie-Hélène", "Anne-Sophie",
        "Éléonore", "Béatrice", "Gwenaëlle", "Fatima", "Solène", "Jeanne", "Lucía", "Oriane", "Yaël", "Célestine", "Maria", "Hélène",
    ];

    public static readonly string[] Male =
    [
        "Jean", "Loïc", "Raphaël", "Jean-Baptiste", "Jérôme", "François", "Noël", "Mamadou", "Youssef", "Gaëtan", "Pierre-Louis", "Théo",
        "Étienne", "Benoît", "Anh", "Mathéo", "Ismaël", "Côme", "Stéphane", "Xavier", "Iñaki", "Gérard", "Łukasz", "Paul",
    ];

    public static readonly string[] Family =
    [
        "Martin", "Lefèvre", "D'Aubigné", "L'Hôpital", "Le Goff", "De La Fontaine", "N'Diaye", "Benaïssa", "Nguyen", "Müller", "Garcia",
        "Dos Santos", "Çelik", "Saint-Étienne", "O'Brien", "Œuvrard", "Ó Briain", "Ducœur", "Kowalczyk", "Traoré", "Pietri", "Hoarau",
        "Etchegaray", "Kerguélen", "Vandenbroucke", "Schmitt", "Faÿ", "Li", "Nuñez", "Peña-Rodríguez",
    ];

    public static readonly string[] Communes =
    [
        "75107", "69383", "13208", "33063", "59350", "29019", "67482", "31555", "44109", "38185", "06088", "01004",
        "2A004", "2B033", "97105", "97209", "97302", "97411", "97611", "97502",
    ];

    public static readonly string[] ForeignCountries =
    [
        "99109", "99127", "99134", "99139", "99350", "99351", "99352", "99243", "99404", "99401", "99131", "99140", "99132", "99326", "99341",
    ];
}
