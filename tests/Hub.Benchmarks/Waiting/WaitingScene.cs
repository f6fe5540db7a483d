using Hub.Benchmarks.Measuring;
using Hub.Benchmarks.Sides;
using Hub.Server.Storage.Sqlite;

namespace Hub.Benchmarks.Waiting;

/// <summary>What the parts of one run share: how many wait, and the folders in which they do. No folder is copied: a part leaves as many waiting as it found.</summary>
/// <param name="Count">Instances that wait in <paramref name="Full"/>.</param>
/// <param name="Few">Instances that wait in <paramref name="Small"/>.</param>
/// <param name="Sample">Further instances in <paramref name="Full"/>, each of which waits for one event and ends with it.</param>
/// <param name="None">A data folder in which nothing waits.</param>
internal sealed record WaitingScene(BenchmarkRun Run, Cores Cores, HttpClient Http, int Count, int Few, int Sample, string None, string Small, string Full)
{
    /// <summary>No procedures, connectors or schemas: the definitions stand in the store.</summary>
    public static IReadOnlyDictionary<string, string> Settings { get; } = new Dictionary<string, string> { ["HUB__CONNECTORS"] = "", ["HUB__WORKFLOWS"] = "" };

    public Task<HubSide> StartHubAsync(string data, CancellationToken cancellationToken) => HubSide.StartAsync(Run, Cores, Settings, Http, cancellationToken, data);

    /// <summary>Asks the store beside a running hub, which is not kept from writing.</summary>
    public static T Ask<T>(string data, string sql, Func<SqliteRow, T> map)
    {
        using var database = SqliteDatabase.OpenReadOnly(data);
        return database.Read(session => session.First(sql, map))!; // asked for aggregates, which always have a row
    }
}
