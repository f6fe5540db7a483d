using System.Collections.Concurrent;
using MassTransit;

namespace Hub.Benchmarks.Peers.MassTransitSaga;

/// <summary>Five transitions, each caused by the message that the one before published; in memory, as MassTransit's own documentation sets sagas up.</summary>
public sealed class JourneyMachine : MassTransitStateMachine<JourneyState>
{
    private static readonly ConcurrentDictionary<Guid, TaskCompletionSource> Waiting = new();

    public JourneyMachine()
    {
        InstanceState(saga => saga.CurrentState);
        Initially(When(Received).TransitionTo(Validating).Publish(context => new Validated(context.Saga.CorrelationId)));
        During(Validating, When(Validated).TransitionTo(Mapping).Publish(context => new Mapped(context.Saga.CorrelationId)));
        During(Mapping, When(Mapped).TransitionTo(Opening).Publish(context => new Opened(context.Saga.CorrelationId)));
        During(Opening, When(Opened).TransitionTo(Paying).Publish(context => new Paid(context.Saga.CorrelationId)));
        During(Paying, When(Paid).Then(context => End(context.Saga.CorrelationId)).Finalize());
        SetCompletedWhenFinalized();
    }

    public State Validating { get; private set; } = null!; // set by MassTransit, as is every state and event below

    public State Mapping { get; private set; } = null!;

    public State Opening { get; private set; } = null!;

    public State Paying { get; private set; } = null!;

    public Event<Received> Received { get; private set; } = null!;

    public Event<Validated> Validated { get; private set; } = null!;

    public Event<Mapped> Mapped { get; private set; } = null!;

    public Event<Opened> Opened { get; private set; } = null!;

    public Event<Paid> Paid { get; private set; } = null!;

    /// <summary>Ends when the saga of this id does.</summary>
    public static Task Await(Guid id) => Waiting.GetOrAdd(id, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    private static void End(Guid id)
    {
        if (Waiting.TryRemove(id, out var waiting))
        {
            waiting.SetResult();
        }
    }
}

/// <summary>One saga.</summary>
public sealed class JourneyState : SagaStateMachineInstance
{
    public Guid CorrelationId { get; set; }

    public string CurrentState { get; set; } = "";
}

public sealed record Received(Guid CorrelationId) : CorrelatedBy<Guid>;

public sealed record Validated(Guid CorrelationId) : CorrelatedBy<Guid>;

public sealed record Mapped(Guid CorrelationId) : CorrelatedBy<Guid>;

public sealed record Opened(Guid CorrelationId) : CorrelatedBy<Guid>;

public sealed record Paid(Guid CorrelationId) : CorrelatedBy<Guid>;
