using System.CommandLine;

namespace Hub.Server.Cli;

/// <summary><c>hub serve</c>.</summary>
internal static class ServeCommand
{
    public static Command Create(HubActions actions)
    {
        var unsafeTesting = new Option<bool>(FailPoint.Switch) { Description = $"Allow fail points ({FailPoints.Variable}). Never with real citizens" };
        var command = new Command("serve", "Run the hub until Ctrl-C or SIGTERM, which drains within 30 s. A second signal ends it at once. Exit codes: 0 stopped in order; 130 or 143 ended by a second signal; 2 wrong settings or could not start.") { unsafeTesting };
        command.SetAction((parsed, cancellationToken) =>
        {
            var testing = parsed.GetValue(unsafeTesting);
            if (!testing && Environment.GetEnvironmentVariable(FailPoints.Variable) is { Length: > 0 })
            {
                throw new CommandRefusedException($"{FailPoints.Variable} is set, which only 'hub serve {FailPoint.Switch}' accepts. Unset it, or add the option on a test machine.");
            }

            try
            {
                FailPoint.Arm(FailPoints.Variable, [.. FailPoints.All.Keys]);
            }
            catch (FormatException wrong)
            {
                throw new CommandRefusedException(wrong.Message);
            }

            return actions.Serve(parsed.Settings() with { UnsafeTesting = testing }, cancellationToken);
        });
        return command;
    }
}
