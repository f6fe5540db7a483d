using System.Globalization;
using Hub.Server.Workflows;
using Hub.Workflows.Runtime;

namespace Hub.Server.ElsaApi.WorkflowInstances;

/// <summary>What a client asks of the list of instances, as body or as query.</summary>
internal sealed record InstanceListRequest
{
    // What is asked for without a page is given up to here; the total says how many there are.
    private const int LargestPage = 10_000;

    // Elsa's own order of the sub-statuses, for clients that send numbers.
    private static readonly string[] NumberedSubStatuses =
    [
        nameof(WorkflowSubStatus.Pending), nameof(WorkflowSubStatus.Executing), nameof(WorkflowSubStatus.Suspended), nameof(WorkflowSubStatus.Finished),
        nameof(WorkflowSubStatus.Cancelled), nameof(WorkflowSubStatus.Faulted), nameof(WorkflowSubStatus.Interrupted),
    ];

    public int? Page { get; set; }

    public int? PageSize { get; set; }

    public string? SearchTerm { get; set; }

    public List<string>? Ids { get; set; }

    public string? DefinitionId { get; set; }

    public List<string>? DefinitionIds { get; set; }

    public string? CorrelationId { get; set; }

    public string? ParentWorkflowInstanceId { get; set; }

    public string? Name { get; set; }

    public int? Version { get; set; }

    public bool? HasIncidents { get; set; }

    public bool? IsSystem { get; set; }

    public string? Status { get; set; }

    public List<string>? Statuses { get; set; }

    public string? SubStatus { get; set; }

    public List<string>? SubStatuses { get; set; }

    public string? OrderBy { get; set; }

    public string? OrderDirection { get; set; }

    public List<InstanceTimestampFilter>? TimestampFilters { get; set; }

    /// <summary>Takes over what the query says; names compare without regard to case.</summary>
    public void Read(IQueryCollection query)
    {
        Page = Number(query, nameof(Page)) ?? Page;
        PageSize = Number(query, nameof(PageSize)) ?? PageSize;
        SearchTerm = Text(query, nameof(SearchTerm)) ?? SearchTerm;
        Ids = Texts(query, nameof(Ids)) ?? Ids;
        DefinitionId = Text(query, nameof(DefinitionId)) ?? DefinitionId;
        DefinitionIds = Texts(query, nameof(DefinitionIds)) ?? DefinitionIds;
        CorrelationId = Text(query, nameof(CorrelationId)) ?? CorrelationId;
        ParentWorkflowInstanceId = Text(query, nameof(ParentWorkflowInstanceId)) ?? ParentWorkflowInstanceId;
        Name = Text(query, nameof(Name)) ?? Name;
        Version = Number(query, nameof(Version)) ?? Version;
        HasIncidents = Flag(query, nameof(HasIncidents)) ?? HasIncidents;
        IsSystem = Flag(query, nameof(IsSystem)) ?? IsSystem;
        Status = Text(query, nameof(Status)) ?? Status;
        Statuses = Texts(query, nameof(Statuses)) ?? Statuses;
        SubStatus = Text(query, nameof(SubStatus)) ?? SubStatus;
        SubStatuses = Texts(query, nameof(SubStatuses)) ?? SubStatuses;
        OrderBy = Text(query, nameof(OrderBy)) ?? OrderBy;
        OrderDirection = Text(query, nameof(OrderDirection)) ?? OrderDirection;
    }

    /// <summary>The search, or what is wrong with it.</summary>
    public InstanceSearch? ToSearch(TenantId tenant, List<LocalizedText> errors)
    {
        if (Page is < 0)
        {
            errors.Add(new("Page doit être 0 ou plus.", "Page must be 0 or more."));
        }

        if (PageSize is < 1)
        {
            errors.Add(new("PageSize doit être 1 ou plus.", "PageSize must be 1 or more."));
        }

        var sort = Sort(errors);
        var take = Math.Min(PageSize ?? LargestPage, LargestPage);
        var search = new InstanceSearch(tenant, (int)Math.Min(int.MaxValue / 2, (long)Math.Max(Page ?? 0, 0) * take), take)
        {
            SearchTerm = NotBlank(SearchTerm),
            Ids = NotEmpty(Ids),
            DefinitionIds = Both(NotBlank(DefinitionId), NotEmpty(DefinitionIds)),
            SubStatuses = States(errors),
            ParentId = NotBlank(ParentWorkflowInstanceId),
            Version = Version,
            CorrelationId = NotBlank(CorrelationId),
            Name = NotBlank(Name),
            HasIncidents = HasIncidents,
            Times = [.. (TimestampFilters ?? []).Select(filter => filter.ToBound(errors)).OfType<InstanceTimeBound>()],
            Sort = sort,
            IsAscending = IsAscending(sort, errors),
        };
        return errors.Count == 0 ? search : null;
    }

    private InstanceSort Sort(List<LocalizedText> errors)
    {
        switch (NotBlank(OrderBy)?.ToUpperInvariant())
        {
            case null or "CREATED" or "CREATEDAT" or "0":
                return InstanceSort.Created;
            case "LASTEXECUTED" or "UPDATEDAT" or "UPDATED" or "1":
                return InstanceSort.Updated;
            case "FINISHED" or "FINISHEDAT" or "2":
                return InstanceSort.Finished;
            case "NAME" or "3":
                return InstanceSort.Name;
            default:
                errors.Add(new("OrderBy doit être Created, LastExecuted, Finished ou Name.", "OrderBy must be Created, LastExecuted, Finished or Name."));
                return InstanceSort.Created;
        }
    }

