using Hub.Expressions.Domain;

namespace Hub.Server.Cli.Doctor;

/// <summary>Whether the table of communes lies beside the program, and how old it is.</summary>
internal static class ReferenceDataCheck
{
    private const string Name = "reference-data";

    // INSEE publishes each winter what is in force since 1 January.
    private static readonly TimeSpan Stale = TimeSpan.FromDays(500);

    public static IEnumerable<Finding> Examine(TimeProvider clock, CommuneTable? table)
    {
        if (table is null)
        {
            yield return new Finding(
                Name,
                Verdict.Note,
                new($"Aucune table des communes lisible à {CommuneTable.Place} : ce programme a été construit sans elle.", $"No readable table of communes at {CommuneTable.Place}: this program was built without it."),
                new("Le format cog-commune ne vérifie que la forme des codes ; commune, communeAt et isPostcodeOf sont des erreurs dans les expressions.", "The format cog-commune checks only the shape of codes; commune, communeAt and isPostcodeOf are errors in expressions."),
                new("Construisez de nouveau là où npm est joignable (hub/Hub.Server/ReferenceData/README.md).", "Build again where npm is within reach (hub/Hub.Server/ReferenceData/README.md)."));
        }
        else if (clock.GetUtcNow() - table.Edition.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc) > Stale)
        {
            yield return new Finding(
                Name,
                Verdict.Note,
                new($"La table des communes est celle du {table.Edition:dd/MM/yyyy}.", $"The table of communes is that of {table.Edition:yyyy-MM-dd}."),
                new("Le format cog-commune refuse les communes créées depuis.", "The format cog-commune refuses communes made since."),
                new("Mettez le hub à jour, ou ajoutez l'édition de l'année (hub/Hub.Server/ReferenceData/README.md).", "Update the hub, or add the year's edition (hub/Hub.Server/ReferenceData/README.md)."));
        }
        else
        {
            yield return Finding.Ok(Name, $"{table.Count} codes de communes, au {table.Edition:dd/MM/yyyy}.", $"{table.Count} commune codes, as of {table.Edition:yyyy-MM-dd}.");
        }
    }
}
