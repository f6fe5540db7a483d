namespace Hub.Server.Workflows;

/// <summary>What an instance did, read back from its bursts one after the other: however long it ran, only what is asked for is kept.</summary>
internal sealed class InstanceHistory(IInstanceDirectory directory)
{
    private const int PageSize = 32;

    /// <summary>The documents of its bursts, oldest first.</summary>
    public IEnumerable<BurstDocument> Read(TenantId tenant, string instanceId)
    {
        // Those of an instance that was imported count up to where it begins here.
        var after = int.MinValue;
        while (directory.Bursts(tenant, instanceId, after, PageSize) is { Count: > 0 } bursts)
        {
            foreach (var burst in bursts)
            {
                yield return BurstDocument.Read(instanceId, burst.Records);
            }

            after = bursts[^1].Revision;
        }
    }

    /// <summary>An instance with all that it did, to give it away; null when the tenant has none of this id.</summary>
    public ExportedInstance? Export(TenantId tenant, string instanceId, IWorkflowStore store)
    {
        if (store.FindInstance(instanceId) is not { } row || row.Tenant != tenant)
        {
            return null;
        }

        var all = new List<StoredBurst>();
        while (directory.Bursts(tenant, instanceId, all.Count == 0 ? int.MinValue : all[^1].Revision, PageSize) is { Count: > 0 } bursts)
        {
            all.AddRange(bursts.Where(burst => burst.Revision <= row.Revision));
            if (bursts[^1].Revision >= row.Revision)
            {
                // What came after the row was read belongs to a later state.
                break;
            }
        }

        return new ExportedInstance(row, all);
    }

    /// <summary>Its journal, in order.</summary>
    public IEnumerable<RecordedEntry> Journal(TenantId tenant, string instanceId) => Read(tenant, instanceId).SelectMany(document => document.Journal);

    /// <summary>Its executions as they stand now, in the order in which they began.</summary>
    /// <param name="isWanted">Which of them; null for all.</param>
    public IReadOnlyList<RecordedExecution> Executions(TenantId tenant, string instanceId, Func<RecordedExecution, bool>? isWanted = null)
    {
        var found = new Dictionary<string, int>(StringComparer.Ordinal);
        var executions = new List<RecordedExecution>();
        foreach (var execution in Read(tenant, instanceId).SelectMany(document => document.Executions))
        {
            if (isWanted?.Invoke(execution) == false)
            {
                continue;
            }

            if (found.TryGetValue(execution.Id, out var place))
            {
                executions[place] = executions[place].With(execution);
            }
            else
            {
                found.Add(execution.Id, executions.Count);
                executions.Add(execution);
            }
        }

        // A stable sort: what began in the same moment stays as it was recorded.
        return [.. executions.OrderBy(execution => execution.StartedAt)];
    }
}
