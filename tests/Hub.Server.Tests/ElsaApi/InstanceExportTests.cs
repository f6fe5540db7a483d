using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using static Hub.Server.Tests.ElsaApi.WorkflowInstanceTests;

namespace Hub.Server.Tests.ElsaApi;

public sealed class InstanceExportTests(ElsaHub hub) : IClassFixture<ElsaHub>
{
    [Fact]
    public async Task ExportDeleteImport_AWaitingInstance_GoesOnWithItsWholeHistory()
    {
        var definition = await hub.PublishAsync(ElsaHub.WriteLine("Bonjour"), ElsaHub.Await("first"), ElsaHub.Await("second"), ElsaHub.WriteScript("return `${getVariable('Count')}`"));
        var id = await hub.RunAsync(definition, "DEM-9", "Dossier 9");
        await hub.TellAsync(id, "first", """{"nom":"Martin"}""");
        var file = await ExportAsync(id);
        var before = await SeenAsync(id);
        Assert.Equal(HttpStatusCode.NoContent, (await hub.SendAsync(HttpMethod.Delete, $"/workflow-instances/{id}")).Status);

        var (status, body) = await hub.UploadAsync("/bulk-actions/import/workflow-instances", ("one.json", "application/json", file));

        Assert.True(status == HttpStatusCode.OK, body);
        Assert.Equal(1, JsonElement.Parse(body).GetProperty("count").GetInt32());
        Assert.Equal(before, await SeenAsync(id));
        await hub.TellAsync(id, "second");
        Assert.Equal("Finished", Text(await hub.GetAsync($"/workflow-instances/{id}"), "subStatus"));
        var journal = await hub.GetAsync($"/workflow-instances/{id}/journal");
        Assert.Equal(Enumerable.Range(1, journal.GetProperty("totalCount").GetInt32()), journal.GetProperty("items").EnumerateArray().Select(line => line.GetProperty("sequence").GetInt32()));
    }

    [Fact]
    public async Task Export_Several_IsAZipThatComesBack()
    {
        var definition = await hub.PublishAsync(ElsaHub.Await("go"));
        string[] ids = [await hub.RunAsync(definition), await hub.RunAsync(definition)];
        var (status, zip, name) = await hub.DownloadAsync(HttpMethod.Post, "/bulk-actions/export/workflow-instances", JsonSerializer.Serialize(new { ids = (string[])[.. ids, "nobody"] }));
        Assert.Equal((HttpStatusCode.OK, "workflow-instances.zip"), (status, name));
        using (var archive = new ZipArchive(new MemoryStream(zip)))
        {
            Assert.Equal(ids.Select(id => $"workflow-instance-{id}.json"), archive.Entries.Select(entry => entry.FullName));
        }

        await hub.PostAsync("/bulk-actions/delete/workflow-instances", JsonSerializer.Serialize(new { ids }));
        var (imported, body) = await hub.UploadAsync("/bulk-actions/import/workflow-instances", ("all.zip", "application/zip", zip));

        Assert.True(imported == HttpStatusCode.OK, body);
        Assert.Equal(Enumerable.Reverse(ids), Ids(await hub.GetAsync($"/workflow-instances?definitionId={definition}")));
        foreach (var id in ids)
        {
            await hub.TellAsync(id, "go");
        }
    }

