using System.Net;

namespace Hub.Server.Workflows;

/// <summary>
/// A request's body that remembers whether it has begun to leave. Before that, the called service cannot have acted; after that,
/// only its answer tells. Every call that may change something has one, empty if need be: the platform sends a request without a
/// body once more by itself when a kept connection breaks, and one whose body has begun to leave never.
/// </summary>
internal sealed class WatchedContent(byte[] body) : HttpContent
{
    private volatile bool hasBegun;

    public bool HasBegunToLeave => hasBegun;

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        hasBegun = true;
        await stream.WriteAsync(body, cancellationToken);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = body.Length;
        return true;
    }
}
