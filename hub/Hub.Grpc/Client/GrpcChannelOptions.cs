using Grpc.Core.Wire;

namespace Grpc.Net.Client;

/// <summary>Settings of a channel.</summary>
public sealed class GrpcChannelOptions
{
    /// <summary>
    /// Sends the requests. Default null: an own SocketsHttpHandler without proxy, cookies, redirects or decompression.
    /// Give one to set keep-alive pings, certificates or time-outs; it must leave automatic decompression off.
    /// </summary>
    public HttpMessageHandler? HttpHandler { get; set; }

    /// <summary>True: the channel disposes a handler that was given to it. Default false.</summary>
    public bool DisposeHttpClient { get; set; }

    /// <summary>Largest message taken, in bytes, after decompression. Default 4 MiB; null for no limit.</summary>
    public int? MaxReceiveMessageSize { get; set; } = GrpcHeaders.DefaultMaxReceiveMessageSize;

    /// <summary>Largest message sent, in bytes, before compression. Default null: no limit.</summary>
    public int? MaxSendMessageSize { get; set; }
}
