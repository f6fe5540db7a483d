using Hub.Server.Security.ApiKeys;
using Hub.Server.Web;
using Hub.Server.Workflows;
using Microsoft.AspNetCore.SignalR;

namespace Hub.Server.ElsaApi.Live;

/// <summary>
/// Who looks at which instance. While nobody looks at one, its commits cost nothing; otherwise they wake its
/// <see cref="ObservedInstance"/>, which puts together what happened and tells it at a pace of its own, so that neither a busy
/// instance nor a slow client ever holds the engine back.
/// </summary>
internal sealed class LiveUpdates(
    InstanceChanges changes,
    IInstanceDirectory directory,
    GraphCache graphs,
    IHubContext<WorkflowInstanceHub> clients,
    ApiKeyRing ring,
    LoadLimits limits,
    IHostApplicationLifetime lifetime,
    TimeProvider clock,
    ILogger<ObservedInstance> logger) : IDisposable
{
    // As long as a session lasts: a page that stays open longer has to show anew who looks.
    private static readonly TimeSpan LongestConnection = TimeSpan.FromHours(8);

    private readonly Lock changing = new();
    private readonly Dictionary<string, LiveConnection> connections = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> byKey = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ObservedInstance> observed = new(StringComparer.Ordinal);

    // Looking is never worth more than half of the processors.
    private readonly SemaphoreSlim turns = new(Math.Max(1, Environment.ProcessorCount / 2));

    /// <summary>Open connections.</summary>
    public int Connections
    {
        get
        {
            lock (changing)
            {
                return connections.Count;
            }
        }
    }

    /// <summary>Instances that somebody looks at.</summary>
    public int Instances
    {
        get
        {
            lock (changing)
            {
                return observed.Count;
            }
        }
    }

    /// <summary>The most connections of one key: half of all.</summary>
    public int MostOfOneKey => limits.LiveConnections / 2;

    /// <summary>Takes a connection on. False when there are as many as may be, of all or of this key.</summary>
    public bool TryConnect(string connectionId, Caller caller, Action abort)
    {
        lock (changing)
        {
            var own = byKey.GetValueOrDefault(caller.KeyId);
            if (connections.Count >= limits.LiveConnections || own >= MostOfOneKey)
            {
                return false;
            }

            connections.Add(connectionId, new LiveConnection(connectionId, caller, abort, clock.GetUtcNow()));
            byKey[caller.KeyId] = own + 1;
            return true;
        }
    }

    public void Disconnect(string connectionId)
    {
        lock (changing)
        {
            if (!connections.Remove(connectionId, out var connection))
            {
                return;
            }

            if (--byKey[connection.Caller.KeyId] == 0)
            {
                byKey.Remove(connection.Caller.KeyId);
            }

            foreach (var (instanceId, observation) in connection.Observations)
            {
                if (observed[instanceId].Remove(observation))
                {
                    observed.Remove(instanceId);
                    changes.Leave(instanceId);
                }
            }
        }
    }

    /// <summary>Tells a connection of an instance from now on.</summary>
    public ObserveOutcome Observe(string connectionId, string instanceId)
    {
        LiveConnection? connection;
        lock (changing)
        {
            connections.TryGetValue(connectionId, out connection);
        }

        // The read is outside of the lock. An instance that is deleted meanwhile is one of which nothing more is heard.
        if (connection is null || directory.Find(connection.Caller.Tenant, instanceId) is null)
        {
            return ObserveOutcome.Unknown;
        }

        lock (changing)
        {
            if (!connections.ContainsKey(connectionId) || connection.Observations.ContainsKey(instanceId))
            {
                return ObserveOutcome.Observed;
            }

            if (connection.Observations.Count >= LiveConnection.MostInstances)
            {
                return ObserveOutcome.TooMany;
            }

            if (!observed.TryGetValue(instanceId, out var instance))
            {
                instance = new ObservedInstance(connection.Caller.Tenant, instanceId, directory, graphs, turns, clock, logger, lifetime.ApplicationStopping);
                observed.Add(instanceId, instance);
                changes.Listen(instanceId, instance.Touch);
            }

            var observation = new Observation(connection, instanceId, clients.Clients.Client(connectionId), IsWelcome, clock);
            connection.Observations.Add(instanceId, observation);
            instance.Add(observation);
        }

        return ObserveOutcome.Observed;
    }

    public void Dispose() => turns.Dispose();

    // Rights are those of this moment: a key that was revoked or a session that has ended hears nothing more.
    private bool IsWelcome(LiveConnection connection) =>
        clock.GetUtcNow() - connection.Since < LongestConnection
        && (connection.Caller.SessionId is not { } session || !ring.IsEnded(session))
        && ring.FindLive(connection.Caller.KeyId) is { } key
        && key.Permissions.Contains(Permissions.WorkflowsRead);
}

/// <summary>What became of the wish to look at an instance.</summary>
internal enum ObserveOutcome
{
    Observed,

    /// <summary>The caller's local authority has none of this id.</summary>
    Unknown,

    /// <summary>The connection looks at as many as it may.</summary>
    TooMany,
}
