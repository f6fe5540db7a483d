using System.Net;
using System.Net.Sockets;
using Grpc.Core;
using Hub.Grpc.Tests.Protocol;

namespace Hub.Grpc.Tests;

/// <summary>What no proper client sends: each has its status, and the server goes on.</summary>
public sealed class MalformedRequestTests : IAsyncLifetime
{
    private static readonly byte[] Good = RawGrpc.Frame(new EchoRequest { Text = "x" });

    private readonly HttpClient _http = new();
    private EchoHost _host = null!; // set before each test

    public static TheoryData<string, byte[], StatusCode> Bodies => new()
    {
        { "empty", [], StatusCode.Internal },
        { "half a header", [0, 0, 0], StatusCode.Internal },
        { "flag 2", RawGrpc.Frame([], flag: 2), StatusCode.Internal },
        { "flag 255", RawGrpc.Frame([], flag: 255), StatusCode.Internal },
        { "length 0xFFFFFFFF", RawGrpc.Frame([1], length: 0xFFFFFFFF), StatusCode.ResourceExhausted },
        { "length 0x80000000", RawGrpc.Frame([1], length: 0x80000000), StatusCode.ResourceExhausted },
        { "length beyond the body", RawGrpc.Frame([1, 2], length: 3), StatusCode.Internal },
        { "trailing bytes", [.. Good, 7], StatusCode.Internal },
        { "two messages", [.. Good, .. Good], StatusCode.Internal },
        { "no protobuf", RawGrpc.Frame([0x0A, 0xFF, 0xFF]), StatusCode.Internal },
        { "not UTF-8", RawGrpc.Frame([0x0A, 0x01, 0xFF]), StatusCode.OK },
        { "group without end", RawGrpc.Frame([0x0B]), StatusCode.Internal },
        { "compressed without encoding", RawGrpc.Frame([1], flag: 1), StatusCode.Internal },
        { "good", Good, StatusCode.OK },
    };

    public async Task InitializeAsync() => _host = await EchoHost.StartAsync();

    public async Task DisposeAsync()
    {
        _http.Dispose();
        await _host.DisposeAsync();
    }

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task Body_OfAUnaryCall_GetsItsStatus(string what, byte[] body, StatusCode expected)
    {
        Assert.NotEmpty(what);
        Assert.Equal(expected, await SendAsync("Unary", body));
        await AssertAliveAsync();
    }

    [Theory]
    [InlineData("gzip", StatusCode.Internal)]
    [InlineData("identity", StatusCode.Internal)]
    [InlineData("snappy", StatusCode.Unimplemented)]
    public async Task Encoding_ThatDoesNotFitTheMessage_GetsItsStatus(string encoding, StatusCode expected)
    {
        Assert.Equal(expected, await SendAsync("Unary", RawGrpc.Frame([1, 2, 3], flag: 1), ("grpc-encoding", encoding)));
        Assert.Equal(StatusCode.OK, await SendAsync("Unary", Good, ("grpc-encoding", encoding)));
    }

    [Theory]
    [InlineData("1n", StatusCode.DeadlineExceeded)]
    [InlineData("99999999H", StatusCode.OK)]
    [InlineData("", StatusCode.OK)]
    [InlineData("soon", StatusCode.OK)]
    [InlineData("-5S", StatusCode.OK)]
    [InlineData("123456789m", StatusCode.OK)]
    [InlineData("5", StatusCode.OK)]
    public async Task Timeout_OfAnyForm_IsFollowedOrLeftAside(string timeout, StatusCode expected)
    {
        var body = RawGrpc.Frame(new EchoRequest { DelayMs = 30 });

        Assert.Equal(expected, await SendAsync("Unary", body, ("grpc-timeout", timeout)));
    }

    [Fact]
    public async Task BinaryHeader_ThatIsNotBase64_IsInternal()
    {
        Assert.Equal(StatusCode.Internal, await SendAsync("Unary", Good, ("x-raw-bin", "%%%")));
    }

    [Theory]
    [InlineData("AAE=", 1)]
    [InlineData("AAE", 1)]
    [InlineData("AAE,AQI=", 2)]
    public async Task BinaryHeader_PaddedOrNotOrJoined_IsRead(string value, int entries)
    {
        using var request = RawGrpc.Request(_host.Address + "/hub.tests.Echo/Unary", Good);
        request.Headers.TryAddWithoutValidation("x-raw-bin", value);

        using var response = await _http.SendAsync(request).WaitAsync(EchoHost.Patience);

        Assert.Equal(StatusCode.OK, await RawGrpc.StatusAsync(response));
        Assert.Equal(entries, response.TrailingHeaders.GetValues("x-raw-bin").SelectMany(line => line.Split(',')).Count());
    }

