using System.Text.Json;
using Hub.Workflows.Children;
using Hub.Workflows.Runtime;

namespace Hub.Server.Workflows.Children;

/// <summary>Runs the children that a burst executes at once: in the same unit of work, so that one commit keeps parent and child, or neither.</summary>
internal sealed class BurstChildren(BurstScope scope, InstanceRuns runs, IDefinitionStore definitions, IServiceProvider services) : IChildWorkflows
{
    private static readonly Dictionary<string, JsonElement> NoOutput = [];

    public string? FindPublished(string definitionId) => definitions.FindPublished(scope.Owner.Tenant, definitionId)?.VersionId;

    public async ValueTask<ChildRun?> ExecuteAsync(ChildWorkflow child, CancellationToken cancellationToken)
    {
        if (!scope.TryTakeRoom())
        {
            return null;
        }

        var inner = new BurstScope(scope.Exchange, scope.Owner.Child(child.InstanceId), services, around: scope);
        var (instance, refusal) = await runs.StartAsync(inner, child.VersionId, child.ToStart(), cancellationToken);
        return instance is null
            ? new ChildRun(WorkflowSubStatus.Pending, NoOutput, refusal!.En) // without an instance there is a refusal
            : new ChildRun(instance.SubStatus, instance.Output);
    }
}
