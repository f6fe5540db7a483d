using System.Net.Http;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.Extensions.Options;

namespace Hub.Connectors.Sdk.Session;

/// <summary>The connection to the hub, with its keep-alive pings and certificates.</summary>
internal sealed class HubChannel : IDisposable
{
    // Answers and schemas of the hub are small; what is sent to it may be as large as it takes.
    private const int MaxReceiveSize = 16 * 1024 * 1024;

    private readonly GrpcChannel _channel;

    public HubChannel(IOptions<ConnectorOptions> options)
    {
        var settings = options.Value;
        var channelOptions = new GrpcChannelOptions
        {
            HttpHandler = CreateHandler(settings),
            DisposeHttpClient = true,
            MaxReceiveMessageSize = MaxReceiveSize,
        };
        _channel = GrpcChannel.ForAddress(settings.Address, channelOptions);
        Client = new V1.ConnectorHub.ConnectorHubClient(_channel);
        Credentials = settings.Key.Length > 0 ? new Metadata { { "authorization", $"ApiKey {settings.Key}" } } : [];
    }

    public V1.ConnectorHub.ConnectorHubClient Client { get; }

    public Metadata Credentials { get; }

    public void Dispose() => _channel.Dispose();

    private static SocketsHttpHandler CreateHandler(ConnectorOptions options)
    {
        var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            EnableMultipleHttp2Connections = true,
            ConnectTimeout = options.KeepAliveTimeout,
            KeepAlivePingDelay = options.KeepAliveDelay,
            KeepAlivePingTimeout = options.KeepAliveTimeout,
            KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
        };
        if (options.Certificate.Length > 0)
        {
            handler.SslOptions.ClientCertificates =
                [X509Certificate2.CreateFromPemFile(options.Certificate, options.CertificateKey.Length > 0 ? options.CertificateKey : null)];
        }

        if (options.TrustedAuthority.Length > 0)
        {
            var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            policy.CustomTrustStore.ImportFromPemFile(options.TrustedAuthority);
            handler.SslOptions.CertificateChainPolicy = policy;
        }

        return handler;
    }
}
