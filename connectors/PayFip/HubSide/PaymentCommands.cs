using System.Text.Json;
using Hub.Connectors.PayFip.Payments;
using Hub.Connectors.Sdk;
using Outcome = Hub.Connectors.Sdk.Outcome;

namespace Hub.Connectors.PayFip.HubSide;

/// <summary>The hub's commands and queries, into the connector's words and back.</summary>
internal sealed class PaymentCommands(RequestPayment requestPayment, ReadPayment readPayment)
{
    public async Task<Outcome> RequestAsync(Command command, CancellationToken cancellationToken)
    {
        RequestInput input;
        try
        {
            input = command.Read<RequestInput>();
        }
        catch (JsonException unreadable)
        {
            return Unreadable(unreadable);
        }

        var context = command.Context;
        var paymentId = FirstOf(input.PaymentId, context.PaymentId, command.IdempotencyKey);
        var wish = new PaymentWish(
            command.IdempotencyKey,
            paymentId,
            context.Tenant,
            context.JourneyId,
            context.CaseId,
            context.Channel,
            FirstOf(input.Reference, paymentId),
            input.AmountCents ?? 0,
            input.Object ?? "",
            input.Email ?? "");
        return Answer(await requestPayment.RunAsync(wish, cancellationToken));
    }

    public async Task<Outcome> ReadAsync(Command command, CancellationToken cancellationToken)
    {
        ReadInput input;
        try
        {
            input = command.Read<ReadInput>();
        }
        catch (JsonException unreadable)
        {
            return Unreadable(unreadable);
        }

        var paymentId = input.IdOp is { Length: > 0 } ? input.PaymentId ?? "" : FirstOf(input.PaymentId, command.Context.PaymentId);
        return Answer(await readPayment.RunAsync(paymentId, input.IdOp ?? "", command.Context.Tenant, cancellationToken));
    }

    private static Outcome Answer((PaymentView? View, Refusal? Refusal) answer) => answer switch
    {
        { View: { } view } => Outcome.Done(view),
        { Refusal: { } refusal } => Outcome.Failed(refusal.Code, refusal.Message, refusal.Retryable, refusal.RetryAfter),
        _ => throw new InvalidOperationException("An operation ended with neither an answer nor a refusal."),
    };

    // The path says where; the value itself could be personal.
    private static Outcome Unreadable(JsonException unreadable) => Outcome.Failed(
        "invalid", $"La demande n'est pas lisible à {unreadable.Path ?? "$"}. / The request cannot be read at {unreadable.Path ?? "$"}.");

    private static string FirstOf(params string?[] candidates) => candidates.FirstOrDefault(candidate => !string.IsNullOrEmpty(candidate)) ?? "";

    private sealed record RequestInput(string? PaymentId, long? AmountCents, string? Reference, string? Object, string? Email);

    private sealed record ReadInput(string? PaymentId, string? IdOp);
}
