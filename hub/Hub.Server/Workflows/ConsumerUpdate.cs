using Hub.Workflows.Definitions;

namespace Hub.Server.Workflows;

/// <summary>
/// Moves the definitions that use one as an activity to its new version, and those that use them in turn: a published one gets a
/// new version that is published, a draft is changed in place. Plans only; the publisher commits it with the publication itself.
/// </summary>
internal sealed class ConsumerUpdate(IDefinitionStore definitions, DefinitionConsumers consumers, GraphCache graphs, PublicationCheck check, ScheduledStarts schedule, IdGenerator ids, TimeProvider clock)
{
    public ConsumerPlan Plan(StoredDefinition published)
    {
        var changes = new List<IChange>();
        var updated = new List<StoredDefinition>();
        var failed = new Dictionary<string, LocalizedText>(StringComparer.Ordinal);
        var versions = new Dictionary<string, StoredDefinition>(StringComparer.Ordinal) { [published.DefinitionId] = published };
        foreach (var consumerId in consumers.Of(published.Tenant, published.DefinitionId))
        {
            if (definitions.FindLatest(published.Tenant, consumerId) is not { } latest || latest.Tenant != published.Tenant)
            {
                continue;
            }

            var current = TenantDefinitions.Read(latest);
            if (current.IsReadonly || DefinitionReferences.Move(current, versions) is not { } moved)
            {
                continue;
            }

            var next = Next(latest, moved);
            try
            {
                var graph = graphs.Check(TenantDefinitions.Read(next), next.Tenant, [published, .. updated]);
                if (latest.IsPublished)
                {
                    var (triggers, pins, errors) = check.Of(next, graph);
                    if (errors.Count > 0)
                    {
                        failed[consumerId] = errors[0];
                        continue;
                    }

                    changes.Add(new SaveDefinition(next with { IsPublished = false }));
                    changes.Add(new PublishDefinition(next.Tenant, consumerId, next.VersionId, triggers) { Pins = pins });
                    changes.AddRange(schedule.Begin(triggers));
                }
                else
                {
                    changes.Add(new SaveDefinition(next));
                }
            }
            catch (DefinitionException error)
            {
                failed[consumerId] = new(error.Text.French, error.Text.English);
                continue;
            }

            updated.Add(next);
            versions[consumerId] = next;
        }

        return new ConsumerPlan(changes, updated, failed);
    }

    private StoredDefinition Next(StoredDefinition latest, WorkflowDefinition moved)
    {
        var next = latest.IsPublished ? latest with { VersionId = ids.NewId(), Version = latest.Version + 1, CreatedAt = clock.GetUtcNow() } : latest;
        return next with
        {
            Json = (moved with { Id = next.VersionId, Version = next.Version, CreatedAt = next.CreatedAt, IsLatest = true, IsPublished = false }).ToJson(),
        };
    }
}

/// <summary>What brings a definition's consumers up to date.</summary>
/// <param name="Updated">The versions that the changes write.</param>
/// <param name="Failed">Consumers that stay as they are, and why.</param>
internal sealed record ConsumerPlan(IReadOnlyList<IChange> Changes, IReadOnlyList<StoredDefinition> Updated, IReadOnlyDictionary<string, LocalizedText> Failed)
{
    public static ConsumerPlan Nothing { get; } = new([], [], new Dictionary<string, LocalizedText>());
}
