namespace Hub.Connectors.Sdk;

/// <summary>Where a connector's <c>Program.cs</c> starts.</summary>
/// <example>
/// <code>
/// var connector = ConnectorHost.CreateBuilder(args).UseManifest("connector.yaml").Build();
/// connector.Handle("openCase", async (command, cancellationToken) => Outcome.Done(new { caseNumber = "2026-1" }));
/// await connector.RunAsync();
/// </code>
/// </example>
public static class ConnectorHost
{
    public static ConnectorBuilder CreateBuilder(string[] args) => new(args);
}
