using Hub.Server.Exchange.Outbox;
using Hub.Server.Web;

namespace Hub.Server.Exchange.DeadLetters;

/// <summary>
/// Gives a dead letter up for good, because somebody decided that it must not go any more. A command then counts as refused: its
/// workflow goes on as after any refusal, and what waited behind it is sent.
/// </summary>
public sealed class DeadLetterDiscard(IDeadLetters letters, IOutbox outbox, IUnitOfWorkStore store, ReplyEntrance replies, OutboxRelay relay)
{
    /// <summary>What the workflow is told; it is the only one of its kind, so that no connector's own code is taken for it.</summary>
    internal static DeliveryFailure Decision { get; } = new("discarded", "Somebody who runs the hub decided that this message must not be sent any more.", IsRetryable: false);

    /// <summary>False when there is no letter with this id, because it was replayed or discarded meanwhile.</summary>
    /// <param name="entry">Who decided it; kept in the same commit.</param>
    public async Task<bool> DiscardAsync(TenantId tenant, string id, AuditEntry entry)
    {
        if (letters.Find(tenant, id) is not { } letter)
        {
            return false;
        }

        if (letter.OutboxId is { } outboxId && outbox.Find(outboxId) is { } command)
        {
            await replies.EnterAsync(command, default, Decision, schema: null, entry);
            relay.Wake(letter.System);
        }
        else
        {
            await store.CommitAsync([new RemoveDeadLetter(letter.Id), entry], CancellationToken.None);
        }

        return true;
    }
}
