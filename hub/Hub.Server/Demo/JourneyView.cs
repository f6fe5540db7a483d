using System.Text.Json;

namespace Hub.Server.Demo;

/// <summary>A journey as <c>GET /api/journeys/{id}</c> shows it.</summary>
internal sealed record JourneyView
{
    public required string Id { get; init; }

    public required string State { get; init; }

    public JourneyKeysView Keys { get; init; } = new();

    public string? HandOverCode { get; init; }

    public IReadOnlyList<JourneyEventView> Events { get; init; } = [];

    public bool HasEnded => State is not ("running" or "waiting");
}

/// <summary>The identifiers that the journey collected.</summary>
internal sealed record JourneyKeysView
{
    public string? Identity { get; init; }

    public string? Case { get; init; }

    public string? Payment { get; init; }

    public IReadOnlyList<JourneyReferenceView> References { get; init; } = [];

    /// <summary>Every identifier under which an outside system may have noted an effect.</summary>
    public IReadOnlySet<string> All => References.Select(reference => reference.Value)
        .Concat(new[] { Identity, Case, Payment }.OfType<string>()).ToHashSet(StringComparer.Ordinal);
}

internal sealed record JourneyReferenceView(string System, string Kind, string Value);

internal sealed record JourneyEventView(DateTimeOffset At, string Type, string System, string Channel, LocalizedText Summary);

/// <summary>What the hub answered to a request.</summary>
/// <param name="Body">The answer's JSON; undefined when it has none.</param>
internal sealed record SubmitAnswer(int Status, JsonElement Body)
{
    public string? JourneyId => Body.ValueKind == JsonValueKind.Object && Body.TryGetProperty("journeyId", out var id) ? id.GetString() : null;

    public IReadOnlyList<string> Pointers =>
        Body.ValueKind == JsonValueKind.Object && Body.TryGetProperty("errors", out var errors) && errors.ValueKind == JsonValueKind.Array
            ? [.. errors.EnumerateArray().Select(error => error.GetProperty("instanceLocation").GetString() ?? "")]
            : [];
}
