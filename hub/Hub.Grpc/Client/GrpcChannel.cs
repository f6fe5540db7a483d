using System.Collections.Concurrent;
using Grpc.Core;
using Grpc.Core.Client;

namespace Grpc.Net.Client;

/// <summary>
/// A way to a gRPC server over HTTP/2, cleartext (http) or TLS (https). Connects on the first call and again when the connection is lost;
/// make one for each server and share it. Safe for concurrent use.
/// </summary>
public sealed class GrpcChannel : ChannelBase, IDisposable
{
    private readonly Uri _address;
    private readonly HttpMessageInvoker _http;
    private readonly CancellationTokenSource _closing = new();
    private readonly ConcurrentDictionary<IMethod, Uri> _methodAddresses = new();
    private int _isDisposed;

    private GrpcChannel(Uri address, GrpcChannelOptions options)
        : base(address.Authority)
    {
        _address = address;
        MaxReceiveMessageSize = options.MaxReceiveMessageSize;
        MaxSendMessageSize = options.MaxSendMessageSize;
        _http = new HttpMessageInvoker(options.HttpHandler ?? CreateHandler(), disposeHandler: options.HttpHandler is null || options.DisposeHttpClient);
        Closing = _closing.Token;
    }

    internal int? MaxReceiveMessageSize { get; }

    internal int? MaxSendMessageSize { get; }

    /// <summary>Fires when the channel is disposed: its calls are given up.</summary>
    internal CancellationToken Closing { get; }

    /// <param name="address">Scheme http or https, host and port; a path is put before each method's.</param>
    /// <exception cref="ArgumentException">The address is not absolute or not http(s).</exception>
    public static GrpcChannel ForAddress(string address) => ForAddress(address, new GrpcChannelOptions());

    public static GrpcChannel ForAddress(string address, GrpcChannelOptions channelOptions) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri)
            ? ForAddress(uri, channelOptions)
            : throw new ArgumentException($"The address must be absolute, like http://127.0.0.1:5081, and is \"{address}\".", nameof(address));

    public static GrpcChannel ForAddress(Uri address) => ForAddress(address, new GrpcChannelOptions());

    public static GrpcChannel ForAddress(Uri address, GrpcChannelOptions channelOptions)
    {
        ArgumentNullException.ThrowIfNull(address);
        ArgumentNullException.ThrowIfNull(channelOptions);
        return address.IsAbsoluteUri && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps)
            ? new GrpcChannel(address, channelOptions)
            : throw new ArgumentException($"The address must start with http:// or https:// and is \"{address}\".", nameof(address));
    }

    public override CallInvoker CreateCallInvoker() => new HttpCallInvoker(this);

    /// <summary>Gives up the running calls and closes the connections.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 0)
        {
            _closing.Cancel();
            _http.Dispose();
            _closing.Dispose();
        }
    }

    internal Uri AddressOf(IMethod method) => _methodAddresses.GetOrAdd(
        method,
        static (m, address) => new Uri(address, address.AbsolutePath.TrimEnd('/') + m.FullName),
        _address);

    internal Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_isDisposed != 0, this);
        return _http.SendAsync(request, cancellationToken);
    }

    protected override Task ShutdownAsyncCore()
    {
        Dispose();
        return Task.CompletedTask;
    }

    private static SocketsHttpHandler CreateHandler() => new()
    {
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        AutomaticDecompression = System.Net.DecompressionMethods.None,
        EnableMultipleHttp2Connections = true,
    };
}
