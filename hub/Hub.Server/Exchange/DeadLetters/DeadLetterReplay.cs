using Hub.Server.Exchange.Outbox;

namespace Hub.Server.Exchange.DeadLetters;

/// <summary>Replays one dead letter, a group or all, in order of arrival.</summary>
public sealed class DeadLetterReplay(IDeadLetters letters, IUnitOfWorkStore store, OutboxRelay relay, TimeProvider clock)
{
    private const int BatchSize = 200;

    /// <summary>Puts every letter of the filter back on its way. Returns how many.</summary>
    public async Task<int> ReplayAsync(DeadLetterFilter filter, CancellationToken cancellationToken)
    {
        var count = 0;
        var batch = filter with { Limit = BatchSize };
        while (letters.List(batch) is { Count: > 0 } found)
        {
            await ReviveAsync(found);
            count += found.Count;
            batch = batch with { After = found[^1].Id };
            cancellationToken.ThrowIfCancellationRequested();
        }

        return count;
    }

    /// <summary>Puts one letter back on its way; false when there is none with this id.</summary>
    public async Task<bool> ReplayAsync(TenantId tenant, string id)
    {
        if (letters.Find(tenant, id) is not { } letter)
        {
            return false;
        }

        await ReviveAsync([letter]);
        return true;
    }

    private async Task ReviveAsync(IReadOnlyList<DeadLetter> found)
    {
        var now = clock.GetUtcNow();
        await store.CommitAsync([.. found.Select(letter => new ReviveDeadLetter(letter, now))], CancellationToken.None);
        foreach (var connector in found.Select(letter => letter.System).Distinct())
        {
            relay.Wake(connector);
        }
    }
}
