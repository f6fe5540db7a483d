using System.CommandLine;
using System.Globalization;

namespace Hub.Server.Cli;

/// <summary><c>hub config check</c>: every setting with its value and its origin, and every mistake at once.</summary>
internal static class ConfigCommand
{
    private const string NotOffered = "(not offered in this version)";

    // An empty value of these means "none", of the others "the default".
    private static readonly HashSet<string> Folders = new(["Connectors", "Procedures", "Schemas", "Workflows"], StringComparer.OrdinalIgnoreCase);

    public static Command Create()
    {
        var strict = new Option<bool>("--strict") { Description = "Count warnings, such as names that the hub does not know, as mistakes" };
        var json = CommandSettings.JsonOption();
        var check = new Command("check", "Show every setting as the hub would use it, where its value comes from, and every mistake. Secrets are not shown. Exit codes: 0 good; 1 at least one mistake.") { strict, json };
        check.SetAction(async (parsed, _) =>
        {
            var found = HubOptionsReader.Check(parsed.Configuration());
            var settings = HubOptionsReader.Known.Select(name => new Setting(
                $"HUB__{name.ToUpperInvariant()}",
                ValueOf(name, found.Options),
                SettingOrigin.Of(parsed.Configuration(), name, Folders.Contains(name)))).ToList();
            await (parsed.GetValue(json)
                ? parsed.WriteJsonAsync(new { Settings = settings, found.Mistakes, found.Warnings })
                : WriteTextAsync(parsed, settings, found));
            return found.Mistakes.Count == 0 && !(parsed.GetValue(strict) && found.Warnings.Count > 0) ? ExitCodes.Done : ExitCodes.Negative;
        });
        return new Command("config", "Settings") { check };
    }

    private static async Task WriteTextAsync(ParseResult parsed, List<Setting> settings, HubOptionsCheck found)
    {
        var width = settings.Max(setting => setting.Value.Length);
        foreach (var setting in settings)
        {
            await parsed.WriteAsync($"{setting.Name,-18} {setting.Value.PadRight(width)}  {setting.Origin}");
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

    private static string ValueOf(string name, HubOptions options) => name switch
    {
        "Bootstrapkey" => options.BootstrapKey is { } key ? string.Create(CultureInfo.InvariantCulture, $"(set, {key.Length} characters, not shown)") : "(none)",
        "Colour" => options.Colour.ToString(),
        "Connectors" => options.Connectors ?? "(none)",
        "Contact" => options.Contact ?? "(none)",
        "Data" => options.Data,
        "Grpc" => Shown(options.Grpc),
        "Http" => Shown(options.Http),
        "Kafka" or "Redis" => NotOffered,
        "KeyRate" => Rate(options.KeyRate),
        "Ledgers" => options.Ledgers,
        "Lint" => options.Lint == LintMode.Strict ? "strict" : "warn",
        "Management" => Shown(options.Management),
        "Name" => options.Name ?? "(none)",
        "Node" => options.Node,
        "Procedures" => options.Procedures ?? "(none)",
        "Schemas" => options.Schemas ?? "(none)",
        "Storage" => options.Storage,
        "Tenant" => options.Tenant.Value,
        "TenantRate" => Rate(options.TenantRate),
        "Workflows" => options.Workflows ?? "(none)",
        _ => throw new InvalidOperationException($"HUB__{name.ToUpperInvariant()} is known to the reader of the settings and not shown here. Add a line."),
    };

    private static string Rate(int? callsASecond) => callsASecond?.ToString(CultureInfo.InvariantCulture) ?? "(none)";

    private static string Shown(Uri address) => address.GetLeftPart(UriPartial.Authority);

    private sealed record Setting(string Name, string Value, SettingOrigin Origin);
}
