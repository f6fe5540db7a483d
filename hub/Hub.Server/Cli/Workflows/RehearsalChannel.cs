using System.Collections.Concurrent;
using System.Text.Json;
using Hub.Server.Exchange.Outbox;
using Hub.Server.Workflows;
using Hub.Server.Workflows.Children;
using Hub.Workflows;

namespace Hub.Server.Cli.Workflows;

/// <summary>Stands where the connectors are in a run without connectors: notes each command and gives the answer that was prepared; refuses others for good.</summary>
internal sealed class RehearsalChannel(Lazy<PreparedAnswers> answers, TimeProvider clock) : InProcessChannel(MostAtOnce)
{
    private const int MostAtOnce = 8;

    private static readonly JsonElement Sent = JsonValues.Parse("""{"status":"not sent in a rehearsal"}""");

    private readonly ConcurrentQueue<RehearsedCall> calls = new();

    /// <summary>The commands so far, in their order.</summary>
    public IReadOnlyCollection<RehearsedCall> Calls => calls;

    // What workflows send one another stays within the hub.
    public override bool Serves(string connector) => connector is not (BurstWriter.EventLane or ChildOrders.Lane);

    protected override Task<DeliveryResult> DeliverAsync(OutboxMessage message, CancellationToken cancellationToken)
    {
        var payload = JsonValues.Parse(message.Payload.Span);
        var answer = answers.Value.Next(message.Connector, message.Operation, payload) is var prepared && prepared.IsSet() ? prepared
            : message.Connector == OutboundNames.Mail ? Sent
            : default;
        calls.Enqueue(new RehearsedCall(clock.GetUtcNow(), message.Connector, message.Operation, payload, answer));
        return Task.FromResult(answer switch
        {
            { ValueKind: JsonValueKind.Undefined } => Refused("no-answer", $"No answer is prepared for {message.Connector}.{message.Operation}: its manifest has no example with an output. Give one with --answers."),
            _ when answer.Member("failure") is { ValueKind: JsonValueKind.Object } failure => Refused(failure.Member("code").AsText() ?? "refused", failure.Member("message").AsText() ?? ""),
            _ => new DeliveryResult.Answered(JsonSerializer.SerializeToUtf8Bytes(answer), IsHandled: false),
        });
    }

    private static DeliveryResult Refused(string code, string message) => new DeliveryResult.Failed(new DeliveryFailure(code, message, IsRetryable: false));
}

/// <summary>A command that would have left the hub.</summary>
/// <param name="Answer">What it was answered; not set when it was refused for want of an answer.</param>
internal sealed record RehearsedCall(DateTimeOffset At, string Connector, string Operation, JsonElement Payload, JsonElement Answer);
