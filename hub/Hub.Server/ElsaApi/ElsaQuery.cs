using System.Globalization;
using Hub.Server.Workflows;
using Hub.Workflows.Definitions;

namespace Hub.Server.ElsaApi;

/// <summary>Reads queries as Elsa's clients write them: names in any case, <c>True</c> and <c>False</c>, empty for absent, lists by repetition.</summary>
internal static class ElsaQuery
{
    public static string? Text(this HttpContext context, string name) => context.Request.Query[name].ToString() is { Length: > 0 } text ? text : null;

    public static IReadOnlyList<string> Texts(this HttpContext context, string name) =>
        [.. context.Request.Query[name].OfType<string>().Where(text => text.Length > 0)];

    /// <exception cref="DefinitionException">It is neither true nor false.</exception>
    public static bool? Flag(this HttpContext context, string name) => context.Text(name) switch
    {
        null => null,
        var text when bool.TryParse(text, out var flag) => flag,
        _ => throw Wrong(name, "true or false", "true ou false"),
    };

    /// <exception cref="DefinitionException">It is no whole number from 0.</exception>
    public static int? Number(this HttpContext context, string name) => context.Text(name) switch
    {
        null => null,
        var text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) => number,
        _ => throw Wrong(name, "a whole number from 0", "un nombre entier à partir de 0"),
    };

    /// <exception cref="DefinitionException">It is none of Elsa's names and no number.</exception>
    public static VersionOptions Versions(this HttpContext context, VersionOptions otherwise) => Versions(context.Text("versionOptions"), otherwise);

    /// <inheritdoc cref="Versions(HttpContext, VersionOptions)"/>
    public static VersionOptions Versions(string? text, VersionOptions otherwise) => VersionOptions.Parse(text, otherwise)
        ?? throw Wrong(
            "versionOptions",
            "AllVersions, Draft, Latest, Published, LatestOrPublished, LatestAndPublished or a version number",
            "AllVersions, Draft, Latest, Published, LatestOrPublished, LatestAndPublished ou un numéro de version");

    /// <summary>The entity tag that a write expects, or null.</summary>
    public static string? IfMatch(this HttpContext context) => context.Request.Headers.IfMatch.ToString() is { Length: > 0 } tag ? tag : null;

    private static DefinitionException Wrong(string name, string expected, string attendu) =>
        new(name, $"The query parameter {name} must be {expected}.", $"Le paramètre {name} doit être {attendu}.");
}
