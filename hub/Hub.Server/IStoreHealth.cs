namespace Hub.Server;

/// <summary>Whether the store can make anything durable.</summary>
public interface IStoreHealth
{
    bool IsHealthy { get; }
}
