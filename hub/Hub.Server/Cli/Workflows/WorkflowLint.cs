using System.CommandLine;
using Hub.Server.Workflows;
using Hub.Server.Workflows.Checks;
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
            var linted = await CheckAsync(parsed.Settings(), WorkflowSources.Files(parsed.GetRequiredValue(places)), cancellationToken);
            await (parsed.GetValue(json) ? parsed.WriteJsonAsync(linted.Select(Json)) : WriteTextAsync(parsed, linted));
            return linted.All(file => file.CanBePublished) ? ExitCodes.Done : ExitCodes.Negative;
        });
        return command;
    }

    /// <summary>Checks files with the schemas and manifests of this machine.</summary>
    public static async Task<IReadOnlyList<LintedFile>> CheckAsync(HubOptions settings, IReadOnlyList<string> files, CancellationToken cancellationToken)
    {
        await using var hub = await ThrowawayHub.OpenAsync(settings, before: null, cancellationToken);
        var linted = new List<LintedFile>();
        foreach (var file in files)
        {
            linted.Add(new LintedFile(file, await CheckAsync(hub.Get<GraphCache>(), hub.Get<WorkflowChecks>(), file, cancellationToken)));
        }

        return linted;
    }

    private static async Task<IReadOnlyList<LintRemark>> CheckAsync(GraphCache graphs, WorkflowChecks checks, string file, CancellationToken cancellationToken)
    {
        try
        {
            var graph = graphs.Check(await WorkflowFolder.ReadAsync(file, cancellationToken), TenantIds.Shared);
            return
            [
                .. graph.PublicationErrors.Select(error => new LintRemark(NotPublishable, IsError: true, "", null, new(error.French, error.English))),
                .. checks.Of(graph).Select(finding => new LintRemark(
                    finding.Rule, IsError: false, finding.Pointer, finding.ActivityId, new($"{finding.Message.Fr} {finding.Help.Fr}".TrimEnd(), $"{finding.Message.En} {finding.Help.En}".TrimEnd()))),
            ];
        }
        catch (DefinitionException error)
        {
            return [new LintRemark(NotReadable, IsError: true, error.Place, null, new(error.Text.French, error.Text.English))];
        }
    }

    private static async Task WriteTextAsync(ParseResult parsed, IReadOnlyList<LintedFile> linted)
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
}

/// <summary>What is remarked about a file.</summary>
internal sealed record LintedFile(string File, IReadOnlyList<LintRemark> Remarks)
{
    public bool CanBePublished => Remarks.All(remark => !remark.IsError);
}

/// <param name="Rule">A stable name of what is remarked.</param>
/// <param name="IsError">Whether it keeps the definition from being published.</param>
/// <param name="Place">JSON Pointer from the definition's top; empty where it is about the whole.</param>
internal sealed record LintRemark(string Rule, bool IsError, string Place, string? ActivityId, LocalizedText Text);
