using System.Threading.Channels;

namespace Hub.Server.Workflows;

/// <summary>Outside calls whose claims are durable and which are to be made now.</summary>
internal sealed class EffectQueue
{
    private readonly Channel<QueuedEffect> queue = Channel.CreateUnbounded<QueuedEffect>();

    public void Add(QueuedEffect effect) => queue.Writer.TryWrite(effect);

    public IAsyncEnumerable<QueuedEffect> ReadAllAsync(CancellationToken cancellationToken) => queue.Reader.ReadAllAsync(cancellationToken);
}

/// <param name="Claim">The durable claim.</param>
/// <param name="Request">The same call, not to be parsed again.</param>
internal sealed record QueuedEffect(ClaimedEffect Claim, EffectRequest Request);
