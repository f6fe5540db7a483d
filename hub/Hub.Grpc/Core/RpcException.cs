namespace Grpc.Core;

/// <summary>
/// A call that ended with a status other than OK. A server method throws it to answer that status; a client call throws it when the server did.
/// </summary>
[System.Diagnostics.CodeAnalysis.SuppressMessage("Design", "CA1032:Implement standard exception constructors", Justification = "An RpcException without a status would have nothing to send.")]
public class RpcException : Exception
{
    public RpcException(Status status)
        : this(status, [], status.ToString())
    {
    }

    public RpcException(Status status, string message)
        : this(status, [], message)
    {
    }

    public RpcException(Status status, Metadata trailers)
        : this(status, trailers, status.ToString())
    {
    }

    public RpcException(Status status, Metadata trailers, string message)
        : base(message, status.DebugException)
    {
        ArgumentNullException.ThrowIfNull(trailers);
        Status = status;
        Trailers = trailers;
    }

    public Status Status { get; }

    public StatusCode StatusCode => Status.StatusCode;

    /// <summary>Metadata that came, or goes, with the status.</summary>
    public Metadata Trailers { get; }
}