    [Fact]
    public async Task MissingTe_IsServed()
    {
        // grpc-dotnet does not ask for the header either.
        Assert.Equal(StatusCode.OK, await SendAsync("Unary", Good));
    }

    [Theory]
    [InlineData("application/json", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("application/grpc-web", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("application/grpc+proto", HttpStatusCode.OK)]
    public async Task ContentType_ThatIsNotGrpc_IsRefused(string contentType, HttpStatusCode expected)
    {
        using var request = RawGrpc.Request(_host.Address + "/hub.tests.Echo/Unary", Good, contentType);

        using var response = await _http.SendAsync(request).WaitAsync(EchoHost.Patience);

        Assert.Equal(expected, response.StatusCode);
    }

    [Fact]
    public async Task OtherPaths_AreNotTouchedByTheFallback()
    {
        using var request = RawGrpc.Request(_host.Address + "/some/where", [], "text/plain");
        using var get = new HttpRequestMessage(HttpMethod.Get, _host.Address + "/some/where") { Version = new Version(2, 0), VersionPolicy = HttpVersionPolicy.RequestVersionExact };

        using var posted = await _http.SendAsync(request).WaitAsync(EchoHost.Patience);
        using var got = await _http.SendAsync(get).WaitAsync(EchoHost.Patience);

        Assert.Equal(HttpStatusCode.NotFound, posted.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, got.StatusCode);
    }

    [Fact]
    public async Task Stream_OfManyFramesAndThenABadOne_EndsWithItsStatus()
    {
        var body = Enumerable.Repeat(Good, 500).SelectMany(frame => frame).Concat(RawGrpc.Frame([], flag: 9)).ToArray();

        Assert.Equal(StatusCode.Internal, await SendAsync("Talk", body));
        await AssertAliveAsync();
    }

    [Fact]
    public async Task HundredThousandBadFrames_LeaveNoMemoryBehind()
    {
        var bad = Bodies.Where(row => (StatusCode)row[2] != StatusCode.OK).Select(row => (byte[])row[1]).ToArray();
        // The server's and the client's own pools fill first, and other tests of this process hold memory of their own for a
        // while: what leaks grows in every round, what does not stays away in one of them.
        await SendManyAsync(bad, 30_000);
        var grown = long.MaxValue;
        for (var round = 0; round < 5 && grown >= 8 * 1024 * 1024; round++)
        {
            var before = GC.GetTotalMemory(forceFullCollection: true);
            await SendManyAsync(bad, 100_000);
            grown = GC.GetTotalMemory(forceFullCollection: true) - before;
        }

        Assert.True(grown < 8 * 1024 * 1024, $"{grown} bytes more are held after each 100,000 malformed calls.");
        await AssertAliveAsync();
    }

    [Fact]
    public async Task ConnectionCutInTheMiddleOfAMessage_LeavesTheServerAlive()
    {
        using (var socket = new TcpClient())
        {
            await socket.ConnectAsync(IPAddress.Loopback, _host.Port);
            await socket.GetStream().WriteAsync("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8.ToArray());
            await socket.GetStream().WriteAsync(new byte[] { 0, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0, 9, 1 });
        }

        await AssertAliveAsync();
    }

    private async Task SendManyAsync(byte[][] bodies, int count)
    {
        var next = 0;
        await Task.WhenAll(Enumerable.Range(0, 16).Select(async _ =>
        {
            int i;
            while ((i = Interlocked.Increment(ref next)) <= count)
            {
                Assert.NotEqual(StatusCode.OK, await SendAsync("Unary", bodies[i % bodies.Length]));
            }
        })).WaitAsync(TimeSpan.FromMinutes(3));
    }

    private async Task<StatusCode> SendAsync(string method, byte[] body, params (string Name, string Value)[] headers)
    {
        using var request = RawGrpc.Request($"{_host.Address}/hub.tests.Echo/{method}", body);
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await _http.SendAsync(request).WaitAsync(EchoHost.Patience);
        return await RawGrpc.StatusAsync(response);
    }

    private async Task AssertAliveAsync() =>
        Assert.Equal("alive", (await _host.Client.UnaryAsync(new EchoRequest { Text = "alive" }).ResponseAsync.WaitAsync(EchoHost.Patience)).Text);
}
