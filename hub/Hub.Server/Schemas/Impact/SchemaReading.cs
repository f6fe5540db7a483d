namespace Hub.Server.Schemas.Impact;

/// <summary>Who reads documents of shared schemas. Implemented where expressions and manifests are.</summary>
internal interface ISchemaReaders
{
    /// <summary>Every reading by what is in force now, of all local authorities.</summary>
    IEnumerable<SchemaReading> Readings();
}

/// <summary>What the operations of connectors take and give. Implemented where manifests are.</summary>
internal interface IOperationSchemas
{
    /// <summary>The schema of an operation's answer, or of an event; null where none is declared.</summary>
    OperationSchema? OutputOf(string connector, string operation);
}

/// <param name="Urn">In the catalogue.</param>
/// <param name="Reference">As the manifest writes it; the URN where the schema is the manifest's own.</param>
internal sealed record OperationSchema(string Urn, string Reference);

/// <summary>One place that reads one path of the documents of a shared schema.</summary>
internal sealed record SchemaReading
{
    public required SchemaReaderKind Kind { get; init; }

    /// <summary>The workflow's definition id, or the connector's name.</summary>
    public required string Name { get; init; }

    public required LocalizedText Title { get; init; }

    /// <summary>Whose it is; the shared tenant for connectors.</summary>
    public required TenantId Tenant { get; init; }

    /// <summary>The workflow's version number; null for connectors.</summary>
    public int? Version { get; init; }

    /// <summary>Where in it: <c>activity/input</c>, or <c>operation/input</c>.</summary>
    public required string Place { get; init; }

    /// <summary>Line of the expression, from 1; 0 where there is none.</summary>
    public int Line { get; init; }

    /// <summary>Column of the expression, from 1; 0 where there is none.</summary>
    public int Column { get; init; }

    /// <summary>The schema version that it reads now.</summary>
    public required string Urn { get; init; }

    /// <summary>The reference as it was written: it decides whether a new version concerns it by itself.</summary>
    public required string Reference { get; init; }

    /// <summary>From the document's root.</summary>
    public required IReadOnlyList<string> Path { get; init; }

    public required ReadingExtent Extent { get; init; }

    /// <summary>Whether it also makes such documents: then what refuses documents breaks it as well.</summary>
    public bool Produces { get; init; }
}

/// <summary>What kind of thing reads.</summary>
internal enum SchemaReaderKind
{
    /// <summary>An expression of a workflow.</summary>
    Workflow,

    /// <summary>An expression of a workflow that makes what a connector is sent.</summary>
    Mapping,

    /// <summary>A connector's operation.</summary>
    Connector,
}

/// <summary>How much of the value at its path a reading takes.</summary>
internal enum ReadingExtent
{
    /// <summary>The value; where it has members, it is handed on with them to somebody who may read any.</summary>
    Value,

    /// <summary>Members below are read by names that only the run knows.</summary>
    Computed,

    /// <summary>The whole document as the schema describes it: whatever changes concerns it.</summary>
    Document,
}
