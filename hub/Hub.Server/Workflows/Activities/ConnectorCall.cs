using System.Text.Json;
using Hub.Server.Exchange.Outbox;
using Hub.Server.Journeys;
using Hub.Server.Schemas;
using Hub.Workflows;
using Hub.Workflows.Activities;
using Hub.Workflows.Graph;
using Hub.Workflows.Runtime;

namespace Hub.Server.Workflows.Activities;

/// <summary>
/// What every activity does that asks a connector for something: puts the command into the outbox, waits for the reply (and for
/// a time-out where one is set), and goes on with what the connector answered. Sending happens after the commit, in the relay.
/// </summary>
internal abstract class ConnectorCall : Activity
{
    public const string Failed = "Failed";
    public const string TimedOut = "TimedOut";

    /// <summary>The value of <see cref="HubActivity.IncidentInput"/> that makes an incident of what leads nowhere.</summary>
    public const string Incident = "Incident";

    protected const string TimeoutInput = "Timeout";

    private const int MostMistakes = 10;
    private const string ReplyCallback = "reply";
    private const string TimeoutCallback = "timeout";

    private bool handlesFailure;
    private bool handlesTimeout;

    /// <summary>Whether the payload is compared with the operation's schema before it leaves.</summary>
    protected virtual bool ChecksPayload => false;

    public override void Compile(NodeCompilation compilation)
    {
        handlesFailure = FlowPorts.IsConnected(compilation.Node, Failed);
        handlesTimeout = FlowPorts.IsConnected(compilation.Node, TimedOut);
    }

    public sealed override ValueTask ExecuteAsync(ActivityContext context)
    {
        var command = BuildCommand(context);
        var payload = JsonSerializer.SerializeToUtf8Bytes(command.Payload);
        if (ChecksPayload && Mistakes(context, command, payload) is { Length: > 0 } mistakes)
        {
            // As the connector would refuse it, but before it is asked.
            OnFailure(context, "invalid", $"the payload does not match the operation's schema at {mistakes}.");
            return default;
        }

        var scope = context.Host<BurstScope>();

        // The execution's own id makes the key: the same for every attempt, another one for every turn of a loop.
        var id = scope.Send(command.Connector, command.Operation, payload, $"{context.Instance.Id}:{context.Id}", command.PaymentId);
        scope.Tell(
            JourneyEventTypes.CommandSent,
            command.Connector,
            JourneyTexts.OfSending(context.Host<ICommandTitles>().Of(command.Connector, command.Operation)));
        context.CreateBookmark(new BookmarkRequest
        {
            Name = StimulusNames.ConnectorReply,
            Stimulus = StimulusNames.ForReply(id),
            Callback = ReplyCallback,
        });
        if (context.GetDuration(TimeoutInput) is { } timeout)
        {
            context.CreateBookmark(new BookmarkRequest { Name = StimulusNames.Timeout, DueAt = context.Now + timeout, Callback = TimeoutCallback, IncludeActivityInstanceId = true });
        }

        return default;
    }

    public sealed override ValueTask ResumeAsync(ActivityContext context)
    {
        switch (context.ResumedBookmark!.CallbackMethodName)
        {
            case TimeoutCallback:
                OnTimeout(context);
                break;
            case ReplyCallback when context.StimulusInput.Member("failure") is { ValueKind: JsonValueKind.Object } failure:
                OnFailure(context, failure.Member("code").AsText() ?? "internal", failure.Member("message").AsText() ?? "");
                break;
            case ReplyCallback:
                OnReply(context, context.StimulusInput);
                break;
            case var callback:
                OnEvent(context, callback!, context.StimulusInput);
                break;
        }

        return default;
    }

    /// <summary>What to ask for. Runs before anything is written; faults when an input is missing.</summary>
    protected abstract ConnectorCommand BuildCommand(ActivityContext context);

    /// <summary>The connector has done it.</summary>
    protected abstract void OnReply(ActivityContext context, JsonElement reply);

    /// <summary>Something else that the activity waits for came; named by the callback of its bookmark.</summary>
    protected virtual void OnEvent(ActivityContext context, string callback, JsonElement payload) =>
        throw new InvalidOperationException($"{GetType().Name} has no callback '{callback}'.");

    protected virtual void OnTimeout(ActivityContext context)
    {
        if (!handlesTimeout && context.GetText(HubActivity.IncidentInput.Name) == Incident)
        {
            context.Fault($"The connector did not answer within the step's time-out. See why it is away, then retry this step, or connect its outcome '{TimedOut}'.");
        }

        context.Complete(TimedOut);
    }

    /// <summary>
    /// The connector refused for good. A designer who drew the Failed outcome takes it from there; otherwise it is an incident,
    /// because a refusal that nobody looks at would end as a success.
    /// </summary>
    protected virtual void OnFailure(ActivityContext context, string code, string message)
    {
        if (!handlesFailure)
        {
            context.Fault($"The connector refused the operation ({code}): {message} Mend the cause and retry this step, or connect its outcome '{Failed}'.");
        }

        context.Complete(Failed);
    }

    // Places and keywords only: what stands there may be personal.
    private static string Mistakes(ActivityContext context, ConnectorCommand command, ReadOnlyMemory<byte> payload)
    {
        if (context.FindHost<IConnectorCatalog>()?.Find(command.Connector)?.Find(command.Operation)?.InputSchema is not { } schema
            || context.FindHost<SchemaCatalog>() is not { } schemas || !schemas.Contains(schema))
        {
            return "";
        }

        return string.Join(", ", schemas.Validate(schema, payload)
            .Select(error => $"{(error.InstanceLocation.Length == 0 ? "/" : error.InstanceLocation)} ({error.KeywordLocation[(error.KeywordLocation.LastIndexOf('/') + 1)..]})")
            .Distinct(StringComparer.Ordinal)
            .Take(MostMistakes));
    }

    protected static string Required(ActivityContext context, string input) => context.GetText(input) is { Length: > 0 } text
        ? text
        : throw new ActivityFaultException($"The input {input} of {context.Node.Descriptor.TypeName} is empty; give it a value in the designer.");
}

/// <summary>A command before it is in the outbox.</summary>
internal sealed record ConnectorCommand(string Connector, string Operation, JsonElement Payload, string? PaymentId = null);
