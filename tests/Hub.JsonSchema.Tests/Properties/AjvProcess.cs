using System.Diagnostics;
using System.Text.Json;

namespace Hub.JsonSchema.Tests.Properties;

/// <summary>ajv 8 in a Node process: a schema and documents in, its verdicts out.</summary>
internal sealed class AjvProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly Process process;

    public AjvProcess()
    {
        var start = new ProcessStartInfo(NodeOnPath ?? "node")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
            WorkingDirectory = Folder ?? throw new DirectoryNotFoundException("Run npm ci in tests/Hub.JsonSchema.Tests/differential."),
        };
        start.ArgumentList.Add("ajv.cjs");
        process = Process.Start(start) ?? throw new InvalidOperationException("node did not start");
    }

    public static string? NodeOnPath { get; } =
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(folder => Path.Combine(folder, "node")).FirstOrDefault(File.Exists);

    /// <summary>The folder with the program and its packages; null when they are not installed.</summary>
    public static string? Folder { get; } =
        Directory.Exists(Repository.Folder("tests/Hub.JsonSchema.Tests/differential/node_modules/ajv")) ? Repository.Folder("tests/Hub.JsonSchema.Tests/differential") : null;

    /// <summary>Its verdicts, or null for a schema that it does not compile. Questions and answers flow at once, so no pipe fills up.</summary>
    public async Task<bool[]?[]> AskAsync(IReadOnlyList<Question> questions)
    {
        var sending = Task.Run(async () =>
        {
            foreach (var question in questions)
            {
                await process.StandardInput.WriteLineAsync($$"""{"schema":{{question.Schema}},"documents":{{JsonSerializer.Serialize(question.Documents)}},"formats":{{(question.Formats ? "true" : "false")}}}""");
            }

            await process.StandardInput.FlushAsync();
        });
        var answers = new bool[]?[questions.Count];
        for (var i = 0; i < answers.Length; i++)
        {
            var line = await process.StandardOutput.ReadLineAsync().WaitAsync(Patience) ?? throw new InvalidOperationException($"Node ended after {i} of {answers.Length} answers.");
            var answer = JsonElement.Parse(line);
            answers[i] = answer.TryGetProperty("verdicts", out var verdicts) ? [.. verdicts.EnumerateArray().Select(verdict => verdict.GetBoolean())] : null;
        }

        await sending.WaitAsync(Patience);
        return answers;
    }

    public void Dispose()
    {
        process.StandardInput.Close();
        if (!process.WaitForExit(TimeSpan.FromSeconds(30)))
        {
            process.Kill(entireProcessTree: true);
        }

        process.Dispose();
    }
}

/// <param name="Schema">JSON text with <c>$schema</c>, on one line.</param>
/// <param name="Documents">JSON texts.</param>
internal sealed record Question(string Schema, IReadOnlyList<string> Documents, bool Formats = false);
