using Hub.Server.Exchange;
using Hub.Server.Web;
using Hub.Server.Web.Admission;

namespace Hub.Server.Requests;

/// <summary>
/// <c>POST /api/requests/{procedure}</c>: where a citizen request begins. Reads who asks, from which channel, for which local
/// authority; makes an envelope of it and hands it to the exchange. 202 leaves once the request is durable.
/// </summary>
internal static class SubmitRequest
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/api/requests/{procedure}", HandleAsync)
        .WithName("submitRequest")
        .WithSummary("Submit a citizen request / Transmettre une demande d'usager")
        .WithTags("Requests")
        .Produces<RequestReceipt>(StatusCodes.Status202Accepted)
        .RequirePermission(Permissions.RequestsSubmit)
        .WithWork(WorkClass.New)
        .WithMetadata(BodyKind.Message)
        .WithBodyLimit(BodyLimits.Request);

    private static async Task<IResult> HandleAsync(
        string procedure,
        HttpContext context,
        ExchangePipeline pipeline,
        IProcedureDirectory procedures,
        IdGenerator ids,
        TimeProvider clock,
        CancellationToken cancellationToken)
    {
        FailPoint.Hit("receive.before");
        if (FailPoint.IsArmed)
        {
            context.Response.OnCompleted(static () =>
            {
                FailPoint.Hit("answer.after");
                return Task.CompletedTask;
            });
        }

        var caller = context.Caller();
        if (procedures.Find(caller.Tenant, procedure) is not { } offer)
        {
            return ExchangeProblems.UnknownProcedure.ToResult();
        }

        var channel = context.Request.Headers["Hub-Channel"].ToString();
        if (channel.Length == 0)
        {
            channel = "web";
        }

        if (!CitizenRequests.Channels.Contains(channel))
        {
            return RequestProblems.Channel.ToResult();
        }

        if (offer.Channels.Count > 0 && !offer.Channels.Contains(channel))
        {
            return RequestProblems.ChannelNotOffered.ToResult();
        }

        var key = context.Request.Headers["Idempotency-Key"].ToString();
        if (key.Length > 200 || key.AsSpan().ContainsAnyExceptInRange('!', '~'))
        {
            return RequestProblems.IdempotencyKey.ToResult();
        }

        var (message, problem) = await HttpMessages.ReadAsync(context.Request, cancellationToken);
        if (message is null)
        {
            return problem!.ToResult();
        }

        // A CloudEvent is unique by source and id; a sender's own key goes before it.
        var identity = key.Length > 0 ? key : message.EventId is null ? null : $"{message.EventSource} {message.EventId}";
        var envelope = CitizenRequests.ToEnvelope(offer, caller.Tenant, identity, channel, message.Data, context.Request.Headers.TraceParent, ids, clock);
        FailPoint.Hit("receive.after");
        var answer = await pipeline.SendAsync(envelope, null, cancellationToken, new AuditEntry
        {
            At = clock.GetUtcNow(),
            Tenant = caller.Tenant.Value,
            Actor = caller.KeyId,
            Action = AuditCatalog.RequestSubmitted,
            Subject = offer.Name,
        });
        if (answer.Problem is { } refusal)
        {
            return refusal.ToResult();
        }

        var receipt = CitizenRequests.ReadReceipt(answer.Reply);
        FailPoint.Hit("answer.before");
        return Results.Accepted($"/api/journeys/{receipt.JourneyId}", receipt);
    }
}
