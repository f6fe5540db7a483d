using System.Text;
using System.Text.Json;
using Hub.JsonSchema;
using Hub.Server.Schemas;
using Hub.Server.Storage.Sqlite;
using Hub.Server.Tests.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hub.Server.Tests.Schemas;

public sealed class SchemaCatalogTests : IDisposable
{
    private readonly FakeSchemaStore store = new();
    private readonly SchemaCatalog catalog;

    public SchemaCatalogTests() => catalog = new SchemaCatalog(store, TimeProvider.System, NullLogger<SchemaCatalog>.Instance);

    public void Dispose() => catalog.Dispose();

    [Theory]
    [InlineData("a.b", "urn:hub:schema:a:b:2.1.0")]
    [InlineData("a.b/v1", "urn:hub:schema:a:b:1.10.0")]
    [InlineData("a.b@1.9.0", "urn:hub:schema:a:b:1.9.0")]
    [InlineData("urn:hub:schema:a:b:1.9.0", "urn:hub:schema:a:b:1.9.0")]
    [InlineData("a.b/v3", null)]
    [InlineData("a.b@1.9.1", null)]
    [InlineData("a.c", null)]
    [InlineData("urn:hub:schema:a:b:9.9.9", null)]
    public async Task Resolve_EachForm_GivesTheVersionThatItMeans(string reference, string? expected)
    {
        foreach (var version in (string[])["1.9.0", "2.1.0", "1.10.0"])
        {
            Assert.Equal(SchemaPut.Created, await PutAsync(version));
        }

        Assert.Equal(expected, catalog.Resolve(reference));
    }

    [Fact]
    public async Task PutAsync_SameVersionAgain_IsUnchangedOrAConflict()
    {
        await PutAsync("1.0.0", """{"type":"object"}""");

        Assert.Equal(SchemaPut.Unchanged, await PutAsync("1.0.0", """{ "type" : "object" }"""));
        Assert.Equal(SchemaPut.Conflict, await PutAsync("1.0.0", """{"type":"array"}"""));
        Assert.Empty(catalog.Validate("a.b", "{}"u8.ToArray()));
    }

    [Theory]
    [InlineData("""{"type":"no-such-type"}""")]
    [InlineData("""{"$ref":"urn:hub:schema:not:there:1.0.0"}""")]
    public async Task PutAsync_RefusedSchema_LeavesItsVersionFree(string refused)
    {
        await PutAsync("1.0.0", """{"type":"object"}""");

        await Assert.ThrowsAsync<SchemaException>(() => PutAsync("1.1.0", refused));

        Assert.Equal("urn:hub:schema:a:b:1.0.0", catalog.Resolve("a.b"));
        Assert.Equal(SchemaPut.Created, await PutAsync("1.1.0", """{"type":"object"}"""));
    }

    [Fact]
    public async Task PutAsync_StoreCannotWrite_IsNotInForce()
    {
        store.IsBroken = true;
        await Assert.ThrowsAsync<IOException>(() => PutAsync("1.0.0"));
        store.IsBroken = false;

        Assert.Null(catalog.Resolve("a.b"));
        Assert.Equal(SchemaPut.Created, await PutAsync("1.0.0"));
    }

    [Fact]
    public async Task PutAsync_RefersToItself_Works()
    {
        await PutAsync("1.0.0", """{"type":"object","properties":{"child":{"$ref":"urn:hub:schema:a:b:1.0.0"}}}""");

        Assert.Equal("/child", Assert.Single(catalog.Validate("a.b", """{"child":1}"""u8.ToArray())).InstanceLocation);
    }

    [Fact]
    public void AddInline_RefusedOnce_IsRefusedAgain()
    {
        var schema = JsonElement.Parse("""{"$ref":"not.there"}""");

        Assert.Throws<SchemaException>(() => catalog.AddInline("urn:test:inline", schema));
        Assert.Throws<SchemaException>(() => catalog.AddInline("urn:test:inline", schema));
    }

    [Fact]
    public async Task PutAsync_RealStore_IsThereAfterARestart()
    {
        using var real = new TestStore();
        using (var first = new SchemaCatalog(new SqliteSchemas(real.Database, real.Writer), TimeProvider.System, NullLogger<SchemaCatalog>.Instance))
        {
            await first.PutAsync(Version("1.0.0", """{"type":"object"}"""), [], CancellationToken.None);
        }

        real.Reopen();
        using var second = new SchemaCatalog(new SqliteSchemas(real.Database, real.Writer), TimeProvider.System, NullLogger<SchemaCatalog>.Instance);
        second.Load(null);

        Assert.NotEmpty(second.Validate("a.b", "[]"u8.ToArray()));
    }

    private Task<SchemaPut> PutAsync(string version, string body = "{}") => catalog.PutAsync(Version(version, body), [], CancellationToken.None);

    private static SchemaVersion Version(string version, string body)
    {
        var rest = body.Trim()[1..].TrimStart();
        return SchemaVersion.Read(Encoding.UTF8.GetBytes($$"""{"$id":"urn:hub:schema:a:b:{{version}}"{{(rest == "}" ? "" : ",")}}{{rest}}"""));
    }

    private sealed class FakeSchemaStore : ISchemaStore
    {
        public bool IsBroken { get; set; }

        public IReadOnlyList<SchemaVersion> List() => [];

        public Task SaveAsync(IReadOnlyList<SchemaVersion> schemas, DateTimeOffset at, IReadOnlyList<IChange> alongside, CancellationToken cancellationToken) =>
            IsBroken ? Task.FromException(new IOException("The disk is full.")) : Task.CompletedTask;
    }
}
