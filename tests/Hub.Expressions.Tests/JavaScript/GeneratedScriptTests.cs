using System.Text.Json;
using Xunit.Abstractions;

namespace Hub.Expressions.Tests.JavaScript;

/// <summary>Generated programs in Node and here.</summary>
public sealed class GeneratedScriptTests(ITestOutputHelper output)
{
    [FactIfNode]
    public async Task Evaluate_GeneratedPrograms_GiveWhatNodeGives()
    {
        var count = Environment.GetEnvironmentVariable("HUB_TEST_FULL") == "1" ? 200_000 : 2_000;
        var generator = new ScriptGenerator(seed: 20261122);
        using var node = new NodeProcess("script.mjs", FactIfNodeAttribute.Folder);
        var differences = new List<string>();
        var threw = 0;
        for (var done = 0; done < count; done += 2_000)
        {
            var sources = Enumerable.Range(0, 2_000).Select(_ => generator.Next()).ToArray();
            var theirs = await node.AskAsync([.. sources.Select(static source => JsonSerializer.Serialize(source))]);
            for (var i = 0; i < sources.Length; i++)
            {
                var ours = Ours(sources[i]);
                threw += theirs[i].StartsWith("throws", StringComparison.Ordinal) ? 1 : 0;
                if (!Same(ours, theirs[i]))
                {
                    differences.Add($"{sources[i]}\n   node: {theirs[i]}\n   here: {ours}");
                }
            }
        }

        output.WriteLine($"{count} programs compared, {threw} of them threw.");
        Assert.True(differences.Count == 0, $"{differences.Count} of {count} differ:\n{string.Join('\n', differences.OrderBy(static each => each.Length).Take(20))}");
        Assert.True(threw < count / 2, "Most programs throw: the generator compares too little.");
    }

    private static string Ours(string source)
    {
        try
        {
            return Js.Run(source);
        }
        catch (ExpressionException error)
        {
            return error.Kind switch
            {
                ExpressionErrorKind.Runtime => "throws " + error.Detail.Split(':')[0],
                ExpressionErrorKind.Budget => "budget " + error.Budget,
                _ => "throws SyntaxError",
            };
        }
    }

    private static bool Same(string ours, string theirs) =>
        ours == theirs
        || (ours.StartsWith('[') && theirs.StartsWith('[') && JsonElement.DeepEquals(JsonElement.Parse(ours), JsonElement.Parse(theirs)));
}
