using System.CommandLine;
using System.Text.Json;
using Hub.Workflows;
using Hub.Workflows.Comparison;

namespace Hub.Server.Cli.Workflows;

/// <summary><c>hub workflow diff A B</c>: what differs between two workflows for whoever runs or reads them.</summary>
internal static class WorkflowDiff
{
    public static Command Create()
    {
        var before = new Argument<string>("A") { Description = WorkflowSources.Place };
        var after = new Argument<string>("B") { Description = "The same for the later one" };
        var tenant = WorkflowSources.TenantOption();
        var json = CommandSettings.JsonOption();
        var command = new Command(
            "diff",
            "Compare two workflows or two versions of one: steps, expressions, connections, variables, options. Moves on the canvas are counted, not shown. "
            + "Exit codes: 0 nothing differs in what runs; 1 something differs; 2 could not be carried out.")
        {
            before, after, tenant, json,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var sources = new WorkflowSources(parsed, WorkflowSources.TenantOf(parsed, tenant));
            var earlier = await sources.ReadAsync("A", parsed.GetRequiredValue(before), cancellationToken);
            var later = await sources.ReadAsync("B", parsed.GetRequiredValue(after), cancellationToken);
            var comparison = DefinitionComparison.Of(earlier.Definition, later.Definition);
            if (parsed.GetValue(json))
            {
                await parsed.WriteJsonAsync(new { Earlier = earlier.Name, Later = later.Name, Comparison = Json(comparison) });
            }
            else
            {
                await parsed.WriteAsync($"{earlier.Name} -> {later.Name}");
                foreach (var line in ComparisonWriter.Lines(comparison, WorkflowSources.Language))
                {
                    await parsed.WriteAsync(line);
                }
            }

            return comparison.IsSame ? ExitCodes.Done : ExitCodes.Negative;
        });
        return command;
    }

    /// <summary>A comparison as JSON.</summary>
    public static JsonElement Json(DefinitionComparison comparison) => JsonValues.Write(comparison, static (writer, result) =>
    {
        writer.WriteStartObject();
        ComparisonWriter.WriteMembers(result, writer);
        writer.WriteEndObject();
    });
}
