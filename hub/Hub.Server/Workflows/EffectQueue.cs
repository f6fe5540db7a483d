using System.Threading.Channels;

namespace Hub.Server.Workflows;

/// <summary>Outside calls whose claims are durable and which are to be made now.</summary>
internal sealed class EffectQueue
{
    private readonly Channel<ClaimedEffect> queue = Channel.CreateUnbounded<ClaimedEffect>();

    public void Add(ClaimedEffect claim) => queue.Writer.TryWrite(claim);

    public IAsyncEnumerable<ClaimedEffect> ReadAllAsync(CancellationToken cancellationToken) => queue.Reader.ReadAllAsync(cancellationToken);
}
