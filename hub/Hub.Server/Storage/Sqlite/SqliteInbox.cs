using Hub.Server.Exchange;

namespace Hub.Server.Storage.Sqlite;

internal sealed class SqliteInbox(SqliteDatabase database) : IInbox
{
    public InboxEntry? Find(MessageId messageId) => database.Read(session => session.First(
        "SELECT content_hash, reply FROM inbox WHERE tenant = $1 AND source = $2 AND id = $3",
        row => new InboxEntry(row.Bytes(0), row.Bytes(1)),
        messageId.Tenant.Value,
        messageId.Source,
        messageId.Id));

    public static void Register(ChangeWriters writers)
    {
        writers.On<RecordInInbox>((session, change) =>
        {
            var written = session.Execute(
                "INSERT INTO inbox (tenant, source, id, content_hash, reply, at) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING",
                change.MessageId.Tenant.Value,
                change.MessageId.Source,
                change.MessageId.Id,
                change.ContentHash,
                change.Reply,
                change.At.Stamp()) == 1;
            FailPoint.Hit("inbox.after-insert");
            return written ? ChangeResult.Written : ChangeResult.AlreadySeen;
        });
        writers.On<ForgetInboxBefore>((session, change) =>
            _ = session.Execute("DELETE FROM inbox WHERE at < $1", change.Before.Stamp()));
    }
}
