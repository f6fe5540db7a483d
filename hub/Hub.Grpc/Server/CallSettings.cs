using Grpc.Core.Wire;
using Microsoft.Extensions.Logging;

namespace Grpc.Core.Server;

/// <summary>What every call of one service needs, resolved once when the service is mapped.</summary>
internal sealed record CallSettings(
    int? MaxReceiveSize,
    int? MaxSendSize,
    bool CompressesResponses,
    bool SendsExceptionText,
    TimeProvider TimeProvider,
    ILogger Logger)
{
    // Kestrel's own limit of a request body; smaller messages never meet it.
    private const int KestrelBodyLimit = 30_000_000;

    /// <summary>True when a single message may be larger than Kestrel takes by default.</summary>
    public bool LiftsBodyLimit { get; } = MaxReceiveSize is null or > KestrelBodyLimit - FrameReader<object>.HeaderSize;
}
