using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Hub.Server.Workflows;
using Hub.Workflows;
using Hub.Workflows.Graph;
using Hub.Workflows.Runtime;

namespace Hub.Server.Cli.Workflows;

/// <summary><c>hub workflow run FILE</c>: one run of a definition, without a hub and without touching anything outside.</summary>
internal static class WorkflowRun
{
    /// <summary>The workflow waits for something that only people or systems outside bring.</summary>
    private const int Waits = 3;

    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "A workflow file, or a folder with a workflow.json" };
        var input = new Option<string?>("--input") { Description = "JSON, or a file that holds it: of a procedure the citizen's request, otherwise the workflow's inputs as an object; {}, if absent" };
        var answers = new Option<string?>("--answers") { Description = "A JSON file with what connectors answer: {\"connector.operation\": answer, or [answers in turn]}; the examples of their manifests, if absent" };
        var with = new Option<string[]>("--with") { Description = "Files or folders of other workflows that this one uses", AllowMultipleArgumentsPerToken = true };
        var json = CommandSettings.JsonOption();
        var command = new Command(
            "run",
            "Run a definition once in a store that is thrown away: no hub, no connectors, no outside calls; times that it waits for are skipped. Prints the journal. "
            + "Exit codes: 0 finished; 1 faulted, cancelled or refused; 2 could not be run; 3 waits for something that people or systems outside bring.")
        {
            file, input, answers, with, json,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var path = WorkflowSources.Files([parsed.GetRequiredValue(file)]) is [var only] ? only : throw new CommandRefusedException("FILE: one workflow was expected; give the others with --with.");
            var definition = await WorkflowSources.ReadFileAsync("FILE", path, cancellationToken);
            var prepared = parsed.GetValue(answers) is { } answerFile ? ParseJson("--answers", await ReadTextAsync("--answers", answerFile, cancellationToken)) : default;
            await using var rehearsal = await Rehearsal.OpenAsync(parsed.Settings(), prepared, cancellationToken);
            foreach (var other in parsed.GetValue(with) is { Length: > 0 } others ? WorkflowSources.Files(others) : [])
            {
                await rehearsal.PublishAsync(other, await WorkflowSources.ReadFileAsync("--with", other, cancellationToken), cancellationToken);
            }

            await rehearsal.PublishAsync(path, definition, cancellationToken);
            await rehearsal.StartAsync(definition.DefinitionId, await InputAsync(parsed.GetValue(input), cancellationToken), cancellationToken);
            await rehearsal.PlayAsync(cancellationToken);
            var report = Report(rehearsal, definition.DefinitionId);
            await (parsed.GetValue(json) ? parsed.WriteJsonAsync(report) : WriteTextAsync(parsed, report));
            return report.Instances[0].SubStatus switch
            {
                nameof(WorkflowSubStatus.Finished) => ExitCodes.Done,
                nameof(WorkflowSubStatus.Faulted) or nameof(WorkflowSubStatus.Cancelled) => ExitCodes.Negative,
                _ => Waits,
            };
        });
        return command;
    }

    private static async Task<byte[]> InputAsync(string? given, CancellationToken cancellationToken)
    {
        var text = given is null ? "{}" : File.Exists(given) ? await File.ReadAllTextAsync(given, cancellationToken) : given;
        ParseJson("--input", text);
        return System.Text.Encoding.UTF8.GetBytes(text);
    }

    private static async Task<string> ReadTextAsync(string option, string file, CancellationToken cancellationToken) => File.Exists(file)
        ? await File.ReadAllTextAsync(file, cancellationToken)
        : throw new CommandRefusedException($"{option}: there is no file {Path.GetFullPath(file)}.");

    private static JsonElement ParseJson(string option, string text)
    {
        try
        {
            return JsonElement.Parse(text);
        }
        catch (JsonException error)
        {
            throw new CommandRefusedException($"{option}: JSON or a file with JSON was expected, but reading stops at line {error.LineNumber + 1}. Correct it there; in a shell, put single quotes around it.");
        }
    }

    private static RunReport Report(Rehearsal rehearsal, string definitionId)
    {
        var instances = rehearsal.Instances();
        var first = instances.First(instance => instance.DefinitionId == definitionId);
        var ordered = instances.OrderBy(instance => instance.Id != first.Id).ToList();
        return new RunReport(
            [.. ordered.Select(instance => Told(rehearsal, instance))],
            [.. ordered.SelectMany((instance, number) => Lines(rehearsal, instance, number + 1)).OrderBy(line => line.At)],
            [.. rehearsal.Channel.Calls.Select(call => new CalledConnector(call.At - rehearsal.Began, call.Connector, call.Operation, call.Payload, call.Answer.IsSet() ? call.Answer : null))]);
    }

    private static RanInstance Told(Rehearsal rehearsal, ListedInstance instance)
    {
        var state = WorkflowInstance.Deserialize(rehearsal.Get<IWorkflowStore>().FindInstance(instance.Id)!.State); // listed, so it is there
        return new RanInstance(
            instance.DefinitionId,
            instance.Version,
            instance.SubStatus,
            state.Output,
            [.. state.Incidents.Select(incident => $"{incident.ActivityId}: {incident.Message}")],
            [.. state.Bookmarks.Select(bookmark => $"{bookmark.ActivityId}: {bookmark.Name}")]);
    }

    private static IEnumerable<JournalLine> Lines(Rehearsal rehearsal, ListedInstance instance, int number)
    {
        var graph = rehearsal.Get<GraphCache>().Get(instance.VersionId);
        var executions = rehearsal.Executions(instance.Id).ToDictionary(execution => execution.Id, StringComparer.Ordinal);
        foreach (var entry in rehearsal.Journal(instance.Id))
        {
            var node = graph.FindByNodeId(entry.Execution.NodeId);
            var execution = executions.GetValueOrDefault(entry.Execution.Id) ?? entry.Execution;
            yield return new JournalLine(
                entry.At - rehearsal.Began,
                number,
                entry.EventName,
                node is null ? entry.Execution.NodeId : LabelOf(node),
                node?.Descriptor.TypeName ?? "",
                entry.Event == JournalEvent.Completed && execution.Outcomes is { } outcomes ? outcomes : [],
                entry.Message,
                entry.Event == JournalEvent.Completed && node?.Descriptor.TypeName == "Elsa.WriteLine" ? TextOf(node, execution) : null);
        }
    }

    private static string LabelOf(GraphNode node) =>
        node.Json.Member("metadata").Member("displayText").AsText() is { Length: > 0 } title ? title : node.Name is { Length: > 0 } name ? name : node.Id;

    private static string? TextOf(GraphNode node, RecordedExecution execution) =>
        execution.Inputs.TryGetValue("Text", out var text) ? text.AsText() : node.ConstantState.FirstOrDefault(input => input.Key == "Text").Value.AsText();

    private static async Task WriteTextAsync(ParseResult parsed, RunReport report)
    {
        foreach (var line in report.Journal)
        {
            var instance = report.Instances.Count > 1 ? $"#{line.Instance} " : "";
            var outcomes = line.Outcomes.Count > 0 ? $" -> {string.Join(", ", line.Outcomes)}" : "";
            await parsed.WriteAsync($"{Time(line.At)} {instance}{line.Event,-10} {line.Activity} ({line.Type}){outcomes}{(line.Message is null ? "" : $": {line.Message}")}");
            if (line.Text is not null)
            {
                await parsed.WriteAsync($"{"",15}| {line.Text}");
            }
        }

        foreach (var call in report.Calls)
        {
            await parsed.WriteAsync($"{Time(call.At)} call {call.Connector}.{call.Operation} {call.Payload.GetRawText()} -> {call.Answer?.GetRawText() ?? "refused: no answer is prepared"}");
        }

        var number = 0;
        foreach (var instance in report.Instances)
        {
            await parsed.WriteAsync($"{(report.Instances.Count > 1 ? $"#{++number} " : "")}{instance.DefinitionId}: {instance.SubStatus}");
            foreach (var (name, value) in instance.Output)
            {
                await parsed.WriteAsync($"  output {name}: {value.GetRawText()}");
            }

            foreach (var incident in instance.Incidents)
            {
                await parsed.WriteAsync($"  incident {incident}");
            }

            foreach (var wait in instance.WaitsFor)
            {
                await parsed.WriteAsync($"  waits at {wait}");
            }
        }
    }

    private static string Time(TimeSpan since) => since.ToString(since.TotalDays >= 1 ? "d'd 'hh':'mm':'ss" : "hh':'mm':'ss'.'fff", CultureInfo.InvariantCulture).PadRight(14);

    private sealed record RunReport(IReadOnlyList<RanInstance> Instances, IReadOnlyList<JournalLine> Journal, IReadOnlyList<CalledConnector> Calls);

    private sealed record RanInstance(
        string DefinitionId, int Version, string SubStatus, IReadOnlyDictionary<string, JsonElement> Output, IReadOnlyList<string> Incidents, IReadOnlyList<string> WaitsFor);

    private sealed record JournalLine(TimeSpan At, int Instance, string Event, string Activity, string Type, IReadOnlyList<string> Outcomes, string? Message, string? Text);

    private sealed record CalledConnector(TimeSpan At, string Connector, string Operation, JsonElement Payload, JsonElement? Answer);
}
