namespace Hub.Server.Exchange;

/// <summary>A shared schema by identifier or URN, and version (null or empty: the latest); null when there is none.</summary>
public delegate SchemaDocument? SchemaLookup(string id, string? version);

/// <summary>A schema as channels show it.</summary>
public sealed record SchemaDocument(string Id, string Version, ReadOnlyMemory<byte> Json);
