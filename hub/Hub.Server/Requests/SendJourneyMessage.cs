using System.Text.Json;
using Hub.Server.Exchange;
using Hub.Server.Web;
using Hub.Server.Web.Admission;

namespace Hub.Server.Requests;

/// <summary>
/// <c>POST /api/journeys/{id or hand-over code}/messages</c>: somebody brings what a journey waits for, from any channel: the
/// citizen at the counter, an officer on the phone. A message that comes before it is waited for is kept.
/// </summary>
internal static class SendJourneyMessage
{
    private static readonly Problem Shape = new(
        422,
        "invalid-message",
        new("Message incomplet", "Incomplete message"),
        new(
            "Un objet {\"name\": texte, \"payload\": valeur} était attendu.",
            "An object {\"name\": text, \"payload\": value} was expected."))
    {
        Errors = [new PayloadError("/name", "/required", new("Le nom du message (texte de 1 à 100 caractères) est requis.", "The message's name (text of 1 to 100 characters) is required."))],
    };

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/api/journeys/{idOrCode}/messages", HandleAsync)
        .WithName("sendJourneyMessage")
        .WithSummary("Send a message to a journey / Envoyer un message à un parcours")
        .WithTags("Journeys")
        .WithMetadata(BodyKind.Message)
        .Produces(StatusCodes.Status202Accepted)
        .RequirePermission(Permissions.JourneysMessage)
        .WithWork(WorkClass.Running)
        .WithBodyLimit(BodyLimits.Request);

    private static async Task<IResult> HandleAsync(
        string idOrCode,
        HttpContext context,
        ExchangePipeline pipeline,
        IdGenerator ids,
        TimeProvider clock,
        CancellationToken cancellationToken)
    {
        var caller = context.Caller();
        var channel = context.Request.Headers["Hub-Channel"].ToString() is { Length: > 0 } named ? named : "web";
        if (!CitizenRequests.Channels.Contains(channel))
        {
            return RequestProblems.Channel.ToResult();
        }

        var (message, problem) = await HttpMessages.ReadAsync(context.Request, cancellationToken);
        if (message is null)
        {
            return problem!.ToResult();
        }

        JsonElement body;
        try
        {
            body = StrictJson.Parse(message.Data.Span, StrictJson.MaxDepth + 1);
        }
        catch (JsonException error)
        {
            return ExchangeProblems.NotJson(error).ToResult();
        }

        if (body.ValueKind != JsonValueKind.Object || !body.TryGetProperty("name", out var name) || name.ValueKind != JsonValueKind.String || name.GetString() is not { Length: > 0 and <= 100 } subject)
        {
            return Shape.ToResult();
        }

        var key = context.Request.Headers["Idempotency-Key"].ToString();
        if (key.Length > 200 || key.AsSpan().ContainsAnyExceptInRange('!', '~'))
        {
            return RequestProblems.IdempotencyKey.ToResult();
        }

        var answer = await pipeline.SendAsync(
            new Envelope
            {
                MessageId = new(caller.Tenant, "hub:messages", key.Length > 0 ? key : ids.NewId()),
                Type = MessageTypes.JourneyMessage,
                Subject = subject,
                Time = clock.GetUtcNow(),
                Data = body.TryGetProperty("payload", out var payload) ? JsonSerializer.SerializeToUtf8Bytes(payload) : default(ReadOnlyMemory<byte>),
                JourneyId = new JourneyId(idOrCode),
                Channel = channel,
                TraceParent = context.Request.Headers.TraceParent.ToString() is { Length: > 0 } trace ? trace : null,
            },
            null,
            cancellationToken,
            new AuditEntry
            {
                At = clock.GetUtcNow(),
                Tenant = caller.Tenant.Value,
                Actor = caller.KeyId,
                Action = AuditCatalog.JourneyMessageSent,
                Subject = subject,
            });
        return answer.Problem is { } refusal ? refusal.ToResult() : Results.Accepted();
    }
}
