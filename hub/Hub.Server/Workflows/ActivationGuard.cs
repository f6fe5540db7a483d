using System.Collections.Concurrent;
using Hub.Server.Exchange;
using Hub.Workflows.Definitions;
using Hub.Workflows.Runtime;

namespace Hub.Server.Workflows;

/// <summary>
/// Lets a definition's activation strategy decide whether another instance may start (Elsa's contract §8), at every way to start.
/// The look here only finds the reason early: the decision is made by the store's one writer, in the transaction that writes the
/// instance, so of two starts at once one is refused.
/// </summary>
internal sealed partial class ActivationGuard(IWorkflowStore store, ILogger<ActivationGuard> logger)
{
    private readonly ConcurrentDictionary<ActivationStrategy, long> refused = new();

    /// <summary>How many starts were refused since the hub started, by strategy.</summary>
    public IReadOnlyDictionary<ActivationStrategy, long> Refused => refused;

    /// <summary>Why it may not start, for people; null when it may: then the unit of work is written only if that still holds.</summary>
    public LocalizedText? Refuse(TenantId tenant, WorkflowDefinition definition, StartWorkflow start, UnitOfWork unit)
    {
        var strategy = definition.Options.Activation;
        if (Forbidden(tenant, definition.DefinitionId, strategy, start.CorrelationId) is not { } forbidden)
        {
            return null;
        }

        if (!store.AnyRunning(forbidden))
        {
            unit.Add(new RequireNoneRunning(forbidden));
            return null;
        }

        refused.AddOrUpdate(strategy, 1, static (_, count) => count + 1);
        Log.Refused(logger, definition.DefinitionId, strategy);
        return strategy switch
        {
            ActivationStrategy.Correlation => new(
                $"Le workflow {definition.DefinitionId} n'a pas été démarré : un workflow de même identifiant de corrélation est en cours, et sa stratégie d'activation ({strategy}) n'en admet qu'un.",
                $"The workflow {definition.DefinitionId} was not started: a workflow with the same correlation id is running, and its activation strategy ({strategy}) allows only one."),
            ActivationStrategy.CorrelatedSingleton when start.CorrelationId is not null => new(
                $"Le workflow {definition.DefinitionId} n'a pas été démarré : une de ses instances de même identifiant de corrélation est en cours, et sa stratégie d'activation ({strategy}) n'en admet qu'une.",
                $"The workflow {definition.DefinitionId} was not started: an instance of it with the same correlation id is running, and its activation strategy ({strategy}) allows only one."),
            _ => new(
                $"Le workflow {definition.DefinitionId} n'a pas été démarré : une de ses instances est en cours, et sa stratégie d'activation ({strategy}) n'en admet qu'une.",
                $"The workflow {definition.DefinitionId} was not started: an instance of it is running, and its activation strategy ({strategy}) allows only one."),
        };
    }

    private static RunningInstances? Forbidden(TenantId tenant, string definitionId, ActivationStrategy strategy, string? correlationId) => strategy switch
    {
        ActivationStrategy.Singleton => new(tenant, definitionId, null),
        ActivationStrategy.CorrelatedSingleton => new(tenant, definitionId, correlationId),
        ActivationStrategy.Correlation when correlationId is not null => new(tenant, null, correlationId),
        _ => null,
    };

    private static partial class Log
    {
        [LoggerMessage(5401, LogLevel.Warning, "The workflow {DefinitionId} was not started: its activation strategy {Strategy} allows no further instance now.")]
        public static partial void Refused(ILogger logger, string definitionId, ActivationStrategy strategy);
    }
}
