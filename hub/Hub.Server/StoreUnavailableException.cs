namespace Hub.Server;

/// <summary>The store cannot make anything durable now: no space, a failing disk, too many waiting writes, or the hub is stopping.</summary>
public sealed class StoreUnavailableException(StoreTrouble trouble, string message, Exception? inner = null) : Exception(message, inner)
{
    public StoreTrouble Trouble { get; } = trouble;
}

/// <summary>Why the store cannot write.</summary>
public enum StoreTrouble
{
    /// <summary>More writes wait than the store takes on; try again shortly.</summary>
    Overloaded,

    /// <summary>No space is left; it goes on by itself when there is some again.</summary>
    Full,

    /// <summary>The disk or the database fails.</summary>
    Failed,

    /// <summary>The hub is stopping.</summary>
    Stopping,
}
