namespace Hub.Server.Cli.Doctor;

/// <summary>Whether the settings can be used; <c>hub config check</c> tells more.</summary>
internal static class SettingsCheck
{
    public static IEnumerable<Finding> Examine(HubOptionsCheck check)
    {
        foreach (var mistake in check.Mistakes)
        {
            yield return new(
                "settings",
                Verdict.Broken,
                new($"Réglage en erreur : {mistake}", mistake),
                new("Le hub ne démarre pas avec un réglage en erreur.", "The hub does not start with a wrong setting."),
                new("Corrigez-le ; « hub config check » montre tous les réglages et leur origine.", "Mend it; \"hub config check\" shows every setting and where it comes from."));
        }

        foreach (var warning in check.Warnings)
        {
            yield return new(
                "settings",
                Verdict.Note,
                new($"Réglage ignoré : {warning}", warning),
                new("Un nom mal écrit ne change rien, sans que cela se voie.", "A mistyped name changes nothing, and nobody notices."),
                new("Corrigez le nom, ou retirez la variable si elle appartient à un connecteur.", "Mend the name, or leave it if it is a connector's."));
        }

        if (check.Mistakes.Count == 0)
        {
            yield return Finding.Ok("settings", "Aucune erreur dans les réglages.", "No mistake in the settings.");
        }
    }
}
