using Hub.Server.Exchange;
using Hub.Server.Storage.Sqlite;

namespace Hub.Server.Tests.Exchange;

/// <summary>The real store, which tells a test of every commit and lets it step in just before one.</summary>
internal sealed class WatchedStore(SqliteWriter writer) : IUnitOfWorkStore, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly SemaphoreSlim committed = new(0);

    /// <summary>Runs before each commit; a result of its own is given instead of writing.</summary>
    public Func<CommitResult?>? Before { get; set; }

    public void Dispose() => committed.Dispose();

    public async Task<CommitResult> CommitAsync(IReadOnlyList<IChange> changes, CancellationToken cancellationToken)
    {
        if (Before?.Invoke() is { } instead)
        {
            return instead;
        }

        var result = await writer.CommitAsync(changes, cancellationToken);
        committed.Release();
        return result;
    }

    /// <summary>Looks after every commit until it is so.</summary>
    public async Task UntilAsync(Func<bool> isSo, string what)
    {
        while (!isSo())
        {
            Assert.True(await committed.WaitAsync(Patience), $"Still not so: {what}.");
        }
    }
}
