using System.Text.Json;
using System.Text.Json.Serialization;

namespace Hub.Server.Journeys;

/// <summary>A journey as the API shows it.</summary>
internal sealed record JourneyView(
    string Id,
    string RequestId,
    string Procedure,
    string Tenant,
    string State,
    string Channel,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    JourneyKeys Keys,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? HandOverCode,
    IReadOnlyList<JourneyEventView> Events)
{
    public static JourneyView Of(Journey journey, IReadOnlyList<JourneyEvent> events) => new(
        journey.Id.Value,
        journey.RequestId,
        journey.Procedure,
        journey.Tenant.Value,
        JsonNamingPolicy.CamelCase.ConvertName(journey.State.ToString()),
        journey.Channel,
        journey.CreatedAt,
        journey.UpdatedAt,
        journey.Keys,
        journey.State is JourneyState.Running or JourneyState.Waiting ? journey.HandOverCode : null,
        [.. events.Select(happened => new JourneyEventView(happened.At, happened.Type, happened.System, happened.Channel, happened.Summary))]);
}

/// <summary>One event of a journey as the API shows it.</summary>
internal sealed record JourneyEventView(DateTimeOffset At, string Type, string System, string Channel, LocalizedText Summary);
