using System.Net;
using System.Text.Json;
using Hub.EndToEnd.Tests.Infrastructure;
using Hub.EndToEnd.Tests.Machine.Poison;

namespace Hub.EndToEnd.Tests.Machine.Abuse;

/// <summary>Frames that break HTTP/2, and floods of frames that do not: the connection goes, the hub stays.</summary>
public sealed class Http2AbuseTests
{
    private const int Flood = 20_000;
    private const int Batch = 500;

    [FactIfData("http2-frames")]
    public async Task Grpc_FramesOfThePublicErrorSuite_ConnectionOrStreamIsGivenUp()
    {
        await using var hub = new LoneHub();
        await hub.Process.StartAsync();
        var verdicts = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in Directory.GetFiles(Path.Combine(TestData.Folder("http2-frames"), "error"), "*.json"))
        {
            var wire = Convert.FromHexString(JsonElement.Parse(await File.ReadAllBytesAsync(file)).GetProperty("wire").GetString()!);
            using var connection = await RawHttp2.ConnectAsync(hub.Process.Grpc);

            await connection.SendAsync([.. wire, .. RawHttp2.Frame(RawHttp2.Ping, 0, 0, new byte[8])]);

            verdicts[Path.GetFileNameWithoutExtension(file)] = await connection.VerdictAsync();
        }

        Assert.NotEmpty(verdicts);
        Assert.All(verdicts, verdict => Assert.True(verdict.Value != "taken", $"{verdict.Key} was taken as if it were right"));
        await AssertServesAsync(hub);
    }

    [Fact]
    public async Task Grpc_Floods_OthersAreServed()
    {
        await using var hub = new LoneHub();
        await hub.Process.StartAsync();
        await AssertServesAsync(hub);

        await FloodAsync(hub, "rapid reset", stream => [.. RawHttp2.Frame(RawHttp2.Headers, RawHttp2.EndHeaders, stream, RawHttp2.AnyRequest), .. RawHttp2.Frame(RawHttp2.Reset, 0, stream, [0, 0, 0, 8])]);
        await FloodAsync(hub, "settings", _ => RawHttp2.Frame(RawHttp2.Settings, 0, 0, [0, 4, 0, 1, 0, 0]));
        await FloodAsync(hub, "ping", _ => RawHttp2.Frame(RawHttp2.Ping, 0, 0, new byte[8]));
        await FloodAsync(hub, "streams that never end", stream => RawHttp2.Frame(RawHttp2.Headers, RawHttp2.EndHeaders, stream, RawHttp2.AnyRequest));

        Assert.True(await EndsAsync(hub, HeadersWithoutEnd()), "A header block without end was read on and on.");
        Assert.True(await EndsAsync(hub, [HpackBomb()]), "A header block that unfolds to megabytes was taken.");
        await AssertServesAsync(hub);
    }

    private static async Task FloodAsync(LoneHub hub, string name, Func<int, byte[]> frameOf)
    {
        using var connection = await RawHttp2.ConnectAsync(hub.Process.Grpc);
        var draining = connection.DrainAsync();
        var sent = 0;
        for (; sent < Flood; sent += Batch)
        {
            var first = sent;
            if (!await connection.SendAsync([.. Enumerable.Range(first, Batch).SelectMany(number => frameOf((number * 2) + 1))]))
            {
                break;
            }
        }

        // Cut off or put up with, as the server sees fit: what counts is that others do not notice.
        System.Console.WriteLine($"[{nameof(Http2AbuseTests)}] {name}: {(sent < Flood ? $"cut off after at most {sent + Batch} frames" : $"{Flood} frames put up with")}");
        await AssertServesAsync(hub);
        connection.Dispose();
        await draining;
    }

    private static async Task<bool> EndsAsync(LoneHub hub, IEnumerable<byte[]> pieces)
    {
        using var connection = await RawHttp2.ConnectAsync(hub.Process.Grpc);
        foreach (var piece in pieces)
        {
            if (!await connection.SendAsync(piece))
            {
                return true;
            }
        }

        await connection.SendAsync(RawHttp2.Frame(RawHttp2.Ping, 0, 0, new byte[8]));
        return await connection.VerdictAsync() != "taken";
    }

    // 16 MiB of header fields that no END_HEADERS follows.
    private static IEnumerable<byte[]> HeadersWithoutEnd()
    {
        yield return RawHttp2.Frame(RawHttp2.Headers, 0, 1, RawHttp2.AnyRequest);
        for (var i = 0; i < 1024; i++)
        {
            // Literal without indexing, a name of one letter, a value of 16,000: 0x00 0x01 'a', then the length as a 7-bit-prefix integer.
            yield return RawHttp2.Frame(RawHttp2.Continuation, 0, 1, [0x00, 0x01, (byte)'a', 0x7F, 0x81, 0x7C, .. Enumerable.Repeat((byte)'v', 16_000)]);
        }
    }

    // A field of 3,900 bytes goes into the dynamic table once and is named 8,000 times by one byte: 30 MB out of 12 kB.
    private static byte[] HpackBomb() => RawHttp2.Frame(
        RawHttp2.Headers,
        RawHttp2.EndHeaders | RawHttp2.EndStream,
        1,
        [.. RawHttp2.AnyRequest, 0x40, 0x01, (byte)'b', 0x7F, 0xBD, 0x1D, .. Enumerable.Repeat((byte)'v', 3_900), .. Enumerable.Repeat((byte)0xBE, 8_000)]);

    // A gRPC call (health, which needs no key) on a connection of its own, and a citizen request.
    private static async Task AssertServesAsync(LoneHub hub)
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(60) };
        using var call = new HttpRequestMessage(HttpMethod.Post, new Uri(hub.Process.Grpc, "/grpc.health.v1.Health/Check"))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent(new byte[5]),
        };
        call.Content.Headers.ContentType = new("application/grpc");
        call.Headers.TE.Add(new("trailers"));
        using var answer = await http.SendAsync(call);
        await answer.Content.ReadAsByteArrayAsync();
        Assert.Equal("0", answer.TrailingHeaders.GetValues("grpc-status").Single());
        Assert.Equal(202, (await hub.SubmitAsync($"still-there-{Guid.NewGuid():N}")).Status);
    }
}
