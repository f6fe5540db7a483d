using Hub.Server.Exchange;
using Hub.Workflows.Runtime.Alterations;

namespace Hub.Server.Workflows;

/// <summary>
/// Changes that somebody makes to instances by hand: each instance's plan is one message through the one door, made whole in one
/// commit with its journal and audit entry, or not at all.
/// </summary>
internal sealed class InstanceAlterations(ExchangePipeline pipeline, IWorkflowStore store, IDefinitionStore definitions, IdGenerator ids, TimeProvider clock)
{
    /// <summary>Makes a plan on one instance.</summary>
    /// <param name="alongside">What goes into the same commit, such as the audit entry.</param>
    public Task<AlterationResult> AlterAsync(TenantId tenant, string instanceId, IReadOnlyList<Alteration> alterations, IReadOnlyList<IChange> alongside, CancellationToken cancellationToken) =>
        AlterAsync(tenant, instanceId, alterations, alongside, told: null, cancellationToken);

    /// <inheritdoc cref="AlterAsync(TenantId, string, IReadOnlyList{Alteration}, IReadOnlyList{IChange}, CancellationToken)"/>
    /// <param name="told">What of the result goes into that commit too; null for nothing.</param>
    public async Task<AlterationResult> AlterAsync(
        TenantId tenant,
        string instanceId,
        IReadOnlyList<Alteration> alterations,
        IReadOnlyList<IChange> alongside,
        Func<AlterationResult, IChange>? told,
        CancellationToken cancellationToken)
    {
        if (store.FindInstance(instanceId) is not { } row || row.Tenant != tenant)
        {
            return Missing(instanceId);
        }

        if (definitions.FindVersion(row.VersionId) is null)
        {
            return Impossible($"The version {row.VersionId} of {row.DefinitionId}, which the workflow instance runs on, is not stored here. Import it with this version id.");
        }

        var task = new AlterInstance(instanceId, alterations) { Told = told };
        await pipeline.SendAsync(
            new Envelope
            {
                MessageId = new(tenant, "hub:alterations", ids.NewId()),
                Type = MessageTypes.WorkflowAlteration,
                Subject = instanceId,
                Time = clock.GetUtcNow(),
                ComesOnce = true,
                Partition = row.Partition,
                JourneyId = row.JourneyId,
            },
            task,
            cancellationToken,
            alongside);

        // The recipient sets it before it returns, unless the instance was deleted meanwhile.
        return task.Result ?? Missing(instanceId);
    }

    private AlterationResult Missing(string instanceId) => Impossible($"There is no workflow instance {instanceId}.");

    private AlterationResult Impossible(string message) => new(null, [new AlterationLogEntry(message, true, clock.GetUtcNow(), "")], false);
}

/// <summary>A plan of alterations on its way to its instance.</summary>
internal sealed record AlterInstance(string InstanceId, IReadOnlyList<Alteration> Alterations)
{
    /// <summary>What came of it; set once that is part of the unit of work, or known to be impossible.</summary>
    public AlterationResult? Result { get; set; }

    /// <summary>What of the result goes into the commit that makes the plan; null for nothing.</summary>
    public Func<AlterationResult, IChange>? Told { get; init; }
}
