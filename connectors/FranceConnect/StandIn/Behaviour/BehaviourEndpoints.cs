namespace Hub.Connectors.FranceConnect.StandIn.Behaviour;

/// <summary>The control routes: outside the protocol's paths, for tests and demonstrations only.</summary>
internal static class BehaviourEndpoints
{
    private const string Path = "/stand-in/behaviour";

    public static void MapBehaviour(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(Path, (BehaviourBook book) => book.All);
        routes.MapPost(Path, (BehaviourRule rule, BehaviourBook book) =>
        {
            book.Set(rule);
            return Results.NoContent();
        });
        routes.MapDelete(Path, (BehaviourBook book) =>
        {
            book.Reset();
            return Results.NoContent();
        });
    }
}
