using System.Globalization;

namespace Hub.Server.Security.Audit;

/// <summary>Verifies the whole audit log of a store, page by page, against its checkpoint.</summary>
internal static class AuditInspection
{
    private const int PageSize = 1000;

    public static AuditVerdict Verify(IAuditStore store, AuditPlace? checkpoint) => AuditChain.Verify(AllRows(store), checkpoint);

    /// <summary>
    /// Looks at the log's end only, in the same short time whatever its length: the last rows fit one another, and the checkpoint
    /// lies behind them or is among them. Null when they do; else what is wrong. What is older only <see cref="Verify"/> sees.
    /// </summary>
    public static LocalizedText? VerifyTail(IAuditStore store, AuditPlace? checkpoint)
    {
        if (store.Head() is not { } head)
        {
            return checkpoint is { Sequence: > 0 } lost ? Short(0, lost) : null;
        }

        AuditRow? before = null;
        foreach (var row in store.Read(Math.Max(0, head.Sequence - PageSize), PageSize))
        {
            var fits = before is null
                ? row.Sequence > 1 || AuditChain.Hash(AuditChain.Genesis.Span, 1, row.Entry).AsSpan().SequenceEqual(row.Hash)
                : row.Sequence == before.Sequence + 1 && AuditChain.Hash(before.Hash, row.Sequence, row.Entry).AsSpan().SequenceEqual(row.Hash);
            if (!fits || (checkpoint is not null && checkpoint.Sequence == row.Sequence && !checkpoint.Hash.Span.SequenceEqual(row.Hash)))
            {
                return new(
                    string.Create(CultureInfo.InvariantCulture, $"L'entrée {row.Sequence} du journal d'audit ne tient plus dans la chaîne."),
                    string.Create(CultureInfo.InvariantCulture, $"Entry {row.Sequence} of the audit log no longer fits the chain."));
            }

            before = row;
        }

        return checkpoint is not null && head.Sequence < checkpoint.Sequence ? Short(head.Sequence, checkpoint) : null;
    }

    private static LocalizedText Short(long end, AuditPlace checkpoint) => new(
        string.Create(CultureInfo.InvariantCulture, $"Le journal d'audit s'arrête à l'entrée {end}, le point de contrôle a signé l'entrée {checkpoint.Sequence}."),
        string.Create(CultureInfo.InvariantCulture, $"The audit log ends at entry {end}, the checkpoint signed entry {checkpoint.Sequence}."));

    private static IEnumerable<AuditRow> AllRows(IAuditStore store)
    {
        // Pages follow the stored numbers, so that a row with a strange number is met and not skipped.
        var after = long.MinValue;
        while (true)
        {
            var page = store.Read(after, PageSize);
            foreach (var row in page)
            {
                yield return row;
            }

            if (page.Count < PageSize)
            {
                yield break;
            }

            after = page[^1].Sequence;
        }
    }
}
