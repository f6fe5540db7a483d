using System.Text.Json;
using System.Text.Json.Serialization;

namespace Hub.Server.Journeys;

/// <summary>A journey as the API shows it.</summary>
/// <param name="DueOn">The last day to answer; absent where the law sets no time.</param>
/// <param name="IsLate">Whether that day passed, or has passed, without an answer; absent where the law sets no time.</param>
internal sealed record JourneyView(
    string Id,
    string RequestId,
    string Procedure,
    string Tenant,
    string State,
    string Channel,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateOnly? DueOn,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] bool? IsLate,
    JourneyKeys Keys,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? HandOverCode,
    IReadOnlyList<JourneyEventView> Events)
{
    public static JourneyView Of(Journey journey, IReadOnlyList<JourneyEvent> events, DateTimeOffset now) => new(
        journey.Id.Value,
        journey.RequestId,
        journey.Procedure,
        journey.Tenant.Value,
        JsonNamingPolicy.CamelCase.ConvertName(journey.State.ToString()),
        journey.Channel,
        journey.CreatedAt,
        journey.UpdatedAt,
        journey.DueAt is { } due ? LegalDeadline.LastDay(due) : null,
        journey.IsLate(now),
        journey.Keys,
        journey.State.HasEnded() ? null : journey.HandOverCode,
        [.. events.Select(happened => new JourneyEventView(happened.At, happened.Type, happened.System, happened.Channel, happened.Summary))]);
}

/// <summary>One event of a journey as the API shows it.</summary>
internal sealed record JourneyEventView(DateTimeOffset At, string Type, string System, string Channel, LocalizedText Summary);
