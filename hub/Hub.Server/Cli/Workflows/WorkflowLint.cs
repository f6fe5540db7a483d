using System.CommandLine;
using Hub.Server.Workflows;
using Hub.Workflows.Definitions;

namespace Hub.Server.Cli.Workflows;

/// <summary><c>hub workflow lint</c>: files checked without importing them.</summary>
internal static class WorkflowLint
{
    private const string NotReadable = "not-readable";
    private const string NotPublishable = "not-publishable";

    public static Command Create()
    {
        var places = new Argument<string[]>("PATH") { Description = "Workflow files, or folders of them (NAME.json, NAME/workflow.json)", Arity = ArgumentArity.OneOrMore };
        var json = CommandSettings.JsonOption();
        var command = new Command(
            "lint",
            "Check definitions without importing them. Exit codes: 0 each can be published, whatever is remarked; 1 one cannot be read or published; 2 could not be carried out.")
        {
            places, json,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var files = WorkflowSources.Files(parsed.GetRequiredValue(places));
            await using var hub = await ThrowawayHub.OpenAsync(parsed.Settings(), before: null, cancellationToken);
            var linted = new List<LintedFile>();
            foreach (var file in files)
            {
                linted.Add(new LintedFile(file, await CheckAsync(hub.Get<GraphCache>(), file, cancellationToken)));
            }

            await (parsed.GetValue(json) ? parsed.WriteJsonAsync(linted.Select(Json)) : WriteTextAsync(parsed, linted));
            return linted.TrueForAll(file => file.Remarks.TrueForAll(remark => !remark.IsError)) ? ExitCodes.Done : ExitCodes.Negative;
        });
        return command;
    }

    private static async Task<List<LintRemark>> CheckAsync(GraphCache graphs, string file, CancellationToken cancellationToken)
    {
        try
        {
            var graph = graphs.Check(await WorkflowFolder.ReadAsync(file, cancellationToken), TenantIds.Shared);
            return
            [
                .. graph.PublicationErrors.Select(error => new LintRemark(NotPublishable, IsError: true, "", null, new(error.French, error.English))),
                .. graph.Warnings.Select(warning => new LintRemark(warning.Code, IsError: false, warning.Place, warning.ActivityId, new(warning.Text.French, warning.Text.English))),
            ];
        }
        catch (DefinitionException error)
        {
            return [new LintRemark(NotReadable, IsError: true, error.Place, null, new(error.Text.French, error.Text.English))];
        }
    }

    private static async Task WriteTextAsync(ParseResult parsed, List<LintedFile> linted)
    {
        foreach (var file in linted)
        {
            foreach (var remark in file.Remarks)
            {
                var text = WorkflowSources.Language.StartsWith("fr", StringComparison.Ordinal) ? remark.Text.Fr : remark.Text.En;
                await parsed.WriteAsync($"{file.File}: {(remark.IsError ? "error" : "warning")} {(remark.Place.Length == 0 ? "" : remark.Place + ": ")}{text} [{remark.Rule}]");
            }

            if (file.Remarks.Count == 0)
            {
                await parsed.WriteAsync($"{file.File}: nothing to remark");
            }
        }
    }

    private static object Json(LintedFile file) => new
    {
        file.File,
        Remarks = file.Remarks.Select(remark => new { remark.Rule, Severity = remark.IsError ? "error" : "warning", remark.Place, remark.ActivityId, remark.Text }),
    };

    private sealed record LintedFile(string File, List<LintRemark> Remarks);

    /// <param name="Rule">A stable name of what is remarked.</param>
    /// <param name="IsError">Whether it keeps the definition from being published.</param>
    /// <param name="Place">JSON Pointer from the definition's top; empty where it is about the whole.</param>
    private sealed record LintRemark(string Rule, bool IsError, string Place, string? ActivityId, LocalizedText Text);
}
