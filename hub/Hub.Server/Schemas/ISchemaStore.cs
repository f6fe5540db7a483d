namespace Hub.Server.Schemas;

/// <summary>Keeps the schemas that were put over HTTP.</summary>
public interface ISchemaStore
{
    IReadOnlyList<SchemaVersion> List();

    /// <summary>Keeps versions in one commit.</summary>
    /// <param name="alongside">Changes of the same commit, such as the audit entry.</param>
    Task SaveAsync(IReadOnlyList<SchemaVersion> schemas, DateTimeOffset at, IReadOnlyList<IChange> alongside, CancellationToken cancellationToken);
}
