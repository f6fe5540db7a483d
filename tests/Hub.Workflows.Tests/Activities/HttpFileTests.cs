using Hub.Workflows.Http;
using Hub.Workflows.Runtime;
using Hub.Workflows.Tests.Engine;

namespace Hub.Workflows.Tests.Activities;

public sealed class HttpFileTests
{
    private static readonly FileClaim Kept = new("f1", "acte.pdf", "application/pdf", 3, "abc", ETag: "\"v1\"");

    private static string Download(string method) => Json.Flowchart("f",
        [
            Json.Step("d", "DownloadHttpFile", $"\"url\":{Json.Literal("Uri", "https://example.org/acte.pdf")},\"method\":{Json.Literal("String", method)},\"result\":{{\"typeName\":\"Object\",\"memoryReference\":{{\"id\":\"File\"}}}},\"responseContentBytes\":{{\"typeName\":\"ByteArray\",\"memoryReference\":{{\"id\":\"Bytes\"}}}},\"responseContentHeaders\":{{\"typeName\":\"Object\",\"memoryReference\":{{\"id\":\"Headers\"}}}}"),
            Json.Line("ok", "ok"), Json.Line("failed", "failed"),
        ],
        "d.200>ok", "d.Failed to connect>failed");

    private const string Outputs = """ "outputs":[{"type":"Object","name":"File"},{"type":"Object","name":"Bytes"},{"type":"Object","name":"Headers"}],""";

    private static HttpCallResult Answer => new(HttpCallOutcome.Answered, 200, [KeyValuePair.Create("Server", "s"), KeyValuePair.Create("Content-Type", "application/pdf")], Kept.ToJson());

    [Fact]
    public async Task Download_ByGet_GivesTheClaimAndItsBytesWhereTheyAreBound()
    {
        var burst = await new TestEngine { Host = new Shelf(Answer) }.RunAsync(Download("GET"), Outputs);

        Assert.Equal(["ok"], burst.WrittenLines);
        Assert.Equal(Kept, FileClaim.Of(burst.Instance.Output["File"]));
        Assert.Equal("[1,2,3]", burst.Instance.Output["Bytes"].GetRawText());
        Assert.Equal("""{"Content-Type":["application/pdf"]}""", burst.Instance.Output["Headers"].GetRawText());
    }

    [Fact]
    public async Task Download_ByPost_IsAnEffectOfItsOwnKind()
    {
        var engine = new TestEngine { Host = new Shelf(Answer) };
        var graph = engine.Compile(Download("POST"), Outputs);
        var burst = await engine.StartAsync(graph);
        Assert.Equal(HttpCall.FileEffectKind, Assert.Single(burst.Effects).Kind);

        burst = await engine.ResumeAsync(graph, WorkflowInstance.Deserialize(burst.Instance.Serialize()), burst.Effects[0].BookmarkId, Answer.ToJson().GetRawText());

        Assert.Equal(["ok"], burst.WrittenLines);
        Assert.Equal(Kept, FileClaim.Of(burst.Instance.Output["File"]));
    }

    [Fact]
    public async Task Download_ThatFails_LeavesThatWay()
    {
        var burst = await new TestEngine { Host = new Shelf(new HttpCallResult(HttpCallOutcome.FailedToConnect, 0, [], default)) }.RunAsync(Download("GET"), Outputs);

        Assert.Equal(["failed"], burst.WrittenLines);
    }

    private static string Respond(string content) => Json.Step("w", "WriteFileHttpResponse", $"\"content\":{Json.Object(content)},\"filename\":{Json.Literal("String", "out.bin")},\"entityTag\":{Json.Literal("String", "t1")},\"enableResumableDownloads\":{Json.Literal("Boolean", "True")}");

    [Theory]
    [InlineData("\"texte\"", 1, 5)]
    [InlineData("[1,2,255]", 1, 3)]
    [InlineData("[\"a\",[1,2]]", 2, 3)]
    public async Task Respond_TextBytesOrBoth_AreTheParts(string content, int parts, int bytes)
    {
        var burst = await new TestEngine { Host = new Shelf(Answer) }.RunAsync(Respond(content));

        var file = burst.WrittenHttpResponse?.File;
        Assert.Equal((200, "out.bin", "\"t1\"", true), (burst.WrittenHttpResponse?.StatusCode ?? 0, file?.FileName, file?.ETag, file?.IsResumable ?? false));
        Assert.Equal((parts, bytes), (file!.Parts.Count, file.Parts.Sum(part => part.Bytes.Length)));
    }

    [Fact]
    public async Task Respond_KeptFileOrNothing_SendsItOrNoContent()
    {
        var kept = await new TestEngine { Host = new Shelf(Answer) }.RunAsync(Respond(Kept.ToJson().GetRawText()));
        var nothing = await new TestEngine { Host = new Shelf(Answer) }.RunAsync(Respond("null"));

        Assert.Equal(Kept, Assert.Single(kept.WrittenHttpResponse!.File!.Parts).Claim);
        Assert.Equal(204, nothing.WrittenHttpResponse?.StatusCode);
        Assert.Null(nothing.WrittenHttpResponse?.File);
    }

    [Fact]
    public async Task Respond_WhatIsNoFile_IsAnIncident()
    {
        var burst = await new TestEngine { Host = new Shelf(Answer) }.RunAsync(Respond("[true]"));

        Assert.Contains("kind True", Assert.Single(burst.Incidents).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Endpoint_FilesOrABrokenLimit_AreOutputsAndOutcome()
    {
        var endpoint = Json.Step("h", "HttpEndpoint", $"\"path\":{Json.Literal("String", "up")},\"supportedMethods\":{Json.Object("[\"POST\"]")},\"exposeFileTooLargeOutcome\":true,\"file\":{{\"typeName\":\"Object\",\"memoryReference\":{{\"id\":\"File\"}}}}");
        var engine = new TestEngine();
        var graph = engine.Compile(Json.Flowchart("f", [endpoint, Json.Line("ok", "ok"), Json.Line("big", "big")], "h>ok", "h.File too large>big"), Outputs);
        Assert.Equal("File too large", (await engine.StartAsync(graph)).CreatedBookmarks[0].Payload.GetProperty("exposedOutcomes")[0].GetString());

        var lines = new List<string>();
        foreach (var outcome in new[] { null, "File too large", "Request too large" })
        {
            var burst = await engine.StartAsync(graph);
            var request = new HttpEndpointRequest("POST", "/up", JsonValues.EmptyObject, JsonValues.EmptyObject, JsonValues.EmptyObject, default, outcome is null ? JsonValues.Parse($"[{Kept.ToJson().GetRawText()}]") : default, outcome);
            burst = await engine.ResumeAsync(graph, burst.Instance, burst.Instance.Bookmarks[0].Id, request.ToJson().GetRawText());
            lines.AddRange(burst.WrittenLines);
            Assert.Equal(outcome is null, burst.Instance.Output.TryGetValue("File", out var file) && FileClaim.Of(file) == Kept);
        }

        // A limit that the workflow draws no way for never reaches it: the host refuses the request.
        Assert.Equal(["ok", "big", "ok"], lines);
    }

    private sealed class Shelf(HttpCallResult result) : IFileShelf, IHttpExchange
    {
        public bool CanRespond => true;

        public ValueTask<HttpCallResult> DownloadAsync(HttpCall call, CancellationToken cancellationToken) => new(result);

        public ValueTask<byte[]> ReadAsync(FileClaim claim, CancellationToken cancellationToken) => new([1, 2, 3]);
    }
}
