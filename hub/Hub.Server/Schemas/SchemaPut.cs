namespace Hub.Server.Schemas;

/// <summary>What became of a schema that was put.</summary>
public enum SchemaPut
{
    Created,
    Unchanged,

    /// <summary>This version exists with other content.</summary>
    Conflict,
}
