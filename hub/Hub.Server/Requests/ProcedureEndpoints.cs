using System.Text.Json;
using System.Text.Json.Nodes;
using Hub.Server.Exchange;
using Hub.Server.Web;

namespace Hub.Server.Requests;

/// <summary><c>GET /api/procedures</c>: what a citizen may ask for, with the request's schema and an example that works as it stands.</summary>
internal static class ProcedureEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/procedures", List)
            .WithName("listProcedures").WithSummary("Procedures on offer / Démarches proposées").WithTags("Procedures")
            .RequirePermission(Permissions.ProceduresRead);
        routes.MapGet("/api/procedures/{procedure}", Get)
            .WithName("getProcedure").WithSummary("One procedure / Une démarche").WithTags("Procedures")
            .RequirePermission(Permissions.ProceduresRead);
    }

    private static IResult List(HttpContext context, IProcedureDirectory procedures) =>
        Results.Ok(new { items = procedures.List(context.Caller().Tenant).Select(offer => Summary(offer)), next = (string?)null });

    private static IResult Get(string procedure, ulong? seed, HttpContext context, IProcedureDirectory procedures, SchemaLookup schemas, ProcedureExamples examples)
    {
        if (procedures.Find(context.Caller().Tenant, procedure) is not { } offer)
        {
            return ExchangeProblems.UnknownProcedure.ToResult();
        }

        var answer = Summary(offer);
        answer["schema"] = schemas(offer.Schema, null) is { } schema ? JsonNode.Parse(schema.Json.Span) : null;
        answer["example"] = examples.Of(offer, seed ?? 1);
        return Results.Ok(answer);
    }

    private static JsonObject Summary(ProcedureOffer offer) => new()
    {
        ["name"] = offer.Name,
        ["title"] = new JsonObject { ["fr"] = offer.Title.Fr, ["en"] = offer.Title.En },
        ["schemaId"] = offer.Schema,
        ["workflow"] = new JsonObject { ["definitionId"] = offer.DefinitionId, ["versionId"] = offer.VersionId, ["version"] = offer.Version },
        ["channels"] = new JsonArray([.. (offer.Channels.Count > 0 ? offer.Channels : CitizenRequests.Channels).Select(channel => JsonValue.Create(channel))]),
        ["deadlines"] = offer.Deadline is { } deadline ? new JsonArray(Answer(deadline)) : new JsonArray(),
    };

    private static JsonObject Answer(LegalDeadline deadline)
    {
        var text = deadline.ToText();
        return new()
        {
            ["kind"] = "answer",
            ["within"] = deadline.ToString(),
            ["text"] = new JsonObject { ["fr"] = $"Réponse dans un délai de {text.Fr}", ["en"] = $"Answer within {text.En}" },
        };
    }
}
