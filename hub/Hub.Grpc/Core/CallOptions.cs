namespace Grpc.Core;

/// <summary>What a client may say about one call.</summary>
/// <param name="Headers">Metadata to send; null for none. The key <c>grpc-internal-encoding-request</c> with the value <c>gzip</c> compresses what is sent and does not travel.</param>
/// <param name="Deadline">When to stop waiting, in UTC; null for never.</param>
/// <param name="CancellationToken">Gives the call up.</param>
public readonly record struct CallOptions(Metadata? Headers = null, DateTime? Deadline = null, CancellationToken CancellationToken = default)
{
    /// <summary>Options of the messages sent; null means none.</summary>
    public WriteOptions? WriteOptions { get; init; }

    public CallOptions WithHeaders(Metadata headers) => this with { Headers = headers };

    public CallOptions WithDeadline(DateTime deadline) => this with { Deadline = deadline };

    public CallOptions WithCancellationToken(CancellationToken cancellationToken) => this with { CancellationToken = cancellationToken };

    public CallOptions WithWriteOptions(WriteOptions writeOptions) => this with { WriteOptions = writeOptions };
}
