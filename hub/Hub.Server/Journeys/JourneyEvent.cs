namespace Hub.Server.Journeys;

/// <summary>One thing that happened to a citizen request: who received what, when. Written once, never changed.</summary>
/// <param name="Type">From <see cref="JourneyEventTypes"/>.</param>
/// <param name="System">The hub, or the connector that it concerns.</param>
/// <param name="Channel">web, counter, phone, mail, email, or system.</param>
/// <param name="Summary">For a citizen or an officer. No personal data.</param>
public sealed record JourneyEvent(JourneyId JourneyId, DateTimeOffset At, string Type, string System, string Channel, LocalizedText Summary);

/// <summary>Adds an event to a journey. The storage numbers a journey's events in the order of their commits.</summary>
public sealed record AppendJourneyEvent(TenantId Tenant, JourneyEvent Event) : IChange;
