using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Hub.Server.Tests.ElsaApi;

/// <summary>
/// Definitions that no designer draws: each text of the public list of naughty strings in every place that holds a text, and very large
/// ones. Whatever is saved comes back exactly as it was given, through every way out and in; whatever is not is refused with a reason.
/// </summary>
[Collection(DesignerHubGroup.Name)]
public sealed class BadDefinitionTests(DesignerHub hub)
{
    // Each string is sent through nine calls; the ordinary run takes every eighth of them.
    private static readonly int Step = Environment.GetEnvironmentVariable("HUB_TEST_FULL") == "1" ? 1 : 8;

    [FactIfData("naughty-strings")]
    public async Task NaughtyTexts_InEveryTextOfADefinition_ComeBackAsTheyWere()
    {
        var naughty = NaughtyStrings();
        for (var i = 0; i < naughty.Length; i += Step)
        {
            var text = naughty[i];
            var given = Texts($"naughty-{i}", text);

            var model = await SaveAndReadAsync(given, $"naughty string {i}");

            AssertSame(given, model, $"naughty string {i}");
            await TravelAsync(given, $"naughty-{i}", $"naughty string {i}");
            Assert.Equal(HttpStatusCode.OK, (await hub.GetAsync($"/workflow-definitions?SearchTerm={Uri.EscapeDataString(text)}")).Status);
            Assert.Equal(HttpStatusCode.OK, (await hub.GetAsync($"/workflow-definitions/validation/is-name-unique?name={Uri.EscapeDataString(text)}")).Status);
            await hub.SendAsync(HttpMethod.Delete, $"/workflow-definitions/naughty-{i}");
        }
    }

    [FactIfData("naughty-strings")]
    public async Task NaughtyTexts_AsIdentifiers_ComeBackOrAreRefusedWithAReason()
    {
        var naughty = NaughtyStrings();
        // The first string is empty: no identifier at all, for which the hub makes one.
        for (var i = 1; i < naughty.Length; i += Step)
        {
            var text = naughty[i];
            foreach (var (member, definition) in Identifiers(i, text))
            {
                var what = $"naughty string {i} as {member}";
                var saved = await hub.PostAsync("/workflow-definitions", $$"""{"model":{{definition.ToJsonString()}},"publish":false}""");
                if (saved.Status == HttpStatusCode.BadRequest)
                {
                    Assert.True(saved.Errors.Count > 0 && saved.Errors.All(error => error.Length > 0), what);
                    continue;
                }

                Assert.True(saved.Status == HttpStatusCode.OK, $"{what}: {(int)saved.Status} {saved.Text}");
                var stored = saved.Json.GetProperty("workflowDefinition");
                if (member != "an activity's type")
                {
                    // What is of no known type is shown as Elsa's activity for what was not found; the file below has it as it was.
                    AssertSame(definition, JsonNode.Parse(stored.GetRawText())!.AsObject(), what); // an object
                }

                var (definitionId, versionId) = (stored.GetProperty("definitionId").GetString()!, stored.GetProperty("id").GetString()!); // texts
                var path = $"/workflow-definitions/{Uri.EscapeDataString(definitionId)}";
                Assert.True((await hub.GetAsync($"/workflow-definitions/by-definition-id/{Uri.EscapeDataString(definitionId)}")).Status == HttpStatusCode.OK, what);
                Assert.True((await hub.GetAsync($"/workflow-definitions/by-id/{Uri.EscapeDataString(versionId)}")).Status == HttpStatusCode.OK, what);
                var exported = await hub.GetAsync($"{path}/export");
                Assert.True(exported.Status == HttpStatusCode.OK, what);
                AssertSame(definition["root"], JsonNode.Parse(exported.Text)!["root"], what, "/root"); // it has one
                Assert.InRange((int)(await hub.PostAsync($"{path}/publish", "{}")).Status, 200, 400);
                Assert.True((await hub.SendAsync(HttpMethod.Delete, path)).Status == HttpStatusCode.NoContent, what);
            }
        }
    }

    [Fact]
    public async Task Definition_OfFiveMegabytes_ComesBackAsItWas()
    {
        var given = Texts("large", "x");
        given["root"]!["activities"]![0]!["text"]!["expression"]!["value"] = new string('x', 5 * 1024 * 1024); // drawn by Texts
        given["name"] = "Very large";

        var model = await SaveAndReadAsync(given, "5 MB");

        AssertSame(given, model, "5 MB");
        await TravelAsync(given, "large", "5 MB");
        await hub.SendAsync(HttpMethod.Delete, "/workflow-definitions/large");
    }

