using System.Text;
using System.Text.Json;
using Hub.Server.Connectors;
using Hub.Server.Schemas;
using Hub.Server.Storage.Sqlite;
using Hub.Server.Tests.Architecture;
using Hub.Server.Tests.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hub.Server.Tests.Connectors;

public sealed class ManifestReaderTests : IDisposable
{
    private const string Small = """
        apiVersion: hub.connector/v1
        kind: Connector
        metadata:
          name: small
          title: { fr: Petit, en: Small }
          description: { fr: Un petit connecteur., en: A small connector. }
          version: 1.0.0
          vendor: Test
          category: payment
          icon: icon.svg
          supportLevel: supported
          licence: Apache-2.0
        spec:
          transport: grpc
          operations:
            - name: doIt
              kind: command
              title: { fr: Faire, en: Do it }
              description: { fr: Fait., en: Does it. }
              input: { type: object }
              output: { type: object }
              timeout: PT5S
              retry: { max: 3, backoff: PT1S, maxBackoff: PT10S }
        """;

    private readonly TestStore store = new();
    private readonly SchemaCatalog schemas;
    private readonly ManifestReader reader;

    public ManifestReaderTests()
    {
        schemas = new SchemaCatalog(new SqliteSchemas(store.Database, store.Writer), TimeProvider.System, NullLogger<SchemaCatalog>.Instance);
        schemas.Load(Path.Combine(Repository.Root, "schemas"));
        schemas.AddInline(ManifestReader.SchemaUrn, JsonElement.Parse(File.ReadAllBytes(Path.Combine(Repository.Root, "connectors", "protocol", "connector.schema.json"))));
        reader = new ManifestReader(schemas);
    }

    public void Dispose()
    {
        schemas.Dispose();
        store.Dispose();
    }

    [Theory]
    [InlineData("CitizenRelations", "citizen-relations")]
    [InlineData("FranceConnect", "france-connect")]
    [InlineData("PayFip", "payfip")]
    public void Read_ShippedManifest_GivesItsOperationsWithTheirSchemas(string folder, string name)
    {
        var manifest = reader.Read(File.ReadAllBytes(Path.Combine(Repository.Root, "connectors", folder, "connector.yaml")), folder);

        Assert.Equal(name, manifest.Name);
        Assert.NotEmpty(manifest.Operations);
        Assert.All(manifest.Operations.Where(operation => operation.Kind == ConnectorOperationKind.Command), operation => Assert.True(schemas.Contains(operation.InputSchema!)));
    }

    [Fact]
    public void Read_Retry_GivesThePolicyOfTheOperation()
    {
        var operation = Read(Small).Find("doIt")!;

        Assert.Equal(
            (TimeSpan.FromSeconds(5), 3, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10)),
            (operation.Timeout, operation.MaxAttempts, operation.BackOff, operation.MaxBackOff));
    }

    [Theory]
    [InlineData("name: small", "name: Not A Name", "/metadata/name")]
    [InlineData("version: 1.0.0", "version: one", "/metadata/version")]
    [InlineData("kind: command", "kind: wish", "/spec/operations/0/kind")]
    [InlineData("timeout: PT5S", "timeout: five seconds", "/spec/operations/0/timeout")]
    [InlineData("input: { type: object }", "input: { type: thing }", "/spec/operations")]
    [InlineData("input: { type: object }", "input: { $ref: not.there }", "/spec/operations")]
    public void Read_OneMistake_IsNamedWithItsPlace(string right, string wrong, string place)
    {
        var error = Assert.Throws<ManifestException>(() => Read(Small.Replace(right, wrong, StringComparison.Ordinal)));

        Assert.Contains(error.Errors, mistake => mistake.InstanceLocation.StartsWith(place, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("a: [")]
    [InlineData("")]
    [InlineData("a: 1\n---\nb: 2")]
    [InlineData("? [a, b]\n: 1")]
    [InlineData("a: 1\na: 2")]
    [InlineData("1: a\n\"1\": b")]
    public void Read_NotOneYamlDocumentOfNamedMembers_IsRefused(string yaml) => Assert.Throws<ManifestException>(() => Read(yaml));

    [Fact]
    public void Read_AliasesThatUnfoldWithoutEnd_AreRefusedSoon()
    {
        var yaml = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (var i = 1; i < 12; i++)
        {
            yaml.Append(System.Globalization.CultureInfo.InvariantCulture, $"a{i}: &a{i} [{string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 10))}]\n");
        }

        Assert.Throws<ManifestException>(() => Read(yaml.ToString()));
    }

    [Theory]
    [InlineData("a: &x [*x]")]
    [InlineData("a: &x { b: *x }")]
    public void Read_AliasInsideItsOwnAnchor_IsRefused(string yaml) => Assert.Throws<ManifestException>(() => Read(yaml));

    [Fact]
    public void Read_VeryDeep_IsRefused() => Assert.Throws<ManifestException>(() => Read("a: " + new string('[', 100_000)));

    private ConnectorManifest Read(string yaml) => reader.Read(Encoding.UTF8.GetBytes(yaml), "test");
}
