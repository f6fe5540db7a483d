using System.CommandLine;

namespace Hub.Server.Cli;

/// <summary><c>hub config check</c>.</summary>
internal static class ConfigCommand
{
    public static Command Create()
    {
        var json = CommandSettings.JsonOption();
        var check = new Command("check", "Show the settings as the hub would use them, with every mistake. Exit codes: 0 good; 1 at least one mistake.") { json };
        check.SetAction(async (parsed, _) =>
        {
            var found = HubOptionsReader.Check(parsed.Configuration());
            var settings = Settings(found.Options);
            if (parsed.GetValue(json))
            {
                await parsed.WriteJsonAsync(new { Settings = settings, found.Mistakes, found.Warnings });
            }
            else
            {
                foreach (var (name, value) in settings)
                {
                    await parsed.WriteAsync($"{name,-18} {value}");
                }

                foreach (var warning in found.Warnings)
                {
                    await parsed.RemarkAsync($"warning: {warning}");
                }

                foreach (var mistake in found.Mistakes)
                {
                    await parsed.RemarkAsync($"mistake: {mistake}");
                }
            }

            return found.Mistakes.Count == 0 ? ExitCodes.Done : ExitCodes.Negative;
        });
        return new Command("config", "Settings") { check };
    }

    private static SortedDictionary<string, string> Settings(HubOptions options) => new(StringComparer.Ordinal)
    {
        ["HUB__BOOTSTRAPKEY"] = options.BootstrapKey is null ? "(none)" : "(set, not shown)",
        ["HUB__CONNECTORS"] = options.Connectors ?? "(none)",
        ["HUB__DATA"] = options.Data,
        ["HUB__GRPC"] = options.Grpc.ToString(),
        ["HUB__HTTP"] = options.Http.ToString(),
        ["HUB__KEYRATE"] = Rate(options.KeyRate),
        ["HUB__LEDGERS"] = options.Ledgers,
        ["HUB__LINT"] = options.Lint == LintMode.Strict ? "strict" : "warn",
        ["HUB__MANAGEMENT"] = options.Management.ToString(),
        ["HUB__NODE"] = options.Node,
        ["HUB__PROCEDURES"] = options.Procedures ?? "(none)",
        ["HUB__SCHEMAS"] = options.Schemas ?? "(none)",
        ["HUB__STORAGE"] = options.Storage,
        ["HUB__TENANT"] = options.Tenant.Value,
        ["HUB__TENANTRATE"] = Rate(options.TenantRate),
        ["HUB__WORKFLOWS"] = options.Workflows ?? "(none)",
    };

    private static string Rate(int? callsASecond) => callsASecond?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "(none)";
}
