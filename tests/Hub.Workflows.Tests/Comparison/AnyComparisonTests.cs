using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hub.Workflows.Comparison;
using Hub.Workflows.Definitions;
using Hub.Workflows.Tests.Engine;
using Hub.Workflows.Tests.Properties;

namespace Hub.Workflows.Tests.Comparison;

/// <summary>What must hold for the comparison of any two definitions: made-up ones, and those that real Elsa was tested with.</summary>
public sealed class AnyComparisonTests
{
    private static readonly int Seeds = Environment.GetEnvironmentVariable("HUB_TEST_FULL") == "1" ? 5_000 : 200;

    [Fact]
    public void Of_AThingWithItself_IsEmpty()
    {
        foreach (var (name, definition) in All())
        {
            var comparison = DefinitionComparison.Of(definition, definition);

            Assert.True(comparison.IsSame && comparison.LayoutChanges == 0, $"{name}: {string.Join("; ", comparison.Changes.Select(change => change.Text.English))}");
        }
    }

    [Fact]
    public void Of_MembersInAnotherOrderAndBoxesMoved_IsSame()
    {
        var random = new Random(1);
        foreach (var (name, definition) in All())
        {
            var comparison = DefinitionComparison.Of(definition, Shuffled(definition, random));

            Assert.True(comparison.IsSame, $"{name}: {string.Join("; ", comparison.Changes.Select(change => change.Text.English))}");
            Assert.True(comparison.LayoutChanges > 0, $"{name}: boxes were moved.");
        }
    }

    [Fact]
    public void Of_ReadBackwards_TellsTheSame()
    {
        var all = All().ToList();
        for (var i = 0; i < all.Count; i++)
        {
            // A neighbour with nothing in common, and the same one with a few things broken out and put in.
            foreach (var other in new[] { all[(i + 1) % all.Count].Definition, Damaged(all[i].Definition, new Random(i)) })
            {
                var there = DefinitionComparison.Of(all[i].Definition, other);
                var back = DefinitionComparison.Of(other, all[i].Definition);

                Assert.Equal(there.Changes.Select(change => Told(change, backwards: false)).Order(StringComparer.Ordinal), back.Changes.Select(change => Told(change, backwards: true)).Order(StringComparer.Ordinal));
                Assert.Equal(there.LayoutChanges, back.LayoutChanges);
            }
        }
    }

    [Fact]
    public void Of_IdsMadeAnew_IsSame()
    {
        for (var seed = 1; seed <= Seeds; seed++)
        {
            var json = Made(seed);
            var comparison = DefinitionComparison.Of(Parse(json), Parse(Renumbered(json)));

            // Ids that scripts and variables name are others too; whatever else differs was not recognised.
            Assert.True(comparison.Changes.All(change => change.Subject is not ChangeSubject.Activity and not ChangeSubject.ActivityPlace), $"seed {seed}: {string.Join("; ", comparison.Changes.Select(change => change.Text.English))}");
        }
    }

    private static IEnumerable<(string Name, WorkflowDefinition Definition)> All()
    {
        for (var seed = 1; seed <= Seeds; seed++)
        {
            yield return ($"seed {seed}", Parse(Made(seed)));
        }

        foreach (var file in ElsaFiles.Definitions())
        {
            yield return (file, WorkflowDefinition.Parse(File.ReadAllBytes(file)));
        }
    }

    private static string Made(int seed)
    {
        var maker = new WorkflowMaker(seed);
        return $$"""{"id":"v1","definitionId":"d1","name":"Test","version":1,{{maker.Extra(null)}}"root":{{maker.Root()}}}""";
    }

    private static string Told(DefinitionChange change, bool backwards)
    {
        var kind = backwards ? change.Kind switch { ChangeKind.Added => ChangeKind.Removed, ChangeKind.Removed => ChangeKind.Added, var same => same } : change.Kind;
        var (before, after) = backwards ? (change.After, change.Before) : (change.Before, change.After);
        var (from, to) = backwards ? (change.ActivityAfter, change.ActivityBefore) : (change.ActivityBefore, change.ActivityAfter);
        var lines = change.Lines.Select(line => (Kind: backwards ? line.Kind switch { ChangeKind.Added => ChangeKind.Removed, ChangeKind.Removed => ChangeKind.Added, var same => same } : line.Kind, line.Text))
            .Select(line => $"{line.Kind}|{line.Text}").Order(StringComparer.Ordinal);
        // Of what is known by a name without regard to case, each side may spell it its own way.
        return $"{kind} {change.Subject} {from?.Id} {to?.Id} {(change.Subject == ChangeSubject.Variable ? "" : change.Name?.ToUpperInvariant())} {Raw(before)} {Raw(after)} {string.Join('\n', lines)}";
    }

