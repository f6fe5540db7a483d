using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Hub.Connectors.Sdk;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Logging;

namespace Hub.Connectors.Tests.Sdk;

/// <summary>Connector and hub know each other by their certificates, and neither talks to a stranger.</summary>
public sealed class MutualTlsTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly TestAuthority _authority = new("town hall");
    private readonly X509Certificate2 _hubCertificate;
    private int _dials;

    public MutualTlsTests() => _hubCertificate = _authority.Issue("hub", IPAddress.Loopback);

    public void Dispose()
    {
        _hubCertificate.Dispose();
        _authority.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Attach_CertificateOfTheAuthority_OpensASessionInItsName()
    {
        var presented = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var hub = await StartHubAsync(certificate => presented.TrySetResult(certificate.Subject));
        using var certificate = _authority.Issue("connector");
        await using var app = Build(hub, certificate, _authority.Certificate);
        await app.StartAsync();

        var session = await hub.NextSessionAsync();

        Assert.Equal("test-connector", session.Hello.Connector);
        Assert.Equal("CN=connector", await presented.Task.WaitAsync(FakeHub.Patience));
        await session.CommandAsync("c1");
        Assert.Equal("c1", (await session.NextReplyAsync()).CommandId);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Attach_NoCertificateOrAStrangers_OpensNoSession(bool isStrangers)
    {
        using var stranger = new TestAuthority("somebody else");
        using var certificate = isStrangers ? stranger.Issue("connector") : null;
        await using var hub = await StartHubAsync();
        await using var app = Build(hub, certificate, _authority.Certificate);
        await app.StartAsync();

        await UntilDialledAsync(3);

        Assert.False(app.Hub.IsConnected);
        Assert.False(hub.HasSession);
    }

    [Fact]
    public async Task Attach_HubWhoseAuthorityIsNotTrusted_OpensNoSession()
    {
        using var stranger = new TestAuthority("somebody else");
        using var certificate = _authority.Issue("connector");
        await using var hub = await StartHubAsync();
        await using var app = Build(hub, certificate, stranger.Certificate);
        await app.StartAsync();

        await UntilDialledAsync(3);

        Assert.False(app.Hub.IsConnected);
        Assert.False(hub.HasSession);
    }

    private Task<FakeHub> StartHubAsync(Action<X509Certificate2>? onPresented = null) => FakeHub.StartAsync(secure: listen =>
    {
        listen.Use(next => connection =>
        {
            Interlocked.Increment(ref _dials);
            return next(connection);
        });
        listen.UseHttps(https =>
        {
            https.ServerCertificate = _hubCertificate;
            https.ClientCertificateMode = ClientCertificateMode.RequireCertificate;
            https.ClientCertificateValidation = (certificate, _, _) =>
            {
                onPresented?.Invoke(certificate);
                return _authority.HasIssued(certificate);
            };
        });
    });

    private ConnectorApp Build(FakeHub hub, X509Certificate2? certificate, X509Certificate2 trusted)
    {
        File.WriteAllText(_folder.PathOf("connector.yaml"), TestConnector.Manifest);
        File.WriteAllText(_folder.PathOf("authority.pem"), trusted.ExportCertificatePem());
        if (certificate is not null)
        {
            using var key = certificate.GetECDsaPrivateKey()!; // issued with one
            File.WriteAllText(_folder.PathOf("connector.pem"), certificate.ExportCertificatePem());
            File.WriteAllText(_folder.PathOf("connector.key"), key.ExportPkcs8PrivateKeyPem());
        }

        var builder = ConnectorHost.CreateBuilder([]).UseManifest(_folder.PathOf("connector.yaml")).Configure(options =>
        {
            options.Address = hub.Address;
            options.Data = _folder.PathOf("data");
            options.TrustedAuthority = _folder.PathOf("authority.pem");
            options.Certificate = certificate is null ? "" : _folder.PathOf("connector.pem");
            options.CertificateKey = certificate is null ? "" : _folder.PathOf("connector.key");
            options.MinBackOff = TimeSpan.FromMilliseconds(20);
            options.MaxBackOff = TimeSpan.FromMilliseconds(100);
        });
        builder.Web.Logging.ClearProviders();
        var app = builder.Build();
        app.Handle("openCase", TestConnector.DoneAsync);
        app.Handle("readCase", TestConnector.DoneAsync);
        return app;
    }

    private async Task UntilDialledAsync(int times)
    {
        using var limit = new CancellationTokenSource(FakeHub.Patience);
        using var ticks = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (Volatile.Read(ref _dials) < times)
        {
            await ticks.WaitForNextTickAsync(limit.Token);
        }
    }

    /// <summary>A certificate authority that lives as long as a test.</summary>
    private sealed class TestAuthority : IDisposable
    {
        private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

        public TestAuthority(string name)
        {
            var request = new CertificateRequest($"CN={name}", _key, HashAlgorithmName.SHA256);
            request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
            Certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        }

        public X509Certificate2 Certificate { get; }

        public X509Certificate2 Issue(string name, IPAddress? address = null)
        {
            using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
            if (address is not null)
            {
                var names = new SubjectAlternativeNameBuilder();
                names.AddIpAddress(address);
                request.CertificateExtensions.Add(names.Build());
            }

            using var signed = request.Create(Certificate, DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddHours(1), RandomNumberGenerator.GetBytes(8));
            return signed.CopyWithPrivateKey(key);
        }

        public bool HasIssued(X509Certificate2 certificate)
        {
            using var chain = new X509Chain();
            chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
            chain.ChainPolicy.CustomTrustStore.Add(Certificate);
            return chain.Build(certificate);
        }

        public void Dispose()
        {
            Certificate.Dispose();
            _key.Dispose();
        }
    }
}
