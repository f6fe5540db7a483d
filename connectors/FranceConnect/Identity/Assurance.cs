namespace Hub.Connectors.FranceConnect.Identity;

/// <summary>eIDAS assurance levels under FranceConnect's names, from <c>eidas1</c> (low) to <c>eidas3</c> (high).</summary>
internal static class Assurance
{
    public static readonly IReadOnlyList<string> Levels = ["eidas1", "eidas2", "eidas3"];

    /// <summary>True when the level given is known and at least the level asked.</summary>
    public static bool Satisfies(string? given, string asked) => given is not null && IsLevel(given) && Rank(given) >= Rank(asked);

    public static bool IsLevel(string level) => Levels.Contains(level, StringComparer.Ordinal);

    private static int Rank(string level) => level[^1];
}
