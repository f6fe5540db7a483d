using Hub.Server.Schemas;
using Hub.Server.Schemas.Impact;
using Hub.Server.Schemas.Members;
using Hub.Workflows.Graph;

namespace Hub.Server.Workflows.Readings;

/// <summary>
/// Chooses, when a workflow is published, which version each of its schema references means from then on: the latest one that still has what
/// the workflow's own expressions read. A new major version whose members have other names does not break a workflow by its being published
/// again; once its expressions read the new names, publishing it moves it there.
/// </summary>
internal sealed class PinChoice(SchemaCatalog schemas, IOperationSchemas operations)
{
    /// <summary>The URN that each known reference means.</summary>
    public IReadOnlyDictionary<string, string> Of(WorkflowGraph graph)
    {
        var readings = new Lazy<IReadOnlyList<StepReading>>(() => DefinitionReadings.Of(graph, schemas.Resolve, operations));
        var pins = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var reference in ValueOrigins.References(graph))
        {
            var candidates = schemas.Candidates(reference);
            if (candidates.Count == 1)
            {
                pins[reference] = candidates[0].Urn;
            }
            else if (candidates.Count > 1)
            {
                var paths = readings.Value.Where(reading => reading.Origin.Reference == reference).Select(reading => reading.Path).ToArray();
                pins[reference] = candidates.MinBy(candidate => paths.Count(path => !IsDeclared(candidate, path)))!.Urn; // the first of those with the fewest, so the newest; there is one
            }
            else if (schemas.Resolve(reference) is { } other)
            {
                pins[reference] = other;
            }
        }

        return pins;
    }

    private bool IsDeclared(SchemaVersion candidate, IReadOnlyList<string> path)
    {
        var member = schemas.Member(candidate.Urn);
        foreach (var segment in path)
        {
            if (member.Find(segment) is not { } next)
            {
                return false;
            }

            member = next;
        }

        return true;
    }
}
