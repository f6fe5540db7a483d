using System.Text.RegularExpressions;

namespace Hub.Server.Security.ApiKeys;

/// <summary>What somebody wants of a new key.</summary>
/// <param name="DisplayName">What it is for; 1 to 100 characters.</param>
/// <param name="Roles">At least one of <see cref="Security.Roles"/>.</param>
/// <param name="Tenant">A SIREN, or <see cref="ApiKey.EveryTenant"/>.</param>
internal sealed partial record NewApiKey(string DisplayName, IReadOnlyList<string> Roles, string Tenant)
{
    /// <summary>Narrows the roles' permissions; empty means no narrowing.</summary>
    public IReadOnlyList<string> Scopes { get; init; } = [];

    /// <summary>The connector that the key is bound to; needs the role connector.</summary>
    public string? Connector { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>The first thing about it that cannot be, in words for the one who asked; null when all is well.</summary>
    public string? Mistake(DateTimeOffset now)
    {
        if (DisplayName.Length is 0 or > 100 || DisplayName.Any(char.IsControl))
        {
            return "name: 1 to 100 visible characters were expected; say what the key is for, such as 'portail famille'.";
        }

        if (Roles.Count == 0 || Roles.FirstOrDefault(role => !Security.Roles.Catalogue.ContainsKey(role)) is not null)
        {
            return $"role: at least one of {string.Join(", ", Security.Roles.Catalogue.Keys)} was expected, '{string.Join(",", Roles)}' came.";
        }

        var granted = Roles.SelectMany(role => Security.Roles.Catalogue[role]).ToHashSet(StringComparer.Ordinal);
        if (Scopes.FirstOrDefault(scope => !granted.Contains(scope)) is { } beyond)
        {
            return $"scope: '{beyond}' is not among the permissions of {string.Join(", ", Roles)}: {string.Join(", ", granted.Order(StringComparer.Ordinal))}.";
        }

        if (Tenant != ApiKey.EveryTenant && !Siren.IsValid(Tenant))
        {
            return $"tenant: a SIREN (nine digits with a right check digit) or * was expected, '{Tenant}' came.";
        }

        if (Connector is not null && (!ConnectorName().IsMatch(Connector) || !Roles.Contains(Security.Roles.Connector)))
        {
            return $"connector: a name of lower-case letters, digits and hyphens and the role connector were expected, '{Connector}' came.";
        }

        return ExpiresAt <= now ? "expires: a moment in the future was expected." : null;
    }

    [GeneratedRegex("^[a-z][a-z0-9-]{0,62}$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 200)]
    private static partial Regex ConnectorName();
}
