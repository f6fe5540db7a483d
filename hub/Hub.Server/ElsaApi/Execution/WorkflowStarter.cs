using System.Text;
using Hub.Server.Exchange;
using Hub.Server.Web;
using Hub.Server.Workflows;

namespace Hub.Server.ElsaApi.Execution;

/// <summary>Begins a workflow for somebody who calls Elsa's API: through the one door, durable when it returns, once for each key.</summary>
internal sealed class WorkflowStarter(ExchangePipeline pipeline, IWorkflowStore store, GraphCache graphs, IdGenerator ids, TimeProvider clock)
{
    private const string Source = "hub:elsa";

    private static readonly Problem InstanceExists = new(
        StatusCodes.Status400BadRequest,
        "instance-id-taken",
        new("Identifiant d'instance déjà pris", "Instance id taken"),
        new(
            "Cet identifiant d'instance est déjà pris. Choisissez-en un autre ou laissez le hub en créer un.",
            "This instance id is taken. Choose another one, or let the hub make one."));

    private static readonly Problem CannotStart = new(
        StatusCodes.Status200OK,
        StartRefusal.CannotStart,
        new("Démarrage refusé", "Start refused"),
        new("La stratégie d'activation du workflow ne permet pas d'autre instance pour l'instant.", "The workflow's activation strategy allows no other instance for now."));

    public string NewInstanceId() => ids.NewId();

    /// <param name="instanceId">The new instance's id: the caller's, or one of <see cref="NewInstanceId"/>.</param>
    /// <param name="key">What makes the same call the same; null where the caller gives none.</param>
    public async Task<StartedInstance> StartAsync(HttpContext context, StoredDefinition version, RunRequest request, string instanceId, string? key, CancellationToken cancellationToken)
    {
        var tenant = context.Caller().Tenant;
        if (request.InstanceId is not null && store.FindInstance(instanceId) is { } existing)
        {
            // The caller's own id says what is the same call, as a key does.
            return existing.Tenant == tenant && existing.DefinitionId == version.DefinitionId ? new(instanceId, IsRepeat: true, null) : new(instanceId, IsRepeat: false, InstanceExists);
        }

        var identity = key ?? (request.InstanceId is null ? null : $"instance {instanceId}");
        var envelope = new Envelope
        {
            MessageId = new(tenant, Source, identity ?? instanceId),
            Type = MessageTypes.WorkflowRun,
            Subject = version.DefinitionId,
            Time = clock.GetUtcNow(),
            Data = request.Content,
            Partition = instanceId,
            ComesOnce = identity is null,
        };
        var start = new WorkflowStart(version.VersionId, request.ToStart(instanceId, graphs.Get(version.VersionId)), null) { Receipt = Encoding.UTF8.GetBytes(instanceId) };
        var answer = await pipeline.SendAsync(envelope, start, cancellationToken, ElsaAudit.Entry(context, AuditCatalog.WorkflowStarted, version.DefinitionId, clock));
        if (answer.IsRepeat)
        {
            return new(Encoding.UTF8.GetString(answer.Reply.Span), IsRepeat: true, answer.Problem);
        }

        // Taken, but nothing was begun: the activation strategy said no.
        return new(instanceId, IsRepeat: false, answer.Problem ?? (start.SubStatus is null ? CannotStart : null));
    }
}

/// <summary>What came of a start.</summary>
/// <param name="IsRepeat">The same call began this instance before; nothing was done now.</param>
/// <param name="Problem">Why nothing was begun; null when it was.</param>
internal sealed record StartedInstance(string InstanceId, bool IsRepeat, Problem? Problem);