    [Fact]
    public async Task Definition_OfTwoThousandActivities_ComesBackPublishedAsItWas()
    {
        var given = Texts("many", "x");
        given["name"] = "Very many";
        given["root"]!["activities"] = new JsonArray([.. Enumerable.Range(0, 2000).Select(i => (JsonNode)Activity($"a{i}", "x"))]); // drawn by Texts
        given["root"]!["connections"] = new JsonArray([.. Enumerable.Range(1, 1999).Select(i => (JsonNode)Connection($"a{i - 1}", "Done", $"a{i}", "In"))]);

        var model = await SaveAndReadAsync(given, "2,000 activities");
        var published = await hub.PostAsync("/workflow-definitions/many/publish", "{}");

        AssertSame(given, model, "2,000 activities");
        Assert.True(published.Status == HttpStatusCode.OK, published.Text);
        await TravelAsync(given, "many", "2,000 activities");
        await hub.SendAsync(HttpMethod.Delete, "/workflow-definitions/many");
    }

    [Fact]
    public async Task Definition_BeyondTheLimit_Is413()
    {
        var reply = await hub.PostAsync("/workflow-definitions", $$$"""{"model":{"name":"{{{new string('x', 9 * 1024 * 1024)}}}"}}""");

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, reply.Status);
    }

    private async Task<JsonObject> SaveAndReadAsync(JsonObject definition, string what)
    {
        var saved = await hub.PostAsync("/workflow-definitions", $$"""{"model":{{definition.ToJsonString()}},"publish":false}""");
        Assert.True(saved.Status == HttpStatusCode.OK, $"{what}: {(int)saved.Status} {saved.Text}");
        var read = await hub.GetAsync($"/workflow-definitions/by-definition-id/{definition["definitionId"]}");
        Assert.True(read.Status == HttpStatusCode.OK, $"{what}: {(int)read.Status} {read.Text}");
        return JsonNode.Parse(read.Text)!.AsObject(); // an object
    }

    // Out as a file, in again under another id, published if it can be, then whatever lists it.
    private async Task TravelAsync(JsonObject given, string definitionId, string what)
    {
        var exported = await hub.GetAsync($"/workflow-definitions/{definitionId}/export");
        Assert.True(exported.Status == HttpStatusCode.OK, $"{what}: {(int)exported.Status} {exported.Text}");
        var file = JsonNode.Parse(exported.Text)!.AsObject(); // an object
        (file["definitionId"], file["id"]) = ($"{definitionId}-copy", $"{definitionId}-copy-1");
        given["definitionId"] = $"{definitionId}-copy";
        var imported = await hub.PostAsync("/workflow-definitions/import", file.ToJsonString());
        Assert.True(imported.Status == HttpStatusCode.OK, $"{what}: {(int)imported.Status} {imported.Text}");
        AssertSame(given, JsonNode.Parse((await hub.GetAsync($"/workflow-definitions/{definitionId}-copy")).Text)!.AsObject(), what);
        Assert.InRange((int)(await hub.PostAsync($"/workflow-definitions/{definitionId}-copy/publish", "{}")).Status, 200, 400);
        Assert.InRange((int)(await hub.PostAsync($"/workflow-definitions/{definitionId}-copy/execute", "{}")).Status, 200, 500);
        Assert.Equal(HttpStatusCode.OK, (await hub.GetAsync("/descriptors/activities?Refresh=True")).Status);
        Assert.Equal(HttpStatusCode.OK, (await hub.GetAsync("/workflow-definitions?versionOptions=Latest&Page=0&PageSize=10")).Status);
        Assert.Equal(HttpStatusCode.OK, (await hub.PostAsync($"/scripting/javascript/type-definitions/{definitionId}-copy", "{}")).Status);
        await hub.SendAsync(HttpMethod.Delete, $"/workflow-definitions/{definitionId}-copy");
    }

    // What was given must be there, with the same value; the hub adds members of its own.
    private static void AssertSame(JsonNode? given, JsonNode? came, string what, string place = "")
    {
        switch (given)
        {
            case JsonObject members:
                var others = Assert.IsType<JsonObject>(came);
                foreach (var (name, value) in members)
                {
                    AssertSame(value, others[name], what, $"{place}/{name}");
                }

                break;
            case JsonArray items:
                Assert.Equal(items.Count, Assert.IsType<JsonArray>(came).Count);
                for (var i = 0; i < items.Count; i++)
                {
                    AssertSame(items[i], came![i], what, string.Create(CultureInfo.InvariantCulture, $"{place}/{i}")); // just seen
                }

                break;
            case JsonValue value when value.GetValueKind() == JsonValueKind.String && place is "/name" or "/description":
                Assert.Equal(value!.GetValue<string>().Trim(), came?.GetValue<string>() ?? ""); // Elsa trims these two
                break;
            default:
                Assert.True(JsonNode.DeepEquals(given, came), $"{what}: {place} was {given?.ToJsonString() ?? "null"} and came back as {came?.ToJsonString() ?? "nothing"}");
                break;
        }
    }

    private static IEnumerable<(string Member, JsonObject Definition)> Identifiers(int i, string text)
    {
        var plain = string.Create(CultureInfo.InvariantCulture, $"id-{i}");
        yield return ("definitionId", With("definitionId", text));
        yield return ("id", With("id", text));
        var activity = Texts($"{plain}-a", "x");
        activity["root"]!["activities"]![0]!["id"] = text; // drawn by Texts
        activity["root"]!["connections"] = new JsonArray(Connection(text, "Done", "a2", "In"));
        yield return ("an activity's id", activity);
        var type = Texts($"{plain}-t", "x");
        type["root"]!["activities"]![0]!["type"] = text; // drawn by Texts
        yield return ("an activity's type", type);
        var expression = Texts($"{plain}-e", "x");
        expression["root"]!["activities"]![0]!["text"]!["expression"]!["type"] = text; // drawn by Texts
        yield return ("an expression's type", expression);

        JsonObject With(string member, string value)
        {
            var definition = Texts(plain, "x");
            definition[member] = value;
            return definition;
        }
    }

    private static JsonObject Texts(string definitionId, string text) => new()
    {
        ["definitionId"] = definitionId,
        ["name"] = text,
        ["description"] = text,
        ["variables"] = new JsonArray(new JsonObject { ["id"] = text, ["name"] = text, ["typeName"] = "String", ["isArray"] = false, ["value"] = text, ["storageDriverTypeName"] = null }),
        ["inputs"] = new JsonArray(new JsonObject { ["name"] = text, ["type"] = "String", ["displayName"] = text, ["category"] = text, ["description"] = text, ["uiHint"] = "singleline" }),
        ["outputs"] = new JsonArray(new JsonObject { ["name"] = text, ["type"] = "String", ["displayName"] = text, ["category"] = text, ["description"] = text }),
        ["outcomes"] = new JsonArray(text),
        ["customProperties"] = new JsonObject { [text] = text },
        ["root"] = new JsonObject
        {
            ["id"] = "flow",
            ["type"] = "Elsa.Flowchart",
            ["version"] = 1,
            ["name"] = text,
            ["variables"] = new JsonArray(new JsonObject { ["id"] = $"{text}2", ["name"] = $"{text}2", ["typeName"] = "String", ["isArray"] = false, ["value"] = text, ["storageDriverTypeName"] = null }),
            ["activities"] = new JsonArray(Activity("a1", text), Activity("a2", text)),
            ["connections"] = new JsonArray(Connection("a1", text.Length == 0 ? "Done" : text, "a2", "In")),
        },
    };

    private static JsonObject Activity(string id, string text) => new()
    {
        ["id"] = id,
        ["type"] = "Elsa.WriteLine",
        ["version"] = 1,
        ["name"] = text,
        ["text"] = new JsonObject { ["typeName"] = "String", ["expression"] = new JsonObject { ["type"] = "JavaScript", ["value"] = text } },
        ["metadata"] = new JsonObject { ["displayText"] = text, ["description"] = text, ["designer"] = new JsonObject { ["position"] = new JsonObject { ["x"] = 1.5, ["y"] = -20 } } },
    };

    private static JsonObject Connection(string from, string outPort, string to, string inPort) => new()
    {
        ["source"] = new JsonObject { ["activity"] = from, ["port"] = outPort },
        ["target"] = new JsonObject { ["activity"] = to, ["port"] = inPort },
    };

    // An empty text is none, in Elsa too.
    private static string[] NaughtyStrings() =>
        [.. JsonSerializer.Deserialize<string[]>(File.ReadAllBytes(Path.Combine(TestData.Folder("naughty-strings"), "blns.json")))!.Where(text => text.Length > 0)]; // the file is a list of texts
}
