using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Hub.Server.Tests.ElsaApi;

/// <summary>What is imported comes out again as it was, whatever the hub knows of it; what cannot be loaded is refused with its place.</summary>
[Collection(DesignerHubGroup.Name)]
public sealed class RoundTripTests(DesignerHub hub)
{
    // Identity, version, state and dates are the hub's own.
    private static readonly string[] Own = ["id", "definitionId", "version", "createdAt", "isLatest", "isPublished", "links", "$schema"];

    private static readonly string[] Words = ["a", "b", "été", "x y", "\\\"q\\\"", "\\u2028", "0", ""];

    private static readonly JsonSerializerOptions DeepWriting = new() { MaxDepth = 4096 };

    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = 4096, AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    [FactIfData("elsa-cases")]
    public async Task Import_ExportedDefinitionsOfElsa_ComeOutAsTheyWere()
    {
        var folder = TestData.Folder("elsa-cases");
        var files = Directory.EnumerateFiles(folder, "*.json", SearchOption.AllDirectories).Where(file => Path.GetFileName(file) is not ("expected.json" or "index.json")).ToArray();
        Assert.NotEmpty(files);
        foreach (var file in files)
        {
            await RequireRoundTripAsync(await File.ReadAllTextAsync(file), Path.GetRelativePath(folder, file));
        }
    }

    [Fact]
    public async Task Import_GeneratedDefinitions_ComeOutAsTheyWere()
    {
        var count = Environment.GetEnvironmentVariable("HUB_TEST_FULL") == "1" ? 2000 : 40;
        for (var seed = 0; seed < count; seed++)
        {
            await RequireRoundTripAsync(Generate(new Random(seed)), $"generated from seed {seed}");
        }
    }

