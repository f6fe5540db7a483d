using System.Text;
using Hub.Connectors.Sdk;
using Hub.Connectors.Sdk.Manifest;

namespace Hub.Connectors.Tests.Sdk;

public sealed class ManifestReaderTests
{
    [Fact]
    public void Parse_WholeManifest_ReadsEveryPart()
    {
        var manifest = Parse(TestConnector.Manifest);

        Assert.Equal("test-connector", manifest.Metadata.Name);
        Assert.Equal("Connecteur d'essai", manifest.Metadata.Title.Fr);
        Assert.Equal(OperationKind.Event, manifest.Find("case.closed")?.Kind);
        Assert.Equal(TimeSpan.FromSeconds(30), manifest.Find("openCase")?.Timeout);
        Assert.Equal(TimeSpan.FromMinutes(1), manifest.Find("openCase")?.Retry?.MaxBackoff);
        Assert.Equal(TimeSpan.FromDays(30), manifest.Spec.Retention);
        Assert.Equal(["grc.example.fr"], manifest.Spec.Egress);
        Assert.Equal(TestConnector.Manifest, Encoding.UTF8.GetString(manifest.Source.Span));
    }

    [Fact]
    public void Parse_ManyMistakes_ListsThemAll()
    {
        var yaml = TestConnector.Manifest
            .Replace("name: test-connector", "name: Test Connector", StringComparison.Ordinal)
            .Replace("version: 1.2.0", "version: 1.2", StringComparison.Ordinal)
            .Replace("title: { fr: Lire, en: Read }", "title: { fr: Lire }", StringComparison.Ordinal);

        var error = Assert.Throws<ManifestException>(() => Parse(yaml));

        Assert.Equal(3, error.Mistakes.Count);
        Assert.Contains(error.Mistakes, mistake => mistake.StartsWith("spec.operations[1].title", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("a: [")]
    [InlineData("")]
    [InlineData("- 1")]
    [InlineData("a: &x\n  b: *x")]
    [InlineData("apiVersion: { x: 1 }")]
    public void Parse_NoManifest_IsAManifestException(string yaml)
    {
        Assert.Throws<ManifestException>(() => Parse(yaml));
    }

    [Fact]
    public void Parse_WrongDuration_SaysWhatWasExpected()
    {
        var error = Assert.Throws<ManifestException>(() => Parse(TestConnector.Manifest.Replace("PT30S", "30s", StringComparison.Ordinal)));

        Assert.Contains("PT30S", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Build_ManifestMissing_SaysWhereItLooked()
    {
        var error = Assert.Throws<ManifestException>(() => ConnectorHost.CreateBuilder([]).UseManifest("nowhere.yaml").Build());

        Assert.Contains(AppContext.BaseDirectory, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StartAsync_OperationWithoutHandler_NamesIt()
    {
        using var folder = new TestFolder();
        File.WriteAllText(folder.PathOf("connector.yaml"), TestConnector.Manifest);
        await using var app = ConnectorHost.CreateBuilder([]).UseManifest(folder.PathOf("connector.yaml"))
            .Configure(options => options.Data = folder.PathOf("data")).Build();
        app.Handle("openCase", TestConnector.DoneAsync);

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => app.StartAsync());

        Assert.Contains("readCase", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => app.Handle("case.closed", TestConnector.DoneAsync));
    }

    private static ConnectorManifest Parse(string yaml) => ManifestReader.Parse(Encoding.UTF8.GetBytes(yaml));
}
