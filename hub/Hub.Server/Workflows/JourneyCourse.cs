using Hub.Server.Journeys;
using Hub.Workflows.Children;
using Hub.Workflows.Runtime;

namespace Hub.Server.Workflows;

/// <summary>Where a journey stands after what one of its instances did: whom it waits for, and how it ended.</summary>
internal sealed class JourneyCourse
{
    private readonly BurstScope scope;
    private readonly WorkflowInstance instance;
    private readonly bool hadFailed;
    private readonly bool hasNewIncidents;

    private JourneyCourse(BurstScope scope, IReadOnlyList<Burst> bursts, StoredInstance? before)
    {
        this.scope = scope;
        instance = bursts[^1].Instance;
        hadFailed = before is { IsFaulted: true };
        hasNewIncidents = bursts.Any(burst => burst.Incidents.Count > 0);
    }

    // How the journey ends is its first instance's affair, and not that of those which it started.
    private bool IsFirst => instance.ParentInstanceId is null;

    private bool HasEnded => instance.Status == WorkflowStatus.Finished;

    /// <summary>Moves the journey, where there is one.</summary>
    /// <param name="bursts">The bursts of one message on one instance, in order.</param>
    /// <param name="before">The stored row that they began from; null for a new instance.</param>
    public static void Follow(BurstScope scope, IReadOnlyList<Burst> bursts, StoredInstance? before, DateTimeOffset now)
    {
        if (scope.Owner.JourneyId is { } journeyId)
        {
            new JourneyCourse(scope, bursts, before).Move(journeyId, now);
        }
    }

    private void Move(JourneyId journeyId, DateTimeOffset now)
    {
        if (hasNewIncidents && !(HasEnded && IsFirst))
        {
            scope.Tell(JourneyEventTypes.IncidentRaised, "hub", JourneyTexts.IncidentRaised);
        }

        if (HasEnded)
        {
            if (IsFirst)
            {
                End();
            }
        }
        else if (NextState() is { } next)
        {
            scope.Add(new MoveJourney(scope.Owner.Tenant, journeyId, next, now));
        }
    }

    // Null leaves it as it is: who only waits for children lets them say what is waited for, and a child that goes on does not hide
    // that its parent stopped on an incident.
    private JourneyState? NextState()
    {
        if (WaitsForChildrenOnly())
        {
            return hadFailed ? JourneyState.Running : null;
        }

        return !IsFirst && scope.Stands() is JourneyState.Faulted ? null
            : WaitsForSomebody() ? JourneyState.Waiting
            : JourneyState.Running;
    }

    // An end that an activity gave to the journey stays, and so does another instance's stop on an incident.
    private void End()
    {
        var stands = scope.Stands();
        var hasEnded = stands?.HasEnded() is true;
        switch (instance.SubStatus)
        {
            case WorkflowSubStatus.Faulted when hadFailed && !hasNewIncidents:
                // A call that was under way when it failed has come back.
                break;
            case WorkflowSubStatus.Faulted when hasEnded:
                scope.Tell(JourneyEventTypes.IncidentRaised, "hub", JourneyTexts.IncidentRaised);
                break;
            case WorkflowSubStatus.Faulted:
                scope.Close(JourneyState.Faulted);
                break;
            case WorkflowSubStatus.Cancelled when !hasEnded:
                scope.Close(JourneyState.Cancelled);
                break;
            case WorkflowSubStatus.Finished when stands is null or JourneyState.Running or JourneyState.Waiting || (hadFailed && stands is JourneyState.Faulted):
                scope.Close(JourneyState.Completed);
                break;
        }
    }

    private bool WaitsForChildrenOnly() => instance.Bookmarks.Count > 0 && instance.Bookmarks.All(ChildEnd.IsWait);

    // While a connector owes an answer the hub is at work; otherwise the citizen, an officer or the clock is awaited.
    private bool WaitsForSomebody() => !instance.Bookmarks.Any(bookmark =>
        bookmark.Name == StimulusNames.ConnectorReply || bookmark.EffectId is not null || OwnBookmarks.Includes(bookmark.Name));
}
