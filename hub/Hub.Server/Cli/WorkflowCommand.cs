using System.CommandLine;

namespace Hub.Server.Cli;

/// <summary><c>hub workflow …</c>.</summary>
internal static class WorkflowCommand
{
    public static Command Create(HubActions actions) => new("workflow", "Workflow definitions (Elsa 3 JSON)")
    {
        OverFiles("import", "Import definitions into the store; a running hub takes them up at its next start", actions.ImportWorkflows),
        OverFiles("lint", "Check definitions without importing them", actions.LintWorkflows),
        LaterCommand.Create("export", "Write definitions to files"),
        LaterCommand.Create("run", "Run a definition once, without a hub"),
        LaterCommand.Create("diff", "Compare two versions of a definition"),
    };

    private static Command OverFiles(string name, string description, Func<HubOptions, IReadOnlyList<string>, CancellationToken, Task<WorkflowOutcome>>? action)
    {
        if (action is null)
        {
            return LaterCommand.Create(name, description);
        }

        var files = new Argument<string[]>("FILE") { Description = "Files with one definition each", Arity = ArgumentArity.OneOrMore };
        var json = CommandSettings.JsonOption();
        var command = new Command(name, $"{description}. {ExitCodes.Help}") { files, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var paths = parsed.GetRequiredValue(files);
            if (paths.FirstOrDefault(path => !File.Exists(path)) is { } missing)
            {
                throw new CommandRefusedException($"there is no file {Path.GetFullPath(missing)}.");
            }

            var outcome = await action(parsed.Settings(), paths, cancellationToken);
            if (parsed.GetValue(json))
            {
                await parsed.WriteJsonAsync(outcome);
            }
            else
            {
                foreach (var line in outcome.Lines)
                {
                    await parsed.WriteAsync(line);
                }
            }

            return outcome.Succeeded ? ExitCodes.Done : ExitCodes.Negative;
        });
        return command;
    }
}
