namespace Hub.Server;

/// <summary>The hub's three doors: each route answers at one of them only.</summary>
public enum Listener
{
    /// <summary>REST, console, designer, Elsa API.</summary>
    Http,

    /// <summary>gRPC over HTTP/2.</summary>
    Grpc,

    /// <summary>Metrics and detailed health, for the machine room.</summary>
    Management,
}

/// <summary>Says at which doors a route answers; without it, at <see cref="Listener.Http"/>.</summary>
public sealed record ListenerRule(params IReadOnlyList<Listener> Listeners);
