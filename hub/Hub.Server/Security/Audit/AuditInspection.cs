namespace Hub.Server.Security.Audit;

/// <summary>Verifies the whole audit log of a store, page by page, against its checkpoint.</summary>
internal static class AuditInspection
{
    private const int PageSize = 1000;

    public static AuditVerdict Verify(IAuditStore store, AuditPlace? checkpoint) => AuditChain.Verify(AllRows(store), checkpoint);

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