    private static string Raw(JsonElement value) => value.IsSet() ? value.GetRawText() : "";

    // The members of every object in another order, save inside expressions, and another position for every box.
    private static WorkflowDefinition Shuffled(WorkflowDefinition definition, Random random)
    {
        var root = JsonNode.Parse(definition.ToJson(), documentOptions: new JsonDocumentOptions { MaxDepth = 4096 })!; // JSON that was just written
        var shuffled = Shuffle(root)!.AsObject();
        var outermost = shuffled["root"]!.AsObject(); // every definition has one
        if (outermost["metadata"] is not JsonObject)
        {
            outermost["metadata"] = new JsonObject();
        }

        outermost["metadata"]!["designer"] = JsonNode.Parse("""{"position":{"x":-1234.5,"y":9}}"""); // made above where there was none
        return Parse(shuffled.ToJsonString(new JsonSerializerOptions { MaxDepth = 4096 }));

        JsonNode? Shuffle(JsonNode? node) => node switch
        {
            JsonObject value => new JsonObject(value.OrderBy(_ => random.Next()).Select(member => KeyValuePair.Create(member.Key, Shuffle(member.Value))).ToList()),
            JsonArray items => new JsonArray([.. items.Select(Shuffle)]),
            _ => node?.DeepClone(),
        };
    }

    private static WorkflowDefinition Damaged(WorkflowDefinition definition, Random random)
    {
        var root = JsonNode.Parse(definition.ToJson(), documentOptions: new JsonDocumentOptions { MaxDepth = 4096 })!; // JSON that was just written
        foreach (var array in Arrays(root["root"]).Where(array => array.Count > 1).ToList())
        {
            switch (random.Next(4))
            {
                case 0:
                    array.RemoveAt(random.Next(array.Count));
                    break;
                case 1:
                    var moved = array[0];
                    array.RemoveAt(0);
                    array.Add(moved);
                    break;
                case 2 when array[0] is JsonObject step && step["type"] is not null:
                    array.Insert(0, JsonNode.Parse("""{"id":"brand-new","type":"Elsa.WriteLine","version":1,"text":{"typeName":"String","expression":{"type":"Literal","value":"new"}}}"""));
                    break;
            }
        }

        return Parse(root.ToJsonString(new JsonSerializerOptions { MaxDepth = 4096 }));
    }

    private static IEnumerable<JsonArray> Arrays(JsonNode? node) => node switch
    {
        JsonArray array => array.SelectMany(Arrays).Prepend(array),
        JsonObject value => value.SelectMany(member => Arrays(member.Value)),
        _ => [],
    };

    private static string Renumbered(string json)
    {
        var ids = new Dictionary<string, string>(StringComparer.Ordinal);
        using var document = JsonDocument.Parse(json);
        Collect(document.RootElement.GetProperty("root"));
        var renumbered = json;
        foreach (var (old, now) in ids)
        {
            renumbered = renumbered.Replace($"\"{old}\"", $"\"{now}\"", StringComparison.Ordinal);
        }

        return renumbered;

        void Collect(JsonElement value)
        {
            if (value.ValueKind == JsonValueKind.Object)
            {
                if (value.TryGetProperty("type", out _) && value.TryGetProperty("id", out var id) && !value.TryGetProperty("typeName", out _))
                {
                    ids.TryAdd(id.GetString()!, $"renumbered-{ids.Count}"); // ids are texts
                }

                foreach (var member in value.EnumerateObject())
                {
                    Collect(member.Value);
                }
            }
            else if (value.ValueKind == JsonValueKind.Array)
            {
                foreach (var item in value.EnumerateArray())
                {
                    Collect(item);
                }
            }
        }
    }

    private static WorkflowDefinition Parse(string json) => WorkflowDefinition.Parse(Encoding.UTF8.GetBytes(json));
}
