namespace Hub.Connectors.CitizenRelations.StandIn;

/// <summary>The states of a case file and which may follow which.</summary>
internal static class Statuts
{
    public const string Deposee = "deposee";

    private static readonly Dictionary<string, string[]> Suites = new()
    {
        [Deposee] = ["en_instruction", "incomplete", "attente_paiement", "acceptee", "refusee", "sans_suite", "close"],
        ["en_instruction"] = ["incomplete", "attente_paiement", "acceptee", "refusee", "sans_suite", "close"],
        ["incomplete"] = ["en_instruction", "attente_paiement", "acceptee", "refusee", "sans_suite", "close"],
        ["attente_paiement"] = ["en_instruction", "incomplete", "acceptee", "refusee", "sans_suite", "close"],
        ["acceptee"] = ["en_instruction", "attente_paiement", "close"],
        ["refusee"] = ["en_instruction", "close"],
        ["sans_suite"] = ["en_instruction", "close"],
        ["close"] = [],
    };

    public static bool Exists(string statut) => Suites.ContainsKey(statut);

    /// <summary>A state may always be confirmed; a closed case stays closed.</summary>
    public static bool MayFollow(string present, string next) => present == next ? present != "close" : Suites[present].Contains(next);

    public static bool IsClosed(string statut) => statut == "close";
}
