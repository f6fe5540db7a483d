using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using Hub.Benchmarks.Peers;
using Hub.Benchmarks.Sides;

namespace Hub.Benchmarks.Validation;

/// <summary>
/// Blaze, the validator in C++, through its own command line: it parses the documents, then times each by itself, so many times in a row.
/// Its figures are the clock's, and it runs a document with itself for a neighbour; both favour it.
/// </summary>
internal sealed partial class BlazeSide(string program, string folder, IReadOnlyList<SchemaSet> sets)
{
    private const int Loops = 2000;

    public static async Task<BlazeSide> PrepareAsync(NodePeers peers, string folder, IReadOnlyList<SchemaSet> sets, CancellationToken cancellationToken)
    {
        var architecture = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? "arm64" : "x86_64";
        var program = Path.Combine(peers.Folder, "node_modules", "@sourcemeta", "jsonschema", "build", "github-releases", $"jsonschema-linux-{architecture}");

        // npm unpacks it as data; its own installer would say that it may run.
        await ShortProgram.RunAsync("chmod", ["u+x", program], new Dictionary<string, string>(), peers.Folder, cancellationToken);
        for (var index = 0; index < sets.Count; index++)
        {
            var home = Directory.CreateDirectory(Path.Combine(folder, index.ToString(CultureInfo.InvariantCulture))).FullName;
            var needs = Directory.CreateDirectory(Path.Combine(home, "needs")).FullName;
            await File.WriteAllTextAsync(Path.Combine(home, "schema.json"), sets[index].Schema, cancellationToken);
            await File.WriteAllLinesAsync(Path.Combine(home, "documents.jsonl"), sets[index].Documents, cancellationToken);
            for (var other = 0; other < sets[index].Needs.Count; other++)
            {
                await File.WriteAllTextAsync(Path.Combine(needs, $"{other}.json"), sets[index].Needs[other], cancellationToken);
            }
        }

        return new BlazeSide(program, folder, sets);
    }

    /// <returns>What it costs, and its verdicts; what it cannot tell is 0.</returns>
    public async Task<SetCost> MeasureAsync(int index, CancellationToken cancellationToken)
    {
        var home = Path.Combine(folder, index.ToString(CultureInfo.InvariantCulture));
        string[] resolve = sets[index].Needs.Count > 0 ? ["--resolve", Path.Combine(home, "needs")] : [];

        // It ends with 2 where a document is invalid, which here is as it should be.
        var output = await ShortProgram.RunAsync(
            "sh",
            ["-c", "\"$@\" 2>&1 || [ $? -eq 2 ]", "sh", program, "validate", Path.Combine(home, "schema.json"), Path.Combine(home, "documents.jsonl"), "--benchmark", "--fast", "--continue", "--loop", Loops.ToString(CultureInfo.InvariantCulture), .. resolve],
            new Dictionary<string, string>(),
            home,
            cancellationToken);

        // It takes the documents in an order of its own, and numbers them from 1.
        var lines = Line().Matches(output).OrderBy(line => int.Parse(line.Groups[1].Value, CultureInfo.InvariantCulture)).ToArray();
        if (lines.Length != sets[index].Documents.Count)
        {
            throw new BenchmarkRefusedException($"{sets[index].Name}: Blaze says something of {lines.Length} documents instead of {sets[index].Documents.Count}:\n{output[..Math.Min(output.Length, 500)]}");
        }

        return new SetCost(
            sets[index].Name,
            [.. lines.Select(line => line.Groups[2].Value == "PASS")],
            0,
            lines.Average(line => double.Parse(line.Groups[3].Value, CultureInfo.InvariantCulture)) * 1000,
            0);
    }

    [GeneratedRegex(@"\[(\d+)\]: (PASS|FAIL) ([0-9.]+) \+-", RegexOptions.NonBacktracking)]
    private static partial Regex Line();
}
