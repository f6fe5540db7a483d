using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hub.JsonSchema.Compatibility;
using Xunit.Abstractions;

namespace Hub.JsonSchema.Tests.Compatibility;

/// <summary>
/// What the comparison says of generated pairs is held against documents: nothing compatible may have a counter-example, everything
/// incompatible must show one, and little may stay unknown. 1,000 pairs; 10,000 with <c>HUB_TEST_FULL=1</c>.
/// </summary>
public sealed class GeneratedPairsTests(ITestOutputHelper output)
{
    private static readonly SchemaOptions Options = new() { AssertFormats = true };
    private static readonly int Pairs = Environment.GetEnvironmentVariable("HUB_TEST_FULL") == "1" ? 10_000 : 1_000;

    [Fact]
    public void Compare_GeneratedPairs_SaysOnlyWhatDocumentsConfirm()
    {
        var registry = new SchemaRegistry();
        var counts = new int[2, 3];
        var documents = 0L;
        var shownByDocuments = 0;
        var wrong = new List<string>();
        var unknown = new List<string>();
        var slowest = new PriorityQueue<int, TimeSpan>();
        for (var seed = 0; seed < Pairs; seed++)
        {
            var (older, newer) = Pair(seed);
            var begun = Stopwatch.GetTimestamp();
            var report = SchemaComparison.Compare(registry, older, newer);
            slowest.Enqueue(seed, -Stopwatch.GetElapsedTime(begun));
            counts[0, (int)report.Backward]++;
            counts[1, (int)report.Forward]++;
            var (oldValidator, newValidator) = (registry.Compile(older, Options), registry.Compile(newer, Options));
            wrong.AddRange(WrongWitnesses(report, oldValidator, newValidator).Select(each => $"pair {seed}: {each}"));
            unknown.AddRange(report.Changes.Where(change => change.Verdict == Verdict.Unknown).Select(change => $"pair {seed}: {change.Direction} {change.InstancePath} {change.Keyword}"));
            var shown = false;
            foreach (var document in Documents(registry, older, newer, seed))
            {
                documents++;
                var (byOld, byNew) = (oldValidator.IsValid(document), newValidator.IsValid(document));
                shown |= byOld && !byNew;
                if ((report.Backward == Verdict.Compatible && byOld && !byNew) || (report.Forward == Verdict.Compatible && byNew && !byOld))
                {
                    wrong.Add($"pair {seed}: backward {report.Backward}, forward {report.Forward}, but old {byOld} and new {byNew} on {Encoding.UTF8.GetString(document)}");
                    break;
                }
            }

            shownByDocuments += shown ? 1 : 0;
        }

        output.WriteLine($"{Pairs} pairs, {documents} documents; these alone show {shownByDocuments} pairs to be incompatible backward");
        output.WriteLine($"backward: {counts[0, 0]} compatible, {counts[0, 1]} incompatible, {counts[0, 2]} unknown");
        output.WriteLine($"forward:  {counts[1, 0]} compatible, {counts[1, 1]} incompatible, {counts[1, 2]} unknown");
        output.WriteLine("slowest: " + string.Join(", ", Enumerable.Range(0, 5).Select(_ => slowest.TryDequeue(out var seed, out var time) ? $"pair {seed} {-time.TotalMilliseconds:F0} ms" : "")));
        output.WriteLine(string.Join('\n', unknown.Take(40)));
        Assert.True(wrong.Count == 0, string.Join('\n', wrong.Take(10)));
        Assert.True(counts[0, 0] > Pairs / 10 && counts[0, 1] > Pairs / 10 && counts[1, 0] > Pairs / 10 && counts[1, 1] > Pairs / 10, "each verdict must be well represented, or this proves little");
        Assert.True(shownByDocuments * 3 > counts[0, 1] * 2, "documents that find few of the incompatible pairs would find few mistakes");
        Assert.True((counts[0, 2] + counts[1, 2]) * 10 <= Pairs * 2, $"unknown: {counts[0, 2]} backward, {counts[1, 2]} forward of {Pairs}");
    }

    internal static (JsonElement Older, JsonElement Newer) Pair(int seed)
    {
        var chance = new Random(seed);
        var older = new SchemaMaker(chance).Make();
        var newer = older;
        for (var edits = chance.Next(1, 6); edits > 0; edits--)
        {
            newer = new SchemaEdits(chance).Edit(newer);
        }

        return (Parse(older), Parse(newer));
    }

    private static JsonElement Parse(JsonNode node)
    {
        using var document = JsonDocument.Parse(node.ToJsonString());
        return document.RootElement.Clone();
    }

    private static IEnumerable<string> WrongWitnesses(CompatibilityReport report, JsonSchemaValidator older, JsonSchemaValidator newer)
    {
        foreach (var direction in Enum.GetValues<Direction>())
        {
            var verdict = direction == Direction.Backward ? report.Backward : report.Forward;
            var changes = report.Changes.Where(change => change.Direction == direction).ToList();
            if ((verdict == Verdict.Compatible) != (changes.Count == 0))
            {
                yield return $"{direction} is {verdict} with {changes.Count} changes";
            }

            if (verdict == Verdict.Incompatible && !changes.Exists(change => change.Witness is not null))
            {
                yield return $"{direction} is incompatible without a witness";
            }

            foreach (var change in changes)
            {
                var (accepting, refusing) = direction == Direction.Backward ? (older, newer) : (newer, older);
                if (change.Witness is { } witness && (!accepting.IsValid(witness) || refusing.IsValid(witness)))
                {
                    yield return $"{direction} {change.InstancePath} {change.Keyword}: the witness {witness.GetRawText()} proves nothing";
                }
            }
        }
    }

    /// <summary>From both versions: made by their generators, and made without them by reading the schemas naively.</summary>
    private static IEnumerable<byte[]> Documents(SchemaRegistry registry, JsonElement older, JsonElement newer, int seed)
    {
        foreach (var schema in new[] { older, newer })
        {
            var generator = new DocumentGenerator(registry, schema, Options);
            for (var i = 0; i < 2; i++)
            {
                foreach (var made in new[] { generator.Valid((seed * 100) + i), generator.NearMiss((seed * 100) + i) })
                {
                    if (made is { } document)
                    {
                        yield return Encoding.UTF8.GetBytes(document.GetRawText());
                    }
                }
            }

            var naive = new NaiveDocuments(schema, new Random(seed));
            for (var i = 0; i < 40; i++)
            {
                yield return Encoding.UTF8.GetBytes(naive.Make()?.ToJsonString() ?? "null");
            }
        }
    }
}
