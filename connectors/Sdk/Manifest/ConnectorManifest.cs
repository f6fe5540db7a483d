using System.Text.Json.Nodes;

namespace Hub.Connectors.Sdk.Manifest;

/// <summary>A connector's <c>connector.yaml</c>: who it is, what it can do, what it touches. The same shape as <c>connectors/protocol/connector.schema.json</c>.</summary>
public sealed record ConnectorManifest
{
    public const string SupportedApiVersion = "hub.connector/v1";

    public string ApiVersion { get; init; } = string.Empty;

    public string Kind { get; init; } = string.Empty;

    public ManifestMetadata Metadata { get; init; } = new();

    public ManifestSpec Spec { get; init; } = new();

    /// <summary>The file, byte for byte, as it is presented to the hub.</summary>
    public ReadOnlyMemory<byte> Source { get; init; }

    /// <summary>The operation of this name, or null.</summary>
    public ManifestOperation? Find(string operation) => Spec.Operations.FirstOrDefault(candidate => candidate.Name == operation);
}

/// <summary>A text in both languages.</summary>
public sealed record BilingualText
{
    public string Fr { get; init; } = string.Empty;

    public string En { get; init; } = string.Empty;
}

/// <summary>Who the connector is.</summary>
public sealed record ManifestMetadata
{
    /// <summary>Lower case letters, digits and hyphens; what its key is bound to.</summary>
    public string Name { get; init; } = string.Empty;

    public BilingualText Title { get; init; } = new();

    public BilingualText Description { get; init; } = new();

    /// <summary>Semantic version.</summary>
    public string Version { get; init; } = string.Empty;

    public string Vendor { get; init; } = string.Empty;

    public string Category { get; init; } = string.Empty;

    /// <summary>File beside the manifest; empty for none.</summary>
    public string Icon { get; init; } = string.Empty;

    /// <summary>experimental, community or supported.</summary>
    public string SupportLevel { get; init; } = string.Empty;

    /// <summary>SPDX identifier.</summary>
    public string Licence { get; init; } = string.Empty;
}

/// <summary>What the connector can do and touches.</summary>
public sealed record ManifestSpec
{
    /// <summary>grpc, kafka or http.</summary>
    public string Transport { get; init; } = "grpc";

    /// <summary>JSON Schema of the connector's own settings; null when it has none.</summary>
    public JsonNode? Config { get; init; }

    public IReadOnlyList<ManifestOperation> Operations { get; init; } = [];

    /// <summary>Hosts that the connector calls.</summary>
    public IReadOnlyList<string> Egress { get; init; } = [];

    /// <summary>Categories of personal data that pass through it.</summary>
    public IReadOnlyList<string> DataCategories { get; init; } = [];

    /// <summary>How long it keeps personal data; null when it keeps none.</summary>
    public TimeSpan? Retention { get; init; }
}

/// <summary>Which way an operation goes.</summary>
public enum OperationKind
{
    /// <summary>The hub asks for an effect.</summary>
    Command,

    /// <summary>The hub asks for information; nothing changes.</summary>
    Query,

    /// <summary>The connector reports.</summary>
    Event,
}

/// <summary>One thing that the connector does, answers or reports.</summary>
public sealed record ManifestOperation
{
    public string Name { get; init; } = string.Empty;

    public OperationKind Kind { get; init; }

    public BilingualText Title { get; init; } = new();

    /// <summary>A JSON Schema, or an object with a <c>$ref</c> to a shared one. For an event: what it carries.</summary>
    public JsonNode? Input { get; init; }

    /// <summary>The same for the answer; null for events.</summary>
    public JsonNode? Output { get; init; }

    public ManifestIdempotency Idempotency { get; init; } = new();

    /// <summary>Longest time for one attempt; null for the hub's default.</summary>
    public TimeSpan? Timeout { get; init; }

    public ManifestRetry? Retry { get; init; }

    public IReadOnlyList<ManifestError> Errors { get; init; } = [];

    public IReadOnlyList<JsonNode> Examples { get; init; } = [];
}

/// <summary>Whether the business software itself recognises a repeated command.</summary>
public sealed record ManifestIdempotency
{
    public bool Supported { get; init; }
}

/// <summary>How the hub tries again.</summary>
public sealed record ManifestRetry
{
    /// <summary>Attempts after the first.</summary>
    public int Max { get; init; }

    /// <summary>Pause before the second attempt; it doubles.</summary>
    public TimeSpan? Backoff { get; init; }

    public TimeSpan? MaxBackoff { get; init; }
}

/// <summary>A failure that the operation may answer.</summary>
public sealed record ManifestError
{
    public string Code { get; init; } = string.Empty;

    public BilingualText Meaning { get; init; } = new();

    public bool Retryable { get; init; }
}
