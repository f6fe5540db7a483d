namespace Hub.Connectors.FranceConnect.StandIn.Provider;

/// <summary>The partner area: registers a client.</summary>
internal static class ClientEndpoints
{
    public static void MapClients(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/stand-in/clients", (RegisteredClient client, ClientRegister register) =>
        {
            register.Register(client);
            return Results.NoContent();
        });
}
