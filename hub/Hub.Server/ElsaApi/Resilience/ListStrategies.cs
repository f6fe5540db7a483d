using System.Globalization;
using System.Text.Json.Nodes;
using Hub.Server.Web;
using Hub.Workflows.Http;

namespace Hub.Server.ElsaApi.Resilience;

/// <summary><c>GET /resilience/strategies</c>: how HTTP calls that fail for a moment may be made again; what a step's resilience tab offers.</summary>
internal static class ListStrategies
{
    public static void Map(IEndpointRouteBuilder api) => api
        .MapGet("/resilience/strategies", Handle)
        .WithName("listResilienceStrategies")
        .RequirePermission(Permissions.WorkflowsRead);

    private static IResult Handle(HttpContext context, string? category)
    {
        var french = RequestLanguage.Of(context.Request).TwoLetterISOLanguageName == "fr" ? "fr" : "en";
        var items = new JsonArray();
        foreach (var strategy in string.IsNullOrEmpty(category) || category.Equals("HTTP", StringComparison.OrdinalIgnoreCase) ? RetryStrategy.Known : [])
        {
            items.Add(new JsonObject
            {
                ["$type"] = "HttpResilienceStrategy",
                ["id"] = strategy.Id,
                ["displayName"] = strategy.DisplayName.In(french),
                ["maxRetryAttempts"] = strategy.MaxRetryAttempts,
                ["useJitter"] = strategy.UseJitter,
                ["delay"] = strategy.Delay.ToString("c", CultureInfo.InvariantCulture),
                ["backoffType"] = strategy.BackoffType,
            });
        }

        return Results.Json(new JsonObject { ["items"] = items, ["count"] = items.Count });
    }
}
