namespace Hub.Server.Schemas;

/// <summary>Keeps the schemas that were put over HTTP.</summary>
public interface ISchemaStore
{
    IReadOnlyList<SchemaVersion> List();

    /// <param name="alongside">Changes of the same commit, such as the audit entry.</param>
    Task SaveAsync(SchemaVersion schema, DateTimeOffset at, IReadOnlyList<IChange> alongside, CancellationToken cancellationToken);
}
