using System.Collections.Concurrent;
using System.Text;
using Hub.EndToEnd.Tests.Infrastructure;

namespace Hub.EndToEnd.Tests.Machine;

/// <summary>A hub that may use little memory, and senders who do not care: it refuses, does not die, and works afterwards.</summary>
public sealed class MemoryPressureTests
{
    private const string Limit200Mebibytes = "0xC800000";
    private const int Senders = 48;
    private const int Rounds = 4;
    private const int Mebibyte = 1024 * 1024;

    [Fact]
    public async Task Submit_FloodOfLargeBodies_RefusesAndWorksAfterwards()
    {
        await using var hub = new LoneHub(new Dictionary<string, string> { ["DOTNET_GCHeapHardLimit"] = Limit200Mebibytes });
        await hub.Process.StartAsync();
        Assert.Equal(202, (await hub.SubmitAsync("before-the-flood")).Status);
        var valid = await hub.Client.ExampleAsync(2);
        var bodies = new (string Path, string MediaType, byte[] Body)[]
        {
            ("/api/requests/" + HubClient.Canteen, "application/json", Encoding.UTF8.GetBytes($"{{\"filler\":\"{new string('x', Mebibyte - 100)}\"}}")),
            ("/api/requests/" + HubClient.Canteen, "application/json", Encoding.UTF8.GetBytes($"[{string.Join(',', Enumerable.Repeat("{\"a\":1}", (Mebibyte - 100) / 8))}]")),
            ("/api/requests/" + HubClient.Canteen, "application/json", Encoding.UTF8.GetBytes($"{valid[..^1]},\"filler\":\"{new string('y', 900_000)}\"}}")),
            ("/api/requests/" + HubClient.Canteen, "application/json", new byte[10 * Mebibyte]),
            ("/elsa/api/workflow-definitions/import", "application/json", Encoding.UTF8.GetBytes($"{{\"name\":\"{new string('z', 7 * Mebibyte)}\"}}")),
            ("/api/documents", "application/octet-stream", [.. "%PDF-1.7\n"u8, .. new byte[10 * Mebibyte]]),
        };

        var seen = new ConcurrentDictionary<int, int>();
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(90) };
        await Task.WhenAll(Enumerable.Range(0, Senders).Select(async sender =>
        {
            for (var round = 0; round < Rounds; round++)
            {
                var (path, mediaType, body) = bodies[(sender + round) % bodies.Length];
                seen.AddOrUpdate(await SendAsync(http, new Uri(hub.Process.Http, path), mediaType, body), 1, (_, count) => count + 1);
            }
        }));

        Assert.False(hub.Process.HasExited, hub.Process.Output);
        System.Console.WriteLine($"[{nameof(MemoryPressureTests)}] {Senders * Rounds} large bodies into 200 MiB: {string.Join(", ", seen.OrderBy(pair => pair.Key).Select(pair => $"{pair.Value} x {pair.Key}"))} (0: connection closed)");
        Assert.Empty(seen.Keys.Except([0, 201, 202, 400, 413, 415, 422, 429, 503]));
        await Deadline.UntilAsync(async () => (await hub.SubmitAsync("after-the-flood")).Status == 202 ? hub : null, TimeSpan.FromSeconds(60), "202 after the flood");
        Assert.True(await hub.IsReadyAsync());
        await hub.AssertNothingLostAsync();
    }

    private static async Task<int> SendAsync(HttpClient http, Uri address, string mediaType, byte[] body)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, address) { Content = new ByteArrayContent(body) };
        message.Headers.Authorization = new("ApiKey", HubProcess.AdministratorKey);
        message.Content.Headers.ContentType = new(mediaType);
        try
        {
            using var answer = await http.SendAsync(message);
            return (int)answer.StatusCode;
        }
        catch (HttpRequestException)
        {
            // Refused while it was still sending.
            return 0;
        }
    }
}
