using Hub.Server.Requests.Documents;
using Hub.Server.Workflows;

namespace Hub.Server.Storage.Sqlite;

internal sealed class SqliteRequests(SqliteDatabase database) : IDocumentStore
{
    public Document? Find(TenantId tenant, string id) => database.Read(session => session.First(
        "SELECT id, tenant, media_type, size, sha256, at FROM documents WHERE id = $1 AND tenant = $2",
        row => new Document(row.GetString(0), new(row.GetString(1)), row.GetString(2), row.GetInt64(3), row.GetString(4), row.Time(5)),
        id,
        tenant.Value));

    public static void Register(ChangeWriters writers)
    {
        writers.On<AddDocument>((session, change) => _ = session.Execute(
            "INSERT INTO documents (id, tenant, media_type, size, sha256, at) VALUES ($1, $2, $3, $4, $5, $6)",
            change.Document.Id,
            change.Document.Tenant.Value,
            change.Document.MediaType,
            change.Document.Size,
            change.Document.Sha256,
            change.Document.At.Stamp()));
        writers.On<KeepRequest>((session, change) => _ = session.Execute(
            "INSERT INTO requests (id, tenant, journey_id, procedure, schema, channel, payload, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            change.RequestId,
            change.Tenant.Value,
            change.JourneyId.Value,
            change.Procedure,
            change.Schema,
            change.Channel,
            change.Payload,
            change.At.Stamp()));
    }
}