    [Fact]
    public async Task Export_OfNobodys_IsNotFound()
    {
        var id = await hub.RunAsync(await hub.PublishAsync(ElsaHub.Await("go")));

        Assert.Equal(HttpStatusCode.NotFound, (await hub.SendAsync(HttpMethod.Get, $"/workflow-instances/{id}/export", asStranger: true)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await hub.SendAsync(HttpMethod.Post, "/bulk-actions/export/workflow-instances", $$"""{"ids":["{{id}}","x"]}""", asStranger: true)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await hub.SendAsync(HttpMethod.Post, "/bulk-actions/export/workflow-instances", "{}")).Status);
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("{}")]
    [InlineData("""{"Hub":{}}""")]
    [InlineData("""{"Hub":{"format":99}}""")]
    [InlineData("""{"Hub":{"format":1,"state":{"format":1}}}""")]
    [InlineData("""{"WorkflowState":{"_type":"System.Diagnostics.Process, System.Diagnostics.Process"}}""")]
    public async Task Import_WhatIsNoExport_IsRefusedWithItsFile(string content)
    {
        var (status, body) = await hub.UploadAsync("/bulk-actions/import/workflow-instances", ("strange.json", "application/json", Encoding.UTF8.GetBytes(content)));

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains("strange.json", body, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", body, StringComparison.Ordinal);
    }

    // Each member of the state replaced by something else: refused or taken, never a failure of the hub.
    [Fact]
    public async Task Import_DamagedStates_NeverFailTheHub()
    {
        var definition = await hub.PublishAsync(ElsaHub.WriteLine("Bonjour"), ElsaHub.Await("go"));
        var id = await hub.RunAsync(definition);
        var export = JsonNode.Parse(await ExportAsync(id))!.AsObject();
        await hub.SendAsync(HttpMethod.Delete, $"/workflow-instances/{id}");
        var state = export["Hub"]!["state"]!.AsObject();

        foreach (var member in state.Select(pair => pair.Key).ToArray())
        {
            foreach (var other in new[] { "null", "-7", "\"x\"", "[]", "{}", "[{}]", "[[1]]" })
            {
                var damaged = export.DeepClone();
                damaged["Hub"]!["state"]![member] = JsonNode.Parse(other);
                var (status, body) = await hub.UploadAsync("/bulk-actions/import/workflow-instances", ("damaged.json", "application/json", Encoding.UTF8.GetBytes(damaged.ToJsonString())));
                Assert.True(status is HttpStatusCode.OK or HttpStatusCode.BadRequest, $"{member} = {other}: {(int)status} {body}");
                if (status == HttpStatusCode.OK)
                {
                    foreach (var found in Ids(await hub.GetAsync($"/workflow-instances?definitionId={definition}")))
                    {
                        Assert.Equal(HttpStatusCode.NoContent, (await hub.SendAsync(HttpMethod.Delete, $"/workflow-instances/{Uri.EscapeDataString(found)}")).Status);
                    }
                }
            }
        }
    }

    [Fact]
    public async Task Import_TwiceOrForAnotherAuthorityOrInPieces_LeavesWhatIsThere()
    {
        var id = await hub.RunAsync(await hub.PublishAsync(ElsaHub.Await("go")));
        var file = await ExportAsync(id);
        var seen = await SeenAsync(id);

        Assert.Equal(HttpStatusCode.BadRequest, (await hub.UploadAsync("/bulk-actions/import/workflow-instances", ("one.json", "application/json", file))).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await hub.UploadAsync("/bulk-actions/import/workflow-instances", ("broken.zip", "application/zip", [80, 75, 3, 4, 1, 2]))).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await hub.SendAsync(HttpMethod.Post, "/bulk-actions/import/workflow-instances", "{}")).Status);
        Assert.Equal(HttpStatusCode.NoContent, (await hub.SendAsync(HttpMethod.Delete, $"/workflow-instances/{id}")).Status);

        // Its definition belongs to the one who exported it.
        Assert.Equal(HttpStatusCode.BadRequest, (await hub.UploadAsync("/bulk-actions/import/workflow-instances", ("one.json", "application/json", file), asStranger: true)).Status);
        Assert.Equal(HttpStatusCode.OK, (await hub.UploadAsync("/bulk-actions/import/workflow-instances", ("one.json", "application/json", file))).Status);
        Assert.Equal(seen, await SeenAsync(id));
    }

    private async Task<byte[]> ExportAsync(string id)
    {
        var (status, content, name) = await hub.DownloadAsync(HttpMethod.Get, $"/workflow-instances/{id}/export");
        Assert.Equal((HttpStatusCode.OK, $"workflow-instance-{id}.json"), (status, name));
        Assert.Equal(["ActivityExecutionRecords", "Bookmarks", "Hub", "WorkflowExecutionLogRecords", "WorkflowState"], Members(JsonElement.Parse(content)));
        return content;
    }

    private async Task<string> SeenAsync(string id)
    {
        var parts = new List<string>();
        foreach (var path in new[] { $"/workflow-instances/{id}", $"/workflow-instances/{id}/journal", $"/workflow-instances/{id}/variables", $"/activity-executions/list?workflowInstanceId={id}" })
        {
            parts.Add((await hub.GetAsync(path)).GetRawText());
        }

        return string.Join('\n', parts);
    }
}
