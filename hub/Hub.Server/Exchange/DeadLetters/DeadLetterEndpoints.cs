
using Hub.Server.Web;

namespace Hub.Server.Exchange.DeadLetters;

/// <summary><c>/api/dead-letters</c>: what could not be handed on, grouped, with its reason; the bytes of one; replay of one, a group, all; giving one up.</summary>
internal static class DeadLetterEndpoints
{
    private const int MaxLimit = 200;

    private static readonly Problem Unknown = new(
        404,
        "unknown-dead-letter",
        new("Message en échec inconnu", "Unknown dead letter"),
        new("Aucun message en échec ne porte cet identifiant ; il a peut-être déjà été rejoué ou écarté.", "No dead letter has this identifier; it may have been replayed or discarded already."));

    private static readonly Problem WhatToReplay = new(
        422,
        "nothing-named",
        new("Rien à rejouer n'est désigné", "Nothing to replay is named"),
        new(
            "Un objet {\"id\"}, {\"system\",\"operation\",\"code\"} ou {\"all\": true} était attendu.",
            "An object {\"id\"}, {\"system\",\"operation\",\"code\"} or {\"all\": true} was expected."));

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/dead-letters", List)
            .WithName("listDeadLetters").WithSummary("Dead letters / Messages en échec").WithTags("Dead letters")
            .RequirePermission(Permissions.DeadLettersRead);
        routes.MapGet("/api/dead-letters/{id}", OpenAsync)
            .WithName("openDeadLetter").WithSummary("What one dead letter holds; audited / Le contenu d'un message en échec ; tracé").WithTags("Dead letters")
            .RequirePermission(Permissions.DeadLettersOpen);
        routes.MapPost("/api/dead-letters/replay", ReplayAsync)
            .WithName("replayDeadLetters").WithSummary("Replay one, a group, or all / Rejouer").WithTags("Dead letters")
            .RequirePermission(Permissions.DeadLettersReplay)
            .WithBodyLimit(BodyLimits.Command);
        routes.MapPost("/api/dead-letters/{id}/discard", DiscardAsync)
            .WithName("discardDeadLetter").WithSummary("Give one up: a command then counts as refused / Écarter : la commande compte alors comme refusée").WithTags("Dead letters")
            .RequirePermission(Permissions.DeadLettersDiscard)
            .WithBodyLimit(BodyLimits.Command);
    }

    private static IResult List(HttpContext context, IDeadLetters letters, string? system, string? operation, string? code, string? cursor, int? limit)
    {
        var tenant = context.Caller().Tenant;
        var count = Math.Clamp(limit ?? 50, 1, MaxLimit);
        var found = letters.List(new DeadLetterFilter(tenant, system, operation, code, cursor, count + 1));
        var page = found.Take(count).ToArray();
        return Results.Ok(new
        {
            groups = letters.Groups(tenant),
            items = page.Select(letter => new ListedDeadLetter(letter)),
            next = found.Count > count ? page[^1].Id : null,
        });
    }

    // Whoever opens a message may read a citizen's data: that is written down before it is shown.
    private static async Task<IResult> OpenAsync(string id, HttpContext context, IDeadLetters letters, IUnitOfWorkStore store, TimeProvider clock)
    {
        var caller = context.Caller();
        if (letters.Find(caller.Tenant, id) is not { } letter)
        {
            return Unknown.ToResult();
        }

        await store.CommitAsync(
            [Entry(clock, caller, AuditCatalog.DeadLetterOpened, letter.Id)],
            CancellationToken.None);
        return Results.Ok(new OpenedDeadLetter(letter));
    }

    private static async Task<IResult> ReplayAsync(ReplayCommand command, HttpContext context, DeadLetterReplay replay, IUnitOfWorkStore store, TimeProvider clock, CancellationToken cancellationToken)
    {
        var caller = context.Caller();
        int replayed;
        if (command.Id is { } id)
        {
            if (!await replay.ReplayAsync(caller.Tenant, id))
            {
                return Unknown.ToResult();
            }

            replayed = 1;
        }
        else if (command.All || command.System is not null)
        {
            replayed = await replay.ReplayAsync(new DeadLetterFilter(caller.Tenant, command.System, command.Operation, command.Code), cancellationToken);
        }
        else
        {
            return WhatToReplay.ToResult();
        }

        await store.CommitAsync(
            [Entry(clock, caller, AuditCatalog.DeadLettersReplayed, command.Id ?? command.System ?? "*")],
            CancellationToken.None);
        return Results.Ok(new { replayed });
    }

    private static async Task<IResult> DiscardAsync(string id, HttpContext context, DeadLetterDiscard discard, TimeProvider clock)
    {
        var caller = context.Caller();
        return await discard.DiscardAsync(caller.Tenant, id, Entry(clock, caller, AuditCatalog.DeadLetterDiscarded, id))
            ? Results.Ok(new { discarded = 1 })
            : Unknown.ToResult();
    }

    private static AuditEntry Entry(TimeProvider clock, Caller caller, string action, string subject) =>
        new() { At = clock.GetUtcNow(), Tenant = caller.Tenant.Value, Actor = caller.KeyId, Action = action, Subject = subject };

    /// <summary>What to replay: one letter, those of a group, or all.</summary>
    internal sealed record ReplayCommand(string? Id, string? System, string? Operation, string? Code, bool All);
}
