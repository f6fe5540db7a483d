using Grpc.Core.Wire;

namespace Grpc.AspNetCore.Server;

/// <summary>Settings of gRPC services, for all of them or for one.</summary>
public class GrpcServiceOptions
{
    /// <summary>Largest message taken, in bytes, after decompression. Default 4 MiB; null for no limit.</summary>
    public int? MaxReceiveMessageSize { get; set; } = GrpcHeaders.DefaultMaxReceiveMessageSize;

    /// <summary>Largest message sent, in bytes, before compression. Default null: no limit.</summary>
    public int? MaxSendMessageSize { get; set; }

    /// <summary>True sends the text of unexpected exceptions to the client. Default false; for development only.</summary>
    public bool? EnableDetailedErrors { get; set; }

    /// <summary>"gzip" compresses responses for clients that accept it. Default null: responses are not compressed.</summary>
    public string? ResponseCompressionAlgorithm { get; set; }

    /// <summary>True leaves calls of unknown services to the rest of the application instead of answering UNIMPLEMENTED. Default false.</summary>
    public bool? IgnoreUnknownServices { get; set; }
}

/// <summary>Settings of one service; they start as a copy of the settings of all.</summary>
public class GrpcServiceOptions<TService> : GrpcServiceOptions
    where TService : class
{
}
