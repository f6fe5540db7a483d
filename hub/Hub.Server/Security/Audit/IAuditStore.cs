using Hub.Server.Web;

namespace Hub.Server.Security.Audit;

/// <summary>Reads the audit log. Only the storage's writer appends to it; nothing ever updates or deletes.</summary>
public interface IAuditStore
{
    /// <summary>Rows after a place in the chain, in order; for verification and export.</summary>
    /// <param name="afterSequence">0 to begin at the beginning.</param>
    IReadOnlyList<AuditRow> Read(long afterSequence, int limit);

    /// <summary>The last row, or null when the log is empty.</summary>
    AuditRow? Head();

    /// <summary>The newest first, of one local authority, with or without those that concern the hub as a whole.</summary>
    IReadOnlyList<AuditRow> Search(AuditSearch search);
}

/// <summary>An entry in its place.</summary>
/// <param name="Sequence">1, 2, 3… without a hole.</param>
/// <param name="Hash">SHA-256 over the previous row's hash and this entry; 32 bytes.</param>
public sealed record AuditRow(long Sequence, AuditEntry Entry, byte[] Hash);

/// <summary>Filters of the audit list; null means no filter.</summary>
/// <param name="Before">Cursor: only rows with a smaller sequence.</param>
/// <param name="WithHub">Also what concerns the hub as a whole, for whoever runs all of it.</param>
public sealed record AuditSearch(
    TenantId Tenant,
    string? Actor = null,
    string? Action = null,
    string? Subject = null,
    DateTimeOffset? From = null,
    DateTimeOffset? To = null,
    long? Before = null,
    int Limit = 50,
    bool WithHub = false);
