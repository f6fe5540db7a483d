using System.CommandLine;
using System.Globalization;
using Hub.Server.Security;
using Hub.Server.Security.ApiKeys;

namespace Hub.Server.Cli;

/// <summary><c>hub key …</c>. A running hub notices new and revoked keys within a second.</summary>
internal static class KeyCommand
{
    public static Command Create() => new("key", "API keys") { New(), List(), Revoke() };

    public static Option<string?> ExpiresOption() => new("--expires") { Description = "When the key ends: a date such as 2027-01-31, or a time from now such as 90d or 12h; never, if absent" };

    /// <exception cref="CommandRefusedException">Neither a date nor a time from now.</exception>
    public static DateTimeOffset? ParseExpiry(string? text, DateTimeOffset now)
    {
        if (text is null)
        {
            return null;
        }

        if (text.Length > 1
            && text[^1] is 'd' or 'h'
            && int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            && count is > 0 and < 100_000)
        {
            return text[^1] == 'd' ? now.AddDays(count) : now.AddHours(count);
        }

        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var date)
            ? date
            : throw new CommandRefusedException($"--expires: a date such as 2027-01-31 or a time from now such as 90d or 12h was expected, '{text}' came.");
    }

    /// <summary>Makes a key and prints it: alone on the standard output, so that a script can take it, with a remark on the error output.</summary>
    public static async Task<int> IssueAsync(ParseResult parsed, NewApiKey wanted, bool json, CancellationToken cancellationToken)
    {
        if (wanted.Mistake(TimeProvider.System.GetUtcNow()) is { } mistake)
        {
            throw new CommandRefusedException(mistake);
        }

        using var store = new LocalStore(parsed.Settings(), TimeProvider.System);
        var issued = await store.Issuer.IssueAsync(wanted, "cli", cancellationToken);
        if (json)
        {
            await parsed.WriteJsonAsync(new
            {
                issued.Key.Id,
                Key = issued.Text,
                Name = issued.Key.DisplayName,
                issued.Key.Roles,
                issued.Key.Scopes,
                issued.Key.Tenant,
                issued.Key.Connector,
                issued.Key.ExpiresAt,
            });
        }
        else
        {
            await parsed.WriteAsync(issued.Text);
            await parsed.RemarkAsync($"Key {issued.Key.Id} ({string.Join(", ", issued.Key.Roles)}; tenant {issued.Key.Tenant}). It is not shown again: keep it now.");
        }

        return ExitCodes.Done;
    }

    private static Command New()
    {
        var name = new Option<string>("--name") { Description = "What the key is for, such as 'portail famille'", Required = true };
        var roles = new Option<string[]>("--role") { Description = $"One or more of {string.Join(", ", Roles.Catalogue.Keys)}", Required = true, AllowMultipleArgumentsPerToken = true };
        var scopes = new Option<string[]>("--scope") { Description = "Narrow the roles to these permissions", AllowMultipleArgumentsPerToken = true };
        var tenant = new Option<string?>("--tenant") { Description = "The SIREN that the key works for, or * for every one; the setting HUB__TENANT, if absent" };
        var expires = ExpiresOption();
        var json = CommandSettings.JsonOption();
        var command = new Command("create", $"Make a key. It is printed once. {ExitCodes.Help}") { name, roles, scopes, tenant, expires, json };
        command.SetAction((parsed, cancellationToken) => IssueAsync(
            parsed,
            new NewApiKey(parsed.GetRequiredValue(name), Words(parsed.GetValue(roles)), parsed.GetValue(tenant) ?? parsed.Settings().Tenant.Value)
            {
                Scopes = Words(parsed.GetValue(scopes)),
                ExpiresAt = ParseExpiry(parsed.GetValue(expires), TimeProvider.System.GetUtcNow()),
            },
            parsed.GetValue(json),
            cancellationToken));
        return command;
    }

    private static Command List()
    {
        var json = CommandSettings.JsonOption();
        var command = new Command("list", $"Show the keys, without their secrets. {ExitCodes.Help}") { json };
        command.SetAction(async (parsed, _) =>
        {
            using var store = LocalStore.OpenExisting(parsed.Settings());
            var now = TimeProvider.System.GetUtcNow();
            var keys = store.Keys.List();
            if (parsed.GetValue(json))
            {
                await parsed.WriteJsonAsync(keys.Select(key => new
                {
                    key.Id,
                    Name = key.DisplayName,
                    State = StateOf(key, now),
                    key.Roles,
                    key.Scopes,
                    key.Tenant,
                    key.Connector,
                    key.CreatedAt,
                    key.ExpiresAt,
                    key.LastUsedAt,
                    key.RevokedAt,
                }));
                return ExitCodes.Done;
            }

            await parsed.WriteAsync($"{"ID",-13} {"STATE",-8} {"TENANT",-9} {"ROLES",-24} {"LAST USE",-16} NAME");
            foreach (var key in keys)
            {
                var used = key.LastUsedAt?.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) ?? "never";
                await parsed.WriteAsync($"{key.Id,-13} {StateOf(key, now),-8} {key.Tenant,-9} {string.Join(",", key.Roles),-24} {used,-16} {key.DisplayName}");
            }

            return ExitCodes.Done;
        });
        return command;
    }

    private static Command Revoke()
    {
        var id = new Argument<string>("ID") { Description = "The key's id, from 'hub key list'; never the key itself" };
        var command = new Command("revoke", $"Refuse a key from now on, with the sessions made from it. {ExitCodes.Help}") { id };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var store = LocalStore.OpenExisting(parsed.Settings());
            if (!await store.Issuer.RevokeAsync(parsed.GetRequiredValue(id), "cli", cancellationToken))
            {
                // What was given may be a whole key, which must not be echoed.
                throw new CommandRefusedException("there is no key with this id. Run 'hub key list' and take the id from its first column.", ExitCodes.Negative);
            }

            await parsed.WriteAsync("Revoked. A running hub refuses the key within a second.");
            return ExitCodes.Done;
        });
        return command;
    }

    private static string StateOf(ApiKey key, DateTimeOffset now) => key.RevokedAt is not null ? "revoked" : key.IsLive(now) ? "live" : "expired";

    private static string[] Words(string[]? values) =>
        [.. (values ?? []).SelectMany(value => value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)).Distinct(StringComparer.Ordinal)];
}
