using System.CommandLine;

namespace Hub.Server.Cli;

/// <summary><c>hub openapi</c>.</summary>
internal static class OpenApiCommand
{
    public static Command Create(HubActions actions)
    {
        var command = new Command("openapi", $"Print the description of the HTTP interface (OpenAPI 3.1, JSON), as served at /openapi/v1.json. {ExitCodes.Help}");
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var describe = actions.OpenApi ?? throw LaterCommand.Refusal(parsed);
            await parsed.WriteAsync(await describe(parsed.Settings(), cancellationToken));
            return ExitCodes.Done;
        });
        return command;
    }
}
