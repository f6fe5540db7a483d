using System.Text.Json;

namespace Hub.Server.Connectors;

/// <summary>What a connector says of itself: its <c>connector.yaml</c>, read and checked.</summary>
public sealed record ConnectorManifest
{
    /// <summary>Lower-case name with dashes: the connector's identity.</summary>
    public required string Name { get; init; }

    public required LocalizedText Title { get; init; }

    public required LocalizedText Description { get; init; }

    /// <summary>Semantic version of the connector.</summary>
    public required string Version { get; init; }

    public string? Category { get; init; }

    public string? Vendor { get; init; }

    public required IReadOnlyList<ConnectorOperation> Operations { get; init; }

    /// <summary>Hosts that the connector speaks to.</summary>
    public IReadOnlyList<string> Egress { get; init; } = [];

    /// <summary>Categories of personal data that it handles.</summary>
    public IReadOnlyList<string> DataCategories { get; init; } = [];

    /// <summary>The manifest as JSON.</summary>
    public required JsonElement Json { get; init; }

    public ConnectorOperation? Find(string operation)
    {
        foreach (var candidate in Operations)
        {
            if (candidate.Name == operation)
            {
                return candidate;
            }
        }

        return null;
    }
}

/// <summary>One thing that a connector does, looks up or reports.</summary>
public sealed record ConnectorOperation
{
    public required string Name { get; init; }

    public required ConnectorOperationKind Kind { get; init; }

    public required LocalizedText Title { get; init; }

    /// <summary>What it does; empty where the manifest does not say.</summary>
    public LocalizedText Description { get; init; } = new("", "");

    /// <summary>Whether a command sent again with the same key does nothing twice.</summary>
    public bool IsIdempotent { get; init; }

    /// <summary>Identifier of the input's or event's schema; null where the manifest gives none.</summary>
    public string? InputSchema { get; init; }

    /// <summary>Identifier of the output's schema; null where the manifest gives none.</summary>
    public string? OutputSchema { get; init; }

    /// <summary>How long one attempt may take; null means the hub's default.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>How often to try; null means the hub's default.</summary>
    public int? MaxAttempts { get; init; }

    /// <summary>The first wait between attempts; null means the hub's default.</summary>
    public TimeSpan? BackOff { get; init; }

    /// <summary>The longest wait between attempts; null means the hub's default.</summary>
    public TimeSpan? MaxBackOff { get; init; }
}

/// <summary>What kind of thing an operation is.</summary>
public enum ConnectorOperationKind
{
    /// <summary>Changes something outside; sent with an idempotency key.</summary>
    Command,

    /// <summary>Only reads.</summary>
    Query,

    /// <summary>Reported by the connector.</summary>
    Event,

    /// <summary>Called by the outside system on the connector's own address.</summary>
    Webhook,
}
