using System.Globalization;

namespace Hub.Server.Cli.Doctor;

/// <summary>What the hub needs of the system around it: a clock that is about right, time zones and languages.</summary>
internal static class MachineCheck
{
    private const string Paris = "Europe/Paris";

    public static IEnumerable<Finding> Examine()
    {
        yield return Clock(TimeProvider.System.GetUtcNow(), File.GetLastWriteTimeUtc(typeof(MachineCheck).Assembly.Location));
        yield return TimeZoneInfo.TryFindSystemTimeZoneById(Paris, out _)
            ? Finding.Ok("time-zones", $"Le fuseau {Paris} est connu.", $"The time zone {Paris} is known.")
            : new(
                "time-zones",
                Verdict.Warning,
                new($"Le fuseau {Paris} est inconnu de ce système.", $"This system does not know the time zone {Paris}."),
                new("Les échéances données en heure locale ne peuvent pas être calculées.", "Deadlines given in local time cannot be computed."),
                new("Installez le paquet tzdata, ou une image de base qui le contient.", "Install the package tzdata, or use a base image that holds it."));
        if (CultureInfo.GetCultureInfo("fr-FR").NumberFormat.NumberDecimalSeparator != ",")
        {
            yield return new(
                "languages",
                Verdict.Warning,
                new("Ce système n'a pas les données de langue (ICU).", "This system lacks language data (ICU)."),
                new("Le tri et la comparaison des noms accentués ne suivent pas les règles du français.", "Accented names are not sorted and compared by the rules of French."),
                new("Installez libicu, retirez DOTNET_SYSTEM_GLOBALIZATION_INVARIANT, ou prenez une image de base qui contient ICU.", "Install libicu, unset DOTNET_SYSTEM_GLOBALIZATION_INVARIANT, or use a base image that holds ICU."));
        }

        if (Environment.IsPrivilegedProcess)
        {
            yield return new(
                "user",
                Verdict.Note,
                new("L'examen est fait avec les droits d'administrateur.", "The examination runs with the rights of an administrator."),
                new("Un administrateur peut tout écrire : ce qui manque à l'utilisateur du hub ne se voit pas.", "An administrator may write everywhere: what the hub's own user lacks does not show."),
                new("Lancez-le comme l'utilisateur du hub, par exemple : sudo -u hub hub doctor", "Run it as the hub's user, for example: sudo -u hub hub doctor"));
        }
    }

    /// <summary>No outside clock is asked: a machine cannot live before the program that runs on it was made.</summary>
    internal static Finding Clock(DateTimeOffset now, DateTimeOffset built)
    {
        var shown = now.ToString("u", CultureInfo.InvariantCulture);
        return now >= built.AddDays(-1)
            ? Finding.Ok("clock", $"L'horloge indique {shown}.", $"The clock says {shown}.")
            : new(
                "clock",
                Verdict.Broken,
                new($"L'horloge indique {shown}, avant la fabrication de ce programme.", $"The clock says {shown}, before this program was made."),
                new("Échéances, jetons et journal d'audit seraient datés dans le passé.", "Deadlines, tokens and the audit log would be dated in the past."),
                new("Réglez l'horloge et sa synchronisation : timedatectl set-ntp true", "Set the clock and its synchronisation: timedatectl set-ntp true"));
    }
}
