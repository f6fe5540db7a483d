using Hub.Connectors.Sdk;
using Microsoft.Extensions.Logging;

namespace Hub.Connectors.Tests.Sdk;

/// <summary>A connector with a data folder of its own, against the hub that the test plays.</summary>
internal static class TestConnector
{
    public const string Manifest = """
        apiVersion: hub.connector/v1
        kind: Connector
        metadata:
          name: test-connector
          title: { fr: Connecteur d'essai, en: Test connector }
          description: { fr: Pour les essais., en: For tests. }
          version: 1.2.0
          vendor: Nobody
          category: test
          supportLevel: experimental
          licence: Apache-2.0
        spec:
          transport: grpc
          operations:
            - name: openCase
              kind: command
              title: { fr: Ouvrir, en: Open }
              idempotency: { supported: false }
              timeout: PT30S
              retry: { max: 3, backoff: PT1S, maxBackoff: PT1M }
              errors:
                - { code: closed, meaning: { fr: Fermé, en: Closed }, retryable: false }
            - name: readCase
              kind: query
              title: { fr: Lire, en: Read }
            - name: case.closed
              kind: event
              title: { fr: Clos, en: Closed }
          egress: [ "grc.example.fr" ]
          dataCategories: [ identity ]
          retention: P30D
        """;

    public static readonly MessageContext Context = new() { Tenant = "200054781", CaseId = "c1" };

    public static ConnectorApp Build(TestFolder folder, string address, Func<Command, CancellationToken, Task<Outcome>> openCase, int credits = 16)
    {
        var manifest = folder.PathOf("connector.yaml");
        File.WriteAllText(manifest, Manifest);
        var builder = ConnectorHost.CreateBuilder([]).UseManifest(manifest).Configure(options =>
        {
            options.Address = address;
            options.Key = "secret-key";
            options.Data = folder.PathOf("data");
            options.Credits = credits;
            options.MinBackOff = TimeSpan.FromMilliseconds(20);
            options.MaxBackOff = TimeSpan.FromMilliseconds(100);
        });
        builder.Web.Logging.ClearProviders();
        var app = builder.Build();
        app.Handle("openCase", openCase);
        app.Handle("readCase", (command, _) => Task.FromResult(Outcome.Done(new { command.IsRecovery })));
        return app;
    }

    public static Task<Outcome> DoneAsync(Command command, CancellationToken cancellationToken) => Task.FromResult(Outcome.Done());
}

/// <summary>A folder that goes with the test.</summary>
internal sealed class TestFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hub-connector-");

    public string PathOf(string name) => Path.Combine(_folder.FullName, name);

    /// <summary>What a crash now would leave behind.</summary>
    public TestFolder CopyAsAfterACrash()
    {
        var copy = new TestFolder();
        Directory.CreateDirectory(copy.PathOf("data"));
        foreach (var file in Directory.EnumerateFiles(PathOf("data"), "*.jsonl"))
        {
            using var source = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var target = File.Create(Path.Combine(copy.PathOf("data"), Path.GetFileName(file)));
            source.CopyTo(target);
        }

        return copy;
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