    private bool IsAscending(InstanceSort sort, List<LocalizedText> errors)
    {
        switch (NotBlank(OrderDirection)?.ToUpperInvariant())
        {
            case null:
                return sort == InstanceSort.Name;
            case "ASCENDING" or "0":
                return true;
            case "DESCENDING" or "1":
                return false;
            default:
                errors.Add(new("OrderDirection doit être Ascending ou Descending.", "OrderDirection must be Ascending or Descending."));
                return false;
        }
    }

    // All four filters must hold; null when none is given.
    private HashSet<string>? States(List<LocalizedText> errors)
    {
        var statuses = Given(Status, Statuses).Select(names => names.SelectMany(name => OfStatus(name, errors)));
        var subStatuses = Given(SubStatus, SubStatuses).Select(names => names.SelectMany(name => OfSubStatus(name, errors)));
        HashSet<string>? states = null;
        foreach (var allowed in statuses.Concat(subStatuses))
        {
            states ??= [.. InstanceStates.All];
            states.IntersectWith([.. allowed]);
        }

        return states;
    }

    private static IEnumerable<IReadOnlyList<string>> Given(string? one, List<string>? several)
    {
        if (NotBlank(one) is { } name)
        {
            yield return [name];
        }

        if (NotEmpty(several) is { } names)
        {
            yield return names;
        }
    }

    private static IReadOnlyList<string> OfStatus(string name, List<LocalizedText> errors) => name.ToUpperInvariant() switch
    {
        "RUNNING" or "0" => InstanceStates.Running,
        "FINISHED" or "1" => InstanceStates.Finished,
        _ => Unknown("Status", InstanceStates.Running, errors),
    };

    private static IReadOnlyList<string> OfSubStatus(string name, List<LocalizedText> errors)
    {
        if (int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number < NumberedSubStatuses.Length)
        {
            return [NumberedSubStatuses[number]];
        }

        return InstanceStates.All.FirstOrDefault(state => state.Equals(name, StringComparison.OrdinalIgnoreCase)) is { } known
            ? [known]
            : Unknown("SubStatus", InstanceStates.All, errors);
    }

    private static IReadOnlyList<string> Unknown(string member, IReadOnlyList<string> instead, List<LocalizedText> errors)
    {
        errors.Add(member == "Status"
            ? new("Status doit être Running ou Finished.", "Status must be Running or Finished.")
            : new($"SubStatus doit être l'un de : {string.Join(", ", InstanceStates.All)}.", $"SubStatus must be one of: {string.Join(", ", InstanceStates.All)}."));
        return instead;
    }

    private static IReadOnlyCollection<string>? Both(string? one, List<string>? several) => (one, several) switch
    {
        (null, _) => several,
        (_, null) => [one],
        _ => several.Contains(one) ? [one] : [],
    };

    private static string? NotBlank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private static List<string>? NotEmpty(List<string>? texts) => texts is { Count: > 0 } ? texts : null;

    private static string? Text(IQueryCollection query, string name) => query.TryGetValue(name, out var values) ? NotBlank(values.ToString()) : null;

    private static List<string>? Texts(IQueryCollection query, string name) =>
        query.TryGetValue(name, out var values) ? NotEmpty([.. values.OfType<string>().Where(value => value.Length > 0)]) : null;

    private static int? Number(IQueryCollection query, string name) =>
        int.TryParse(Text(query, name), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static bool? Flag(IQueryCollection query, string name) => bool.TryParse(Text(query, name), out var flag) ? flag : null;
}

/// <summary>A bound of one of an instance's times. A time without hours means the whole day, as in Elsa.</summary>
internal sealed record InstanceTimestampFilter
{
    private static readonly TimeSpan Instant = TimeSpan.FromMilliseconds(1);

    public string? Column { get; set; }

    public string? Operator { get; set; }

    public DateTimeOffset Timestamp { get; set; }

    public InstanceTimeBound? ToBound(List<LocalizedText> errors)
    {
        InstanceTime? column = Column?.ToUpperInvariant() switch
        {
            "CREATEDAT" => InstanceTime.Created,
            "UPDATEDAT" => InstanceTime.Updated,
            "FINISHEDAT" => InstanceTime.Finished,
            _ => null,
        };
        if (column is not { } time)
        {
            errors.Add(new("La colonne d'un filtre de date doit être CreatedAt, UpdatedAt ou FinishedAt.", "The column of a timestamp filter must be CreatedAt, UpdatedAt or FinishedAt."));
            return null;
        }

        var isDay = Timestamp.TimeOfDay == TimeSpan.Zero;
        var end = isDay ? Timestamp.AddDays(1) : Timestamp + Instant;
        switch (Operator?.ToUpperInvariant())
        {
            case null or "IS" or "0":
                return new(time, Timestamp, end);
            case "ISNOT" or "1":
                return new(time, Timestamp, end, IsOutside: true);
            case "GREATERTHAN" or "2":
                return new(time, isDay ? end + Instant : end, null);
            case "GREATERTHANOREQUAL" or "3":
                return new(time, Timestamp, null);
            case "LESSTHAN" or "4":
                return new(time, null, Timestamp);
            case "LESSTHANOREQUAL" or "5":
                return new(time, null, isDay ? end + Instant : end);
            default:
                errors.Add(new(
                    "L'opérateur d'un filtre de date doit être Is, IsNot, GreaterThan, GreaterThanOrEqual, LessThan ou LessThanOrEqual.",
                    "The operator of a timestamp filter must be Is, IsNot, GreaterThan, GreaterThanOrEqual, LessThan or LessThanOrEqual."));
                return null;
        }
    }
}
