using System.Text.Json;
using Hub.Server.Exchange;
using Hub.Workflows.Runtime;

namespace Hub.Server.Workflows;

/// <summary>
/// What somebody orders about instances: their end, their removal, other values of their variables. Each order is a message of its own
/// through the one door, in its turn with whatever else happens to that instance, and done in one commit.
/// </summary>
internal sealed class InstanceOrders(ExchangePipeline pipeline, IWorkflowStore store, IInstanceDirectory directory, IdGenerator ids, TimeProvider clock)
{
    // Enough for the writer to commit them together.
    private const int SideBySide = 32;

    private const int PageSize = 256;

    /// <summary>
    /// Cancels an instance and, as Elsa does, whatever runs because of it: its children and theirs. Returns how many of them were running;
    /// null when the tenant has no such instance. Asked for again after a crash in between, it cancels those that are left.
    /// </summary>
    /// <param name="alongside">What belongs into the commit that cancels the instance, such as the audit entry.</param>
    public async Task<int?> CancelAsync(TenantId tenant, string instanceId, IReadOnlyList<IChange> alongside, CancellationToken cancellationToken)
    {
        if (directory.Find(tenant, instanceId) is null)
        {
            return null;
        }

        var cancelled = 0;
        var waiting = new Queue<string>([instanceId]);
        while (waiting.TryDequeue(out var next))
        {
            var order = new CancelInstance { Alongside = next == instanceId ? alongside : [] };
            await SendAsync(tenant, next, order, cancellationToken);
            cancelled += order.IsDone ? 1 : 0;
            var after = "";
            while (directory.RunningChildren(tenant, next, after, PageSize) is { Count: > 0 } children)
            {
                foreach (var child in children)
                {
                    waiting.Enqueue(child);
                }

                after = children[^1];
            }
        }

        return cancelled;
    }

    /// <summary>Cancels several instances with their children; returns how many were running.</summary>
    public async Task<int> CancelAsync(TenantId tenant, IEnumerable<string> instanceIds, Func<string, IReadOnlyList<IChange>> alongside, CancellationToken cancellationToken)
    {
        var cancelled = 0;
        await Parallel.ForEachAsync(instanceIds, Bounded(cancellationToken), async (id, token) =>
        {
            var ended = await CancelAsync(tenant, id, alongside(id), token) ?? 0;
            Interlocked.Add(ref cancelled, ended);
        });
        return cancelled;
    }

    /// <summary>Removes an instance with its history and all that it waited for. False when the tenant has no such instance.</summary>
    public async Task<bool> DeleteAsync(TenantId tenant, string instanceId, IReadOnlyList<IChange> alongside, CancellationToken cancellationToken)
    {
        if (directory.Find(tenant, instanceId) is null)
        {
            return false;
        }

        var order = new DeleteInstance { Alongside = alongside };
        await SendAsync(tenant, instanceId, order, cancellationToken);
        return order.IsDone;
    }

    /// <summary>Removes several instances; returns how many there were.</summary>
    public async Task<int> DeleteAsync(TenantId tenant, IEnumerable<string> instanceIds, Func<string, IReadOnlyList<IChange>> alongside, CancellationToken cancellationToken)
    {
        var deleted = 0;
        await Parallel.ForEachAsync(instanceIds, Bounded(cancellationToken), async (id, token) =>
        {
            if (await DeleteAsync(tenant, id, alongside(id), token))
            {
                Interlocked.Increment(ref deleted);
            }
        });
        return deleted;
    }

    /// <summary>Gives variables of an instance other values. Returns how they stand then; null when the tenant has no such instance.</summary>
    public async Task<IReadOnlyList<VariableState>?> SetVariablesAsync(
        TenantId tenant, string instanceId, IReadOnlyList<KeyValuePair<string, JsonElement>> values, IReadOnlyList<IChange> alongside, CancellationToken cancellationToken)
    {
        if (directory.Find(tenant, instanceId) is null)
        {
            return null;
        }

        var order = new SetInstanceVariables(values) { Alongside = alongside };
        await SendAsync(tenant, instanceId, order, cancellationToken);
        return order.Result;
    }

    /// <summary>Takes an exported instance in, and it goes on where it was. False when an instance of this id is there already.</summary>
    public async Task<bool> ImportAsync(TenantId tenant, ExportedInstance exported, IReadOnlyList<IChange> alongside, CancellationToken cancellationToken)
    {
        var order = new ImportInstance(exported) { Alongside = alongside };
        await SendAsync(tenant, exported.Row, order, cancellationToken);
        return order.IsDone;
    }

    private static ParallelOptions Bounded(CancellationToken cancellationToken) => new() { MaxDegreeOfParallelism = SideBySide, CancellationToken = cancellationToken };

    private async Task SendAsync(TenantId tenant, string instanceId, InstanceOrder order, CancellationToken cancellationToken)
    {
        if (store.FindInstance(instanceId) is { } stored && stored.Tenant == tenant)
        {
            await SendAsync(tenant, stored, order, cancellationToken);
        }
    }

    private Task SendAsync(TenantId tenant, StoredInstance row, InstanceOrder order, CancellationToken cancellationToken) => pipeline.SendAsync(
        new Envelope
        {
            MessageId = new(tenant, "hub:orders", ids.NewId()),
            Type = MessageTypes.InstanceOrder,
            Subject = row.Id,
            ComesOnce = true,
            Time = clock.GetUtcNow(),
            Partition = row.Partition,
            JourneyId = row.JourneyId,
        },
        order,
        cancellationToken);
}

/// <summary>An order about one instance. The pipeline may hand it over again after a lost race: whoever takes it sets the outcome anew.</summary>
internal abstract record InstanceOrder
{
    /// <summary>What joins the commit if there is something to do.</summary>
    public IReadOnlyList<IChange> Alongside { get; init; } = [];

    /// <summary>Whether there was something to do.</summary>
    public bool IsDone { get; set; }
}

internal sealed record CancelInstance : InstanceOrder;

internal sealed record DeleteInstance : InstanceOrder;

/// <param name="Exported">Checked by <see cref="ExportedInstance.Read"/>.</param>
internal sealed record ImportInstance(ExportedInstance Exported) : InstanceOrder;

/// <param name="Values">New values by the variables' ids.</param>
internal sealed record SetInstanceVariables(IReadOnlyList<KeyValuePair<string, JsonElement>> Values) : InstanceOrder
{
    /// <summary>All variables of the workflow as they stand then; null when there is no such instance any more.</summary>
    public IReadOnlyList<VariableState>? Result { get; set; }
}
