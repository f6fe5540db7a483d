namespace Hub.Server;

/// <summary>Whether the store can make anything durable, and how much waits for it.</summary>
public interface IStoreHealth
{
    bool IsHealthy { get; }

    /// <summary>Units of work that wait to be written.</summary>
    int Waiting { get; }
}
