using System.CommandLine;
using Hub.Server.Security;
using Hub.Server.Security.ApiKeys;

namespace Hub.Server.Cli;

/// <summary><c>hub connector …</c>.</summary>
internal static class ConnectorCommand
{
    public static Command Create() => new("connector", "Connectors to business applications")
    {
        Enroll(),
        LaterCommand.Create("new", "Begin a new connector"),
        LaterCommand.Create("lint", "Check a connector's manifest"),
        LaterCommand.Create("test", "Run the conformance kit against a connector"),
        LaterCommand.Create("record", "Record a connector's exchanges"),
        LaterCommand.Create("replay", "Replay recorded exchanges"),
        LaterCommand.Create("pack", "Pack a connector for delivery"),
    };

    private static Command Enroll()
    {
        var name = new Argument<string>("NAME") { Description = "The connector's name, as its manifest says it" };
        var tenant = new Option<string>("--tenant") { Description = "The SIREN that the connector works for, or * for every one", DefaultValueFactory = _ => ApiKey.EveryTenant };
        var expires = KeyCommand.ExpiresOption();
        var json = CommandSettings.JsonOption();
        var command = new Command("enroll", $"Make a key that is bound to one connector. It is printed once. {ExitCodes.Help}") { name, tenant, expires, json };
        command.SetAction((parsed, cancellationToken) => KeyCommand.IssueAsync(
            parsed,
            new NewApiKey($"connector {parsed.GetRequiredValue(name)}", [Roles.Connector], parsed.GetRequiredValue(tenant))
            {
                Connector = parsed.GetRequiredValue(name),
                ExpiresAt = KeyCommand.ParseExpiry(parsed.GetValue(expires), TimeProvider.System.GetUtcNow()),
            },
            parsed.GetValue(json),
            cancellationToken));
        return command;
    }
}
