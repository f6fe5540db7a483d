using System.Text;
using System.Text.Json;
using Hub.JsonSchema.Compatibility;
using Xunit.Abstractions;

namespace Hub.JsonSchema.Tests.Compatibility;

/// <summary>Any keywords in any company, against every document of a small world: what is called compatible has no counter-example in it.</summary>
public sealed class WildPairsTests(ITestOutputHelper output)
{
    private static readonly SchemaOptions Options = new() { AssertFormats = true };
    private static readonly int Pairs = Environment.GetEnvironmentVariable("HUB_TEST_FULL") == "1" ? 50_000 : 2_000;

    [Fact]
    public void Compare_WildPairs_SaysOnlyWhatASmallWorldConfirms()
    {
        var registry = new SchemaRegistry();
        var world = World().Select(Encoding.UTF8.GetBytes).ToList();
        var counts = new int[3];
        var shown = 0;
        var wrong = new List<string>();
        for (var seed = 0; seed < Pairs; seed++)
        {
            var chance = new Random(seed);
            var schemas = new WildSchemas(chance);
            var older = schemas.Make();
            var (before, after) = (Parse(older.ToJsonString()), Parse(schemas.Edit(older).ToJsonString()));
            var report = SchemaComparison.Compare(registry, before, after, new ComparisonLimits { Options = Options, MaxSamples = 60 });
            var (oldValidator, newValidator) = (registry.Compile(before, Options), registry.Compile(after, Options));
            foreach (var (verdict, accepting, refusing, direction) in new[] { (report.Backward, oldValidator, newValidator, Direction.Backward), (report.Forward, newValidator, oldValidator, Direction.Forward) })
            {
                counts[(int)verdict]++;
                var counterexample = world.Find(document => accepting.IsValid(document) && !refusing.IsValid(document));
                shown += counterexample is null ? 0 : 1;
                var witnesses = report.Changes.Where(change => change.Direction == direction).Select(change => change.Witness).OfType<JsonElement>().ToList();
                if ((verdict == Verdict.Compatible && counterexample is not null)
                    || (verdict == Verdict.Incompatible && witnesses.Count == 0)
                    || witnesses.Exists(witness => !accepting.IsValid(witness) || refusing.IsValid(witness)))
                {
                    wrong.Add($"pair {seed}, {direction} {verdict}: {before.GetRawText()} and {after.GetRawText()} on {(counterexample is null ? "no document" : Encoding.UTF8.GetString(counterexample))}");
                }
            }
        }

        output.WriteLine($"{Pairs} wild pairs both ways over a world of {world.Count} documents: {counts[0]} compatible, {counts[1]} incompatible ({shown} shown by the world), {counts[2]} unknown; {wrong.Count} wrong");
        output.WriteLine(string.Join('\n', wrong.Take(8)));
        Assert.Empty(wrong);
        Assert.True(counts[2] * 10 <= Pairs * 2, $"{counts[2]} of {Pairs * 2} are unknown");
    }

    private static JsonElement Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }

    private static IEnumerable<string> World()
    {
        string[] few = ["0", "1", "2", "\"a\"", "\"ab\"", "null", "true"];
        string[] plain = [.. few, "false", "-1", "3", "6", "0.5", "1.5", "\"\"", "\"b\"", "\"c\"", "\"ca\"", "\"abc\"", "\"2026-01-01\"", "[]", "{}"];
        string[] nested = [.. few, "[]", "{}", "[0]", "{\"a\":0}", "{\"b\":\"a\"}", "{\"a\":{\"a\":0}}", "[[0]]"];
        return plain
            .Concat(nested.Select(item => $"[{item}]"))
            .Concat(from first in nested from second in few select $"[{first},{second}]")
            .Concat(from first in few from second in few select $"[{first},{second},{first}]")
            .Concat(["[0,1,2,\"a\"]", "[0,0,0,0]", "[\"a\",\"b\",\"ab\",null,true]"])
            .Concat(from name in new[] { "a", "b", "c", "ab", "d", "" } from value in nested select $"{{\"{name}\":{value}}}")
            .Concat(from value in nested from other in few from names in new[] { ("a", "b"), ("a", "c"), ("b", "c"), ("a", "ab"), ("c", "d") } select $"{{\"{names.Item1}\":{value},\"{names.Item2}\":{other}}}")
            .Concat(from value in few from other in few select $"{{\"a\":{value},\"b\":{other},\"c\":{value}}}");
    }
}
