using System.Text.Json;
using Hub.Server.Security.Audit;
using Hub.Server.Web;
using Hub.Server.Workflows;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Server.Tests.Workflows;

public sealed class DefinitionFolderTests : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("hub-folder-").FullName;
    private WebApplication app = null!; // set by InitializeAsync, before any test

    private string Workflows => Path.Combine(folder, "workflows");

    private IDefinitionStore Definitions => app.Services.GetRequiredService<IDefinitionStore>();

    public Task InitializeAsync()
    {
        Directory.CreateDirectory(Workflows);
        app = HubServer.Build(new HubOptions { Data = Path.Combine(folder, "data"), Ledgers = folder }, isQuiet: true);
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        await app.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task ImportAsync_SameFilesAgain_MakesNoNewVersionAndNoAuditEntry()
    {
        Write("one/workflow.json", "one", "a");
        Write("two.json", "two", "a");
        await ImportAsync();
        var entries = Audited().Count;

        await ImportAsync();

        Assert.Equal([1, 1], [VersionOf("one"), VersionOf("two")]);
        Assert.Equal(entries, Audited().Count);
    }

    [Fact]
    public async Task ImportAsync_NewChangedAndUnchanged_AreCountedInTheAuditLog()
    {
        Write("one.json", "one", "a");
        Write("two.json", "two", "a");
        await ImportAsync();
        Write("two.json", "two", "b");
        Write("three.json", "three", "a");

        await ImportAsync();

        Assert.Equal([1, 2, 1], [VersionOf("one"), VersionOf("two"), VersionOf("three")]);
        var last = JsonElement.Parse(Audited().Last(entry => entry.Action == AuditCatalog.WorkflowFolderImported).Detail);
        Assert.Equal("""{"new":1,"changed":1,"unchanged":1,"refused":0}""", last.GetRawText());
        var changed = JsonElement.Parse(Audited().Last(entry => entry is { Action: AuditCatalog.WorkflowPublished, Subject: "two" }).Detail);
        Assert.Equal((1, 1, 0), (changed.GetProperty("earlierVersion").GetInt32(), changed.GetProperty("changed").GetInt32(), changed.GetProperty("added").GetInt32()));
    }

    [Fact]
    public async Task ImportAsync_OnlyTheLayoutDiffers_IsTakenInAndSaysSo()
    {
        Write("one.json", "one", "a");
        await ImportAsync();
        File.WriteAllText(Path.Combine(Workflows, "one.layout.json"), """{"activities":{"root":{"position":{"x":1,"y":2}}}}""");

        await ImportAsync();
        await ImportAsync();

        Assert.Equal(2, VersionOf("one"));
        var changed = JsonElement.Parse(Audited().Last(entry => entry.Action == AuditCatalog.WorkflowPublished).Detail);
        Assert.Equal((0, 1), (changed.GetProperty("changed").GetInt32(), changed.GetProperty("layoutChanges").GetInt32()));
    }

    [Fact]
    public async Task ImportAsync_FileThatNamesNoDefinition_IsNamedAfterItsFolderEachTime()
    {
        Write("nameless/workflow.json", null, "a");

        await ImportAsync();
        await ImportAsync();

        Assert.Equal(1, VersionOf("nameless"));
        Assert.Single(Definitions.List(TenantIds.Shared, VersionOptions.All));
    }

    [Fact]
    public async Task ImportAsync_FileThatIsNoWorkflow_LeavesTheOthersBe()
    {
        File.WriteAllText(Path.Combine(Workflows, "broken.json"), "{");
        Write("one.json", "one", "a");

        await ImportAsync();

        Assert.Equal(1, VersionOf("one"));
        Assert.Equal(AuditOutcome.Failed, Audited().Last().Outcome);
    }

    private Task ImportAsync() => app.Services.GetRequiredService<DefinitionFolder>().ImportAsync(Workflows, CancellationToken.None).WaitAsync(TimeSpan.FromMinutes(1));

    private int? VersionOf(string definitionId) => Definitions.FindPublished(TenantIds.Shared, definitionId)?.Version;

    private List<AuditEntry> Audited() => [.. app.Services.GetRequiredService<IAuditStore>().Read(0, 1000).Select(record => record.Entry)];

    private void Write(string file, string? definitionId, string text)
    {
        var path = Path.Combine(Workflows, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!); // it has one: made just above
        File.WriteAllText(path, $$$"""{ {{{(definitionId is null ? "" : $"\"definitionId\":\"{definitionId}\",")}}} "root":{"id":"say","type":"Elsa.WriteLine","version":1,"text":{"typeName":"String","expression":{"type":"Literal","value":"{{{text}}}"} } } }""");
    }
}
