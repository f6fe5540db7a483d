using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Grpc.Core;
using Grpc.Net.Client;
using Hub.Grpc.Tests.Protocol;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Hub.Grpc.Tests;

/// <summary>gRPC and ordinary HTTP on one TLS port, told apart by ALPN and content type.</summary>
public sealed class TlsTests
{
    [Fact]
    public async Task OnePort_ServesGrpcAndRest()
    {
        using var certificate = CreateCertificate();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            listen.Protocols = HttpProtocols.Http1AndHttp2;
            listen.UseHttps(certificate);
        }));
        builder.Services.AddGrpc();
        builder.Services.AddSingleton<CallWitness>();
        await using var app = builder.Build();
        app.MapGrpcService<EchoService>();
        app.MapGet("/plain", () => "rest");
        await app.StartAsync();
        var address = app.Urls.Single();

        using var channel = GrpcChannel.ForAddress(address, new GrpcChannelOptions { HttpHandler = CreateHandler(certificate), DisposeHttpClient = true });
        var client = new Echo.EchoClient(channel);
        using var http = new HttpClient(CreateHandler(certificate));

        var reply = await client.UnaryAsync(
            new EchoRequest { Text = new string('é', 5000) }, new Metadata { { "grpc-internal-encoding-request", "gzip" } }).ResponseAsync.WaitAsync(EchoHost.Patience);
        using var old = new HttpRequestMessage(HttpMethod.Post, address + "/hub.tests.Echo/Unary") { Content = new ByteArrayContent(RawGrpc.Frame(new EchoRequest())) };
        old.Content.Headers.TryAddWithoutValidation("content-type", "application/grpc");
        using var refused = await http.SendAsync(old).WaitAsync(EchoHost.Patience);

        Assert.Equal(5000, reply.Text.Length);
        Assert.Equal("rest", await http.GetStringAsync(address + "/plain").WaitAsync(EchoHost.Patience));
        Assert.Equal(HttpStatusCode.UpgradeRequired, refused.StatusCode);
    }

    [Fact]
    public async Task UntrustedCertificate_IsUnavailable()
    {
        using var certificate = CreateCertificate();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(certificate)));
        builder.Services.AddGrpc();
        await using var app = builder.Build();
        await app.StartAsync();
        using var channel = GrpcChannel.ForAddress(app.Urls.Single());

        var error = await Assert.ThrowsAsync<RpcException>(() => new Echo.EchoClient(channel).UnaryAsync(new EchoRequest()).ResponseAsync.WaitAsync(EchoHost.Patience));

        Assert.Equal(StatusCode.Unavailable, error.StatusCode);
    }

    private static SocketsHttpHandler CreateHandler(X509Certificate2 trusted)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.Add(trusted);
        return new SocketsHttpHandler { SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = policy } };
    }

    private static X509Certificate2 CreateCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, true));
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }
}