    [Theory]
    [InlineData("""{"name":"x"}""", "/root")]
    [InlineData("""{"name":"x","root":[]}""", "/root")]
    [InlineData("""{"name":"x","root":{"id":"a"}}""", "/root/type")]
    [InlineData("""{"name":5,"root":{"type":"Elsa.Sequence"}}""", "/name")]
    [InlineData("""{"name":"x","variables":[{"name":{}}],"root":{"type":"Elsa.Sequence"}}""", "/variables/0/name")]
    [InlineData("""{"name":"x","options":7,"root":{"type":"Elsa.Sequence"}}""", "/options")]
    [InlineData("""{"name":"x","root":{"id":"s","type":"Elsa.Sequence","activities":[{"id":"a","type":"Elsa.Start"},{"id":"a","type":"Elsa.End"}]}}""", "/root/activities/1/id")]
    [InlineData("""{"name":"x","root":{"id":"s","type":"Elsa.Sequence","activities":"none"}}""", "/root/activities")]
    [InlineData("""{"name":"x",""", "1:")]
    [InlineData("""[]""", "(/)")]
    public async Task Import_NotLoadable_IsRefusedWithThePlaceInBothLanguages(string definition, string place)
    {
        var english = await hub.PostAsync("/workflow-definitions/import", definition);
        var designer = await hub.ClientOfAsync(Hub.Server.Security.Roles.Designer);
        designer.DefaultRequestHeaders.AcceptLanguage.Clear();
        var program = await hub.SendAsync(HttpMethod.Post, "/workflow-definitions/import", definition, designer);
        designer.DefaultRequestHeaders.AcceptLanguage.ParseAdd("fr-FR, en;q=0.5");
        var french = await hub.SendAsync(HttpMethod.Post, "/workflow-definitions/import", definition, designer);

        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.BadRequest), (english.Status, french.Status));
        Assert.All([english, french], reply => Assert.Contains(place, Assert.Single(reply.Errors), StringComparison.Ordinal));
        Assert.NotEqual(english.Errors[0], french.Errors[0]);
        Assert.Equal($"{french.Errors[0]} / {english.Errors[0]}", Assert.Single(program.Errors));
    }

    [Fact]
    public async Task Import_WhatMayGoWrongLater_IsTakenWithAWarning()
    {
        var imported = await hub.ImportAsync("""
            {"name":"Warned","root":{"id":"f","type":"Elsa.Flowchart","version":1,
              "activities":[{"id":"a","type":"Elsa.Start","version":1},{"id":"m","type":"Acme.Mystery","version":3},{"id":"u","type":"Elsa.End","version":1},{"id":"v","type":"Elsa.End","version":1}],
              "connections":[{"source":{"activity":"a","port":"Done"},"target":{"activity":"m","port":"In"}},{"source":{"activity":"m","port":"Done"},"target":{"activity":"gone","port":"In"}},{"source":{"activity":"u","port":"Done"},"target":{"activity":"v","port":"In"}}]}}
            """);

        var warnings = imported.GetProperty("validationErrors").EnumerateArray().Select(warning => warning.GetString()).ToArray();
        Assert.Contains(warnings, warning => warning!.Contains("Acme.Mystery", StringComparison.Ordinal) && warning.StartsWith("/root/activities/1", StringComparison.Ordinal)); // texts
        Assert.Contains(warnings, warning => warning!.Contains("gone", StringComparison.Ordinal) && warning.StartsWith("/root", StringComparison.Ordinal)); // texts
        Assert.Contains(warnings, warning => warning!.Contains("step u", StringComparison.Ordinal)); // texts
    }

    [Fact]
    public async Task Import_TenThousandActivitiesOrTwoHundredDeep_IsTakenAndShown()
    {
        var wide = Drawn.Sequence("wide", [.. Enumerable.Range(0, 10_000).Select(i => Drawn.Line($"w{i}", "x"))]);
        var deep = Enumerable.Range(0, 200).Aggregate(Drawn.Line("leaf", "x"), (inner, i) => $$"""{"id":"d{{i}}","type":"Elsa.Sequence","version":1,"activities":[{{inner}}]}""");

        Assert.Equal(10_000, (await hub.ImportAsync(wide)).GetProperty("root").GetProperty("activities").GetArrayLength());
        var shown = await hub.PostAsync("/workflow-definitions", $$"""{"model":{"definitionId":"deep","name":"deep","root":{{deep}}},"publish":true}""");
        Assert.Equal(HttpStatusCode.OK, shown.Status);
        Assert.Contains("d0:leaf", (await hub.GetAsync("/workflow-definitions/deep")).Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await hub.PostAsync("/workflow-definitions/deep/dispatch", "{}")).Status);
    }

    [Fact]
    public async Task Export_OneOrSeveral_AreFilesThatComeInAgain()
    {
        await hub.ImportAndPublishAsync(Drawn.Offered("out-a", "Été / À", """{"usableAsActivity":true}""", Drawn.Line("a", "1")));
        var a = (await hub.GetAsync("/workflow-definitions/out-a")).Json.GetProperty("id").GetString()!; // every definition has one
        var b = (await hub.ImportAsync(Drawn.Sequence("out-b", Drawn.Use("u", "T", "out-a", a, 1)))).GetProperty("id").GetString();

        var one = await hub.GetAsync("/workflow-definitions/out-a/export?versionOptions=1&includeConsumingWorkflows=False");
        var consumers = await hub.GetAsync("/workflow-definitions/out-a/export?includeConsumingWorkflows=True");
        var several = await hub.PostAsync("/bulk-actions/export/workflow-definitions", $$"""{"ids":["{{a}}","{{b}}","nothing"],"includeConsumingWorkflows":false}""");

        Assert.StartsWith("https://elsaworkflows.io/schemas/workflow-definition", one.Json.GetProperty("$schema").GetString(), StringComparison.Ordinal);
        Assert.Matches("filename=\"?workflow-definition-[a-z0-9-]+-out-a-[a-z0-9-]+\\.json", one.Headers["Content-Disposition"]);
        Assert.Contains("workflow-definitions.zip", several.Headers["Content-Disposition"], StringComparison.Ordinal);
        Assert.Equal(2, Entries(consumers.Bytes));
        Assert.Equal(2, Entries(several.Bytes));
        await hub.PostAsync("/bulk-actions/delete/workflow-definitions/by-definition-id", """{"definitionIds":["out-a","out-b"]}""");
        Assert.Equal(2, (await UploadAsync(("x.zip", several.Bytes))).Json.GetProperty("count").GetInt32());
        Assert.Equal("Été / À", (await hub.GetAsync("/workflow-definitions/out-a")).Json.GetProperty("name").GetString());
    }

    [Fact]
    public async Task ImportFiles_OneOfThemWrong_SavesNoneAndNamesIt()
    {
        var good = Encoding.UTF8.GetBytes(Drawn.Sequence("files-good", Drawn.Line("a", "1")));

        var reply = await UploadAsync(("good.json", good), ("bad.json", """{"name":"x"}"""u8.ToArray()));
        var none = await hub.PostAsync("/workflow-definitions/import-files", "{}");

        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.BadRequest), (reply.Status, none.Status));
        Assert.StartsWith("bad.json", Assert.Single(reply.Errors), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await hub.GetAsync("/workflow-definitions/files-good")).Status);
        Assert.Equal(1, (await UploadAsync(("good.json", good))).Json.GetProperty("count").GetInt32());
    }

    [Fact]
    public async Task ImportFiles_ArchiveThatUnpacksWithoutEnd_IsRefused()
    {
        using var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            await using var entry = await zip.CreateEntry("../../bomb.json", CompressionLevel.Fastest).OpenAsync();
            var blank = new byte[1024 * 1024];
            for (var i = 0; i < 12; i++)
            {
                await entry.WriteAsync(blank);
            }
        }

        var reply = await UploadAsync(("bomb.zip", file.ToArray()));

        Assert.Equal(HttpStatusCode.BadRequest, reply.Status);
        Assert.Contains("bomb.json", Assert.Single(reply.Errors), StringComparison.Ordinal);
    }

    private async Task RequireRoundTripAsync(string definition, string name)
    {
        var given = JsonElement.Parse(definition, Deep);
        var imported = await hub.PostAsync("/workflow-definitions/import", WithoutId(definition));
        Assert.True(imported.Status is HttpStatusCode.OK or HttpStatusCode.Created, $"{name}: {imported.Text}");
        var id = imported.Json.GetProperty("definitionId").GetString();
        var first = await hub.GetAsync($"/workflow-definitions/{id}/export");
        var again = await hub.PostAsync("/workflow-definitions/import", WithoutId(first.Text));
        Assert.True(again.Status is HttpStatusCode.OK or HttpStatusCode.Created, $"{name}, exported: {again.Text}");
        var second = await hub.GetAsync($"/workflow-definitions/{again.Json.GetProperty("definitionId").GetString()}/export");
        await hub.PostAsync("/bulk-actions/delete/workflow-definitions/by-definition-id", $$"""{"definitionIds":["{{id}}","{{again.Json.GetProperty("definitionId").GetString()}}"]}""");

        // 1. Nothing of what was given is missing or another; 2. what was added is added once.
        foreach (var member in given.EnumerateObject().Where(member => !Own.Contains(member.Name) && member.Value.ValueKind != JsonValueKind.Null))
        {
            Assert.True(first.Json.TryGetProperty(member.Name, out var kept), $"{name}: {member.Name} is missing.");
            Assert.True(Holds(kept, member.Value), $"{name}: {member.Name} came out as {kept.GetRawText()}, given {member.Value.GetRawText()}");
        }

        Assert.True(JsonElement.DeepEquals(Content(first.Json), Content(second.Json)), $"{name}: exported twice it differs.\n{first.Text}\n{second.Text}");
    }

    // As given, save that names and descriptions are trimmed, and that what the hub always writes may be there besides.
    private static bool Holds(JsonElement kept, JsonElement given) => (given.ValueKind, kept.ValueKind) switch
    {
        (JsonValueKind.Object, JsonValueKind.Object) => given.EnumerateObject().All(member =>
            member.Value.ValueKind == JsonValueKind.Null || (kept.TryGetProperty(member.Name, out var value) && Holds(value, member.Value)) || IsOtherwiseKept(kept, member)),
        (JsonValueKind.Array, JsonValueKind.Array) => given.GetArrayLength() == kept.GetArrayLength() && given.EnumerateArray().Zip(kept.EnumerateArray()).All(pair => Holds(pair.Second, pair.First)),
        (JsonValueKind.String, JsonValueKind.String) => given.GetString()!.Trim() == kept.GetString()!.Trim(), // both are texts
        _ => JsonElement.DeepEquals(given, kept),
    };

    // Old spellings come out as the present ones.
    private static bool IsOtherwiseKept(JsonElement kept, JsonProperty member) => member.Name switch
    {
        "storageDriverType" => kept.TryGetProperty("storageDriverTypeName", out _),
        "isCollection" => kept.TryGetProperty("isArray", out _),
        "typeName" or "type" => member.Value.GetString()!.EndsWith("[]", StringComparison.Ordinal) && kept.TryGetProperty("isArray", out var isArray) && isArray.GetBoolean(), // a type is a text
        _ => false,
    };

    private static JsonElement Content(JsonElement definition)
    {
        var content = JsonNode.Parse(definition.GetRawText(), documentOptions: Deep)!.AsObject(); // an exported definition is an object
        foreach (var member in Own)
        {
            content.Remove(member);
        }

        return JsonElement.Parse(content.ToJsonString(DeepWriting), Deep);
    }

    // Every import is a definition of its own, so that no version follows another.
    private static string WithoutId(string definition)
    {
        var node = JsonNode.Parse(definition, documentOptions: Deep)!.AsObject(); // a definition is an object
        node.Remove("definitionId");
        return node.ToJsonString(DeepWriting);
    }

    private static string Generate(Random dice)
    {
        var value = Value(dice);
        return $$"""{"name":"{{Pick(dice, Words)}}","variables":[{"id":"v","name":"V","typeName":"Object","value":{{value}}{{Extra(dice)}}}],"customProperties":{"k":{{value}}}{{Extra(dice)}},"root":{{Step(dice, 3)}}}""";
    }

    private static string Step(Random dice, int depth)
    {
        var type = Pick(dice, ["Elsa.WriteLine", "Acme.Unknown", "Elsa.If", "Elsa.Sequence", "Elsa.Flowchart"]);
        string[] inner = depth == 0 ? [] : [.. Enumerable.Range(0, dice.Next(4)).Select(_ => Step(dice, depth - 1))];
        var children = type switch
        {
            "Elsa.If" when inner.Length > 0 => $",\"then\":{inner[0]}",
            "Elsa.Sequence" => $",\"activities\":[{string.Join(',', inner)}]",
            "Elsa.Flowchart" => $",\"activities\":[{string.Join(',', inner)}],\"connections\":[]",
            _ => "",
        };
        return $$"""{"type":"{{type}}","version":1{{children}}{{Extra(dice)}}}""";
    }

    // A member that nobody knows.
    private static string Extra(Random dice) => dice.Next(2) == 0 ? "" : $",\"{Pick(dice, ["acmeNote", "Acme:Key", "x"])}\":{Value(dice)}";

    private static string Value(Random dice) => dice.Next(2) == 0
        ? $"\"{Pick(dice, Words)}\""
        : Pick(dice, ["true", "false", "1e3", "1.50", "-5", "[1,{\"a\":null}]", "{\"$id\":\"1\",\"Mixed\":2}"]);

    private static string Pick(Random dice, string[] choices) => choices[dice.Next(choices.Length)];

    private async Task<HttpAnswer> UploadAsync(params (string Name, byte[] Content)[] files)
    {
        using var form = new MultipartFormDataContent();
        foreach (var (name, content) in files)
        {
            var part = new ByteArrayContent(content);
            part.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
            form.Add(part, "files", name);
        }

        using var response = await hub.Client.PostAsync(new Uri("/elsa/api/workflow-definitions/import-files", UriKind.Relative), form);
        return await HttpAnswer.OfAsync(response);
    }

    private static int Entries(byte[] archive)
    {
        using var zip = new ZipArchive(new MemoryStream(archive));
        return zip.Entries.Count;
    }
}
