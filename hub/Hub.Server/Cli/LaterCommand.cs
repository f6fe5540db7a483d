using System.CommandLine;

namespace Hub.Server.Cli;

/// <summary>A verb that belongs to the hub but that this version does not offer: it stands in the help and says so when it is used.</summary>
internal static class LaterCommand
{
    public static Command Create(string name, string description)
    {
        var command = new Command(name, $"{description} (not offered by this version)")
        {
            // Whatever follows, the answer is the same; a complaint about an option would mislead.
            TreatUnmatchedTokensAsErrors = false,
        };
        command.SetAction((Action<ParseResult>)(parsed => throw Refusal(parsed)));
        return command;
    }

    public static CommandRefusedException Refusal(ParseResult parsed) =>
        new($"this version of the hub does not offer '{PathOf(parsed)}'. Run 'hub --help' to see what it offers, and update the hub when you need this.");

    private static string PathOf(ParseResult parsed)
    {
        var words = new Stack<string>();
        for (System.CommandLine.Parsing.SymbolResult? at = parsed.CommandResult; at is System.CommandLine.Parsing.CommandResult command; at = at.Parent)
        {
            words.Push(command.Command is RootCommand ? "hub" : command.Command.Name);
        }

        return string.Join(' ', words);
    }
}
