using System.Globalization;

namespace Hub.Server.Workflows;

/// <summary>Which versions of a definition are meant, as Elsa's API says it: <c>Latest</c>, <c>Published</c> … or a number.</summary>
/// <param name="Choice">Which ones.</param>
/// <param name="Number">The version's number where <see cref="VersionChoice.Number"/> is chosen; otherwise 0.</param>
public readonly record struct VersionOptions(VersionChoice Choice, int Number = 0)
{
    public static VersionOptions All => new(VersionChoice.AllVersions);

    public static VersionOptions Latest => new(VersionChoice.Latest);

    public static VersionOptions Published => new(VersionChoice.Published);

    public static VersionOptions LatestOrPublished => new(VersionChoice.LatestOrPublished);

    public static VersionOptions Exactly(int number) => new(VersionChoice.Number, number);

    /// <summary>Reads Elsa's text. Null or blank gives <paramref name="otherwise"/>; null is the answer to a text that is none of them.</summary>
    public static VersionOptions? Parse(string? text, VersionOptions otherwise)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return otherwise;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return Exactly(number);
        }

        return Enum.TryParse<VersionChoice>(text, ignoreCase: true, out var choice) && choice != VersionChoice.Number && Enum.IsDefined(choice) ? new(choice) : null;
    }

    /// <summary>Whether a version is one of those meant.</summary>
    public bool Covers(StoredDefinition version)
    {
        ArgumentNullException.ThrowIfNull(version);
        return Choice switch
        {
            VersionChoice.AllVersions => true,
            VersionChoice.Draft => !version.IsPublished,
            VersionChoice.Latest => version.IsLatest,
            VersionChoice.Published => version.IsPublished,
            VersionChoice.LatestOrPublished => version.IsLatest || version.IsPublished,
            VersionChoice.LatestAndPublished => version.IsLatest && version.IsPublished,
            _ => version.Version == Number,
        };
    }
}

/// <summary>The names that Elsa gives to sets of versions.</summary>
public enum VersionChoice
{
    AllVersions,

    /// <summary>Those that are not in force.</summary>
    Draft,

    Latest,

    Published,

    LatestOrPublished,

    LatestAndPublished,

    /// <summary>The one of a number.</summary>
    Number,
}
