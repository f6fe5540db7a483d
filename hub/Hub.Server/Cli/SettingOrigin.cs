using Microsoft.Extensions.Configuration.EnvironmentVariables;
using Microsoft.Extensions.Configuration.Json;

namespace Hub.Server.Cli;

/// <summary>Where a setting's value comes from.</summary>
/// <param name="Kind"><c>default</c>, <c>environment</c>, <c>file</c>, or <c>other</c> where the caller gave the configuration itself.</param>
/// <param name="Place">The variable or the file; empty for a default.</param>
/// <param name="Hides">A value of the same setting in a file that this one hides.</param>
internal sealed record SettingOrigin(string Kind, string Place, string? Hides)
{
    private static readonly SettingOrigin Default = new("default", "", null);

    /// <param name="name">The name below <c>Hub</c>.</param>
    /// <param name="emptyCounts">An empty value means something of its own: none, for a folder of content.</param>
    public static SettingOrigin Of(IConfiguration configuration, string name, bool emptyCounts)
    {
        // What was added last wins, as it does when the value is read.
        var places = (configuration as IConfigurationRoot)?.Providers.Reverse()
            .Where(provider => provider.TryGet($"Hub:{name}", out var value) && value is not null && (emptyCounts || value.Length > 0))
            .Select(provider => provider switch
            {
                EnvironmentVariablesConfigurationProvider => new SettingOrigin("environment", $"HUB__{name.ToUpperInvariant()}", null),
                JsonConfigurationProvider { Source: { } source } => new SettingOrigin("file", source.FileProvider?.GetFileInfo(source.Path ?? "").PhysicalPath ?? source.Path ?? "", null),
                _ => new SettingOrigin("other", "", null),
            })
            .ToList() ?? [];
        return places switch
        {
            [] => Default,
            [var only] => only,
            [var first, var second, ..] => first with { Hides = second.Place },
        };
    }

    public override string ToString() => Kind + (Place.Length > 0 ? $" ({Place})" : "") + (Hides is { Length: > 0 } ? $", instead of {Hides}" : "");
}
