using Hub.Server.Web;

namespace Hub.Server.ElsaApi.Live;

/// <summary>One client's connection and what it looks at.</summary>
/// <param name="abort">Cuts it off.</param>
/// <param name="since">When it came.</param>
internal sealed class LiveConnection(string id, Caller caller, Action abort, DateTimeOffset since)
{
    /// <summary>A viewer looks at one, and opens further connections for its parts.</summary>
    public const int MostInstances = 8;

    public string Id => id;

    public Caller Caller => caller;

    public DateTimeOffset Since => since;

    /// <summary>What it looks at, by instance. Belongs to the lock of <see cref="LiveUpdates"/>.</summary>
    public Dictionary<string, Observation> Observations { get; } = new(StringComparer.Ordinal);

    public void Abort() => abort();
}
