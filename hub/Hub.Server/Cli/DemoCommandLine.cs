using System.CommandLine;

namespace Hub.Server.Cli;

/// <summary><c>hub demo</c>; what it does is in the folder <c>Demo</c>.</summary>
internal static class DemoCommandLine
{
    public static Command Create(HubActions actions)
    {
        var once = new Option<bool>("--once") { Description = "End when the journeys have ended; exit 0 only if each reached the end its sample expects" };
        var standIns = new Option<bool>("--stand-ins") { Description = "Start only the stand-ins and the connectors, beside a hub that runs elsewhere" };
        var command = new Command("demo", $"Send real citizen requests through a hub with stand-ins of the outside systems, and show each journey. {ExitCodes.Help}") { once, standIns };
        command.SetAction((parsed, cancellationToken) => actions.Demo is { } demo
            ? demo(parsed.Settings(), new DemoArguments(parsed.GetValue(once), parsed.GetValue(standIns)), cancellationToken)
            : throw LaterCommand.Refusal(parsed));
        return command;
    }
}
