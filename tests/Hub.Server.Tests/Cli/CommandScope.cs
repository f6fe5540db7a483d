using System.Text.Json;
using Hub.Server.Cli;
using Microsoft.Extensions.Configuration;

namespace Hub.Server.Tests.Cli;

/// <summary>Command lines on a data folder of their own, on free ports and without content, unless a test says otherwise.</summary>
internal sealed class CommandScope : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    private readonly HubActions actions = new() { Serve = (_, _) => Task.FromResult(0) };

    public string Folder { get; } = Directory.CreateTempSubdirectory("hub-cli-").FullName;

    public string Data => Path.Combine(Folder, "data");

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    public Task<(int Exit, string Output, string Error)> RunAsync(string[] arguments, params (string Name, string Value)[] settings) => RunAsync(
        arguments,
        new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?>
            {
                ["Hub:Data"] = Data,
                ["Hub:Http"] = "http://127.0.0.1:0",
                ["Hub:Grpc"] = "http://127.0.0.1:0",
                ["Hub:Management"] = "http://127.0.0.1:0",
                ["Hub:Schemas"] = "",
                ["Hub:Connectors"] = "",
                ["Hub:Procedures"] = "",
            })
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Name, (string?)setting.Value)))
            .Build());

    public async Task<(int Exit, string Output, string Error)> RunAsync(string[] arguments, IConfiguration settings)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var exit = await HubCommand.RunAsync(arguments, actions, output, error, settings).WaitAsync(Limit);
        return (exit, output.ToString(), error.ToString());
    }

    /// <summary>What the doctor finds, and his exit code.</summary>
    public async Task<Examination> ExamineAsync(params (string Name, string Value)[] settings)
    {
        var (exit, output, _) = await RunAsync(["doctor", "--json", "--full"], settings);
        using var document = JsonDocument.Parse(output);
        return new Examination(exit,
        [
            .. document.RootElement.GetProperty("findings").EnumerateArray().Select(finding => new Seen(
                Text(finding, "check"), Text(finding, "verdict"), Both(finding, "what"), Both(finding, "why"), Both(finding, "mend"))),
        ]);
    }

    private static string Text(JsonElement finding, string member) => finding.GetProperty(member).GetString() ?? "";

    private static LocalizedText? Both(JsonElement finding, string member) =>
        finding.GetProperty(member) is { ValueKind: JsonValueKind.Object } text ? new LocalizedText(Text(text, "fr"), Text(text, "en")) : null;
}

internal sealed record Examination(int Exit, IReadOnlyList<Seen> Findings)
{
    /// <summary>The worst that was found under a check's name.</summary>
    public Seen Worst(string check) => Findings.Where(finding => finding.Check == check).MaxBy(finding => Array.IndexOf(["ok", "note", "warning", "broken"], finding.Verdict))
        ?? throw new InvalidOperationException($"The doctor did not look at '{check}': {string.Join(", ", Findings.Select(finding => finding.Check))}");
}

internal sealed record Seen(string Check, string Verdict, LocalizedText? What, LocalizedText? Why, LocalizedText? Mend);
