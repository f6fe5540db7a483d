using Hub.EndToEnd.Tests.Infrastructure;

namespace Hub.EndToEnd.Tests.Machine;

/// <summary>A disk without space: the hub refuses with 507, keeps what it has, and goes on by itself when there is space again.</summary>
public sealed class FullDiskTests
{
    private const int DiskMebibytes = 24;
    private const int MostRequests = 2000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [FactIfTool("mount", "umount")]
    public async Task Submit_DiskFillsUpAndIsFreed_RefusesThenGoesOnByItself()
    {
        await using var disk = await SmallDisk.MountAsync(DiskMebibytes);
        await using var hub = new LoneHub(data: Path.Combine(disk.Folder, "data"));
        await hub.Process.StartAsync();
        for (var i = 0; i < 20; i++)
        {
            Assert.Equal(202, (await hub.SubmitAsync($"space-{i}")).Status);
        }

        var filler = Path.Combine(disk.Folder, "filler");
        Fill(filler);
        var refused = await SubmitUntilRefusedAsync(hub, "full");
        AssertFull(refused);
        AssertFull(await StoreDocumentAsync(hub, 2 * 1024 * 1024));
        Assert.False(hub.Process.HasExited);
        Assert.Equal(200, (await hub.Client.GetAsync($"/api/journeys/{hub.Acknowledged[0]}")).Status);

        // Twice: the first relief must not have used up what makes the second possible.
        for (var round = 0; round < 2; round++)
        {
            File.Delete(filler);
            var key = $"freed-{round}";
            await Deadline.UntilAsync(async () => (await hub.SubmitAsync(key)).Status == 202 ? key : null, Patience, "202 after space was made");
            Assert.Equal(201, (await StoreDocumentAsync(hub, 20_000)).Status);
            Fill(filler);
            AssertFull(await SubmitUntilRefusedAsync(hub, $"full-again-{round}"));
        }

        File.Delete(filler);
        await hub.AssertNothingLostAsync();
        await hub.Process.KillAsync();
        await hub.Process.StartAsync();
        await hub.AssertNothingLostAsync();
    }

    private static async Task<Answer> SubmitUntilRefusedAsync(LoneHub hub, string key)
    {
        for (var i = 0; i < MostRequests; i++)
        {
            var answer = await hub.SubmitAsync($"{key}-{i}");
            if (answer.Status != 202)
            {
                return answer;
            }
        }

        throw new InvalidOperationException($"{MostRequests} requests fitted on a full disk.");
    }

    private static async Task<Answer> StoreDocumentAsync(LoneHub hub, int size)
    {
        var bytes = new byte[size];
        "%PDF-1.7\n"u8.CopyTo(bytes);
        using var message = new HttpRequestMessage(HttpMethod.Post, new Uri(hub.Process.Http, "/api/documents")) { Content = new ByteArrayContent(bytes) };
        message.Headers.Authorization = new("ApiKey", HubProcess.AdministratorKey);
        using var answer = await hub.Http.SendAsync(message);
        return await Answer.ReadAsync(answer);
    }

    // Whatever is left, to the last byte.
    private static void Fill(string file)
    {
        using var stream = new FileStream(file, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        foreach (var piece in new[] { 256 * 1024, 4096, 512 })
        {
            try
            {
                while (stream.Length < DiskMebibytes * 1024L * 1024)
                {
                    stream.Write(new byte[piece]);
                }
            }
            catch (IOException)
            {
                // Full for pieces of this size.
            }
        }
    }

    private static void AssertFull(Answer answer)
    {
        Assert.True(answer.Status == 507, $"{answer.Status}: {answer.Body}");
        Assert.Equal("application/problem+json", answer.MediaType);
        Assert.EndsWith("store-full", answer.Json.GetProperty("type").GetString(), StringComparison.Ordinal);
        Assert.NotNull(answer.RetryAfter);
    }
}
