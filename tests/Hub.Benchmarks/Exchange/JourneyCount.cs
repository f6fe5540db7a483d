using System.Diagnostics;
using Hub.Server.Journeys;
using Hub.Server.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace Hub.Benchmarks.Exchange;

/// <summary>Counts journeys in the hub's own file, beside the running hub: what is counted there is durable.</summary>
internal sealed class JourneyCount : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly SqliteConnection connection;
    private readonly SqliteCommand open;
    private readonly SqliteCommand ended;

    public JourneyCount(string dataFolder)
    {
        connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Path.Combine(dataFolder, SqliteDatabase.FileName), Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
        connection.Open();
        open = Command($"SELECT COUNT(*) FROM journeys WHERE state IN ('{JourneyState.Running}', '{JourneyState.Waiting}')");
        ended = Command($"SELECT COUNT(*) FROM journeys WHERE state = '{JourneyState.Completed}'");
    }

    public long Ended() => (long)ended.ExecuteScalar()!; // COUNT gives a row

    /// <exception cref="BenchmarkRefusedException">Some journey is still open after three minutes.</exception>
    public async Task UntilAllEndedAsync(CancellationToken cancellationToken)
    {
        var begin = Stopwatch.GetTimestamp();
        while ((long)open.ExecuteScalar()! is > 0 and var left)
        {
            if (Stopwatch.GetElapsedTime(begin) > Patience)
            {
                throw new BenchmarkRefusedException(Measuring.Machine.Text($"{left} journeys have not ended after {Patience.TotalMinutes:0} minutes."));
            }

            await Task.Delay(50, cancellationToken);
        }
    }

    public void Dispose()
    {
        open.Dispose();
        ended.Dispose();
        connection.Dispose();
    }

    private SqliteCommand Command(string sql)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        return command;
    }
}
