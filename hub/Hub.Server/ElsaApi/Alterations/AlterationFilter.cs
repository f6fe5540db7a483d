using System.Text.Json.Serialization;
using Hub.Server.ElsaApi.WorkflowInstances;
using Hub.Server.Workflows;
using Hub.Workflows.Runtime;

namespace Hub.Server.ElsaApi.Alterations;

/// <summary>Elsa's choice of instances for a plan of alterations. A filter that says nothing chooses none, unless it asks for all.</summary>
internal sealed record AlterationFilter
{
    /// <summary>The most instances of one plan: all of them are noted in one commit.</summary>
    public const int MostInstances = 50_000;

    // What activities did is found by reading what their instances did, which no index knows.
    private const int MostRead = 1000;

    private const int PageSize = 10_000;

    private static readonly LocalizedText TooMany = new(
        $"Ce filtre désigne plus de {MostInstances} exécutions, ou ne peut être appliqué qu'aux plus récentes. Précisez-le (definitionIds, correlationIds, dates) et procédez en plusieurs fois.",
        $"This filter means more than {MostInstances} instances, or can only be applied to the newest. Narrow it (definitionIds, correlationIds, times) and proceed in parts.");

    private static readonly LocalizedText TooManyToRead = new(
        $"Un filtre d'activités s'applique à au plus {MostRead} exécutions. Précisez d'abord lesquelles (definitionIds, statuts, dates).",
        $"A filter of activities applies to at most {MostRead} instances. Say first which (definitionIds, statuses, times).");

    public bool EmptyFilterSelectsAll { get; set; }

    public List<string>? WorkflowInstanceIds { get; set; }

    public List<string>? CorrelationIds { get; set; }

    public List<string>? Names { get; set; }

    public string? SearchTerm { get; set; }

    public List<InstanceTimestampFilter>? TimestampFilters { get; set; }

    public List<string>? DefinitionIds { get; set; }

    public List<string>? DefinitionVersionIds { get; set; }

    public bool? HasIncidents { get; set; }

    public bool? IsSystem { get; set; }

    public List<string>? Statuses { get; set; }

    public List<string>? SubStatuses { get; set; }

    public List<AlteredActivityFilter>? ActivityFilters { get; set; }

    // Names and states alone choose nothing, as in Elsa.
    private bool IsEmpty =>
        WorkflowInstanceIds is null && DefinitionIds is null && DefinitionVersionIds is null && CorrelationIds is null && HasIncidents is null && TimestampFilters is null
        && string.IsNullOrWhiteSpace(SearchTerm);

    /// <summary>The instances that are meant; none, and why, when that cannot be told.</summary>
    public IReadOnlyList<string> Find(TenantId tenant, IInstanceDirectory instances, IDefinitionStore definitions, InstanceHistory history, GraphCache graphs, List<LocalizedText> errors)
    {
        var activities = ActivityFilters?.Where(filter => !filter.IsEmpty).ToArray() ?? [];
        if ((IsEmpty && !EmptyFilterSelectsAll && activities.Length == 0) || IsSystem == true)
        {
            // This hub has no system workflows.
            return [];
        }

        var found = Instances(tenant, instances, definitions, activities.Length > 0 ? MostRead : MostInstances, activities.Length > 0, errors);
        return errors.Count > 0 ? []
            : activities.Length == 0 ? [.. found.Select(instance => instance.Id)]
            : [.. found.Where(instance => Holds(tenant, instance, activities, history, graphs)).Select(instance => instance.Id)];
    }

    private List<ListedInstance> Instances(TenantId tenant, IInstanceDirectory instances, IDefinitionStore definitions, int most, bool onlyRunning, List<LocalizedText> errors)
    {
        // An empty list is a list: nothing is in it.
        if (WorkflowInstanceIds is [] || DefinitionIds is [] || DefinitionVersionIds is [] || CorrelationIds is [])
        {
            return [];
        }

        var versions = DefinitionVersionIds?.Select(definitions.FindVersion).OfType<StoredDefinition>().Where(version => version.IsSeenBy(tenant)).ToArray();
        var definitionIds = versions?.Select(version => version.DefinitionId).Distinct().ToList();
        if (definitionIds is { Count: 0 })
        {
            return [];
        }

        var found = new List<ListedInstance>();
        string?[] correlations = CorrelationIds is null ? [null] : [.. CorrelationIds.Distinct(StringComparer.Ordinal)];
        foreach (var correlationId in correlations)
        {
            var request = new InstanceListRequest
            {
                Ids = WorkflowInstanceIds,
                DefinitionIds = DefinitionIds is null ? definitionIds : definitionIds is null ? DefinitionIds : [.. DefinitionIds.Intersect(definitionIds)],
                CorrelationId = correlationId,
                SearchTerm = SearchTerm,
                HasIncidents = HasIncidents,
                Statuses = onlyRunning ? ["Running"] : Statuses,
                SubStatuses = SubStatuses,
                TimestampFilters = TimestampFilters,
            };
            if (request.ToSearch(tenant, errors) is not { } search || request.DefinitionIds is [])
            {
                return [];
            }

            for (var skip = 0; ; skip += PageSize)
            {
                var page = instances.List(search with { Skip = skip, Take = PageSize });
                found.AddRange(page.Items.Where(instance => IsMeant(instance, versions)));
                if (page.IsWindow || found.Count > most)
                {
                    errors.Add(onlyRunning ? TooManyToRead : TooMany);
                    return [];
                }

                if (page.Items.Count < PageSize)
                {
                    break;
                }
            }
        }

        return [.. found.DistinctBy(instance => instance.Id)];
    }

    private bool IsMeant(ListedInstance instance, StoredDefinition[]? versions) =>
        (versions is null || Array.Exists(versions, version => version.VersionId == instance.VersionId))
        && (Names is not { Count: > 0 } || (instance.Name is { } name && Names.Contains(name)));

    private static bool Holds(TenantId tenant, ListedInstance instance, AlteredActivityFilter[] activities, InstanceHistory history, GraphCache graphs)
    {
        var steps = new InstanceSteps(graphs.Find(instance.VersionId));
        var executions = history.Executions(tenant, instance.Id);
        return Array.TrueForAll(activities, filter => executions.Any(execution => filter.Holds(execution, steps)));
    }
}

/// <summary>An execution that an instance must have; what is absent may be anything.</summary>
internal sealed record AlteredActivityFilter
{
    public string? ActivityId { get; set; }

    public string? ActivityInstanceId { get; set; }

    public string? NodeId { get; set; }

    public string? Name { get; set; }

    [JsonConverter(typeof(JsonStringEnumConverter<ActivityStatus>))]
    public ActivityStatus? Status { get; set; }

    public bool IsEmpty => ActivityId is null && ActivityInstanceId is null && NodeId is null && Name is null && Status is null;

    public bool Holds(RecordedExecution execution, InstanceSteps steps) =>
        (ActivityInstanceId is null || execution.Id == ActivityInstanceId)
        && (NodeId is null || execution.NodeId == NodeId)
        && (Status is null || execution.Status == Status)
        && (ActivityId is null || steps.IdOf(execution.NodeId) == ActivityId)
        && (Name is null || steps.NameOf(execution.NodeId) == Name);
}
