using Hub.Server.Exchange.Outbox;
using Hub.Server.Schemas;
using Hub.Workflows.Activities;

namespace Hub.Server.Workflows.Activities;

/// <summary>One kind of activity for each command and query of each connector whose manifest is in force.</summary>
internal sealed class OperationActivities(IConnectorCatalog connectors, SchemaCatalog schemas) : IActivitySource
{
    private volatile Snapshot? snapshot;

    public IReadOnlyList<ActivityDescriptor> Descriptors => Current().Descriptors;

    public ActivityRegistration? Find(string typeName) =>
        typeName.StartsWith(OperationStep.Prefix, StringComparison.Ordinal) && Current().ByType.TryGetValue(typeName, out var step)
            ? new ActivityRegistration(step.Descriptor, () => new CallOperation(step))
            : null;

    private Snapshot Current()
    {
        var revision = connectors.Revision;
        if (snapshot is { } known && known.Revision == revision)
        {
            return known;
        }

        var steps = new Dictionary<string, OperationStep>(StringComparer.Ordinal);
        foreach (var connector in connectors.All)
        {
            foreach (var operation in connector.Operations.Where(operation => operation.IsAsked))
            {
                // Names may have dots: where two of them would make one type name, the first keeps it.
                var step = OperationDescriber.Describe(connector, operation, urn => schemas.Contains(urn) ? schemas.Member(urn) : null);
                steps.TryAdd(step.Descriptor.TypeName, step);
            }
        }

        return snapshot = new Snapshot(revision, [.. steps.Values.Select(step => step.Descriptor)], steps);
    }

    private sealed record Snapshot(int Revision, IReadOnlyList<ActivityDescriptor> Descriptors, IReadOnlyDictionary<string, OperationStep> ByType);
}
