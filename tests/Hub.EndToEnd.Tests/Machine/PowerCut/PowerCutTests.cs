using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Hub.EndToEnd.Tests.Infrastructure;
using Xunit.Abstractions;

namespace Hub.EndToEnd.Tests.Machine.PowerCut;

/// <summary>
/// The power is cut in the middle of traffic. A hub runs under <c>strace</c>, which writes down each write and each sync; a <see cref="Disk"/>
/// plays that again and leaves, at many moments, what such a cut could leave. On each of these images the hub must find every
/// request and document that it had acknowledged, no damage, and its audit log intact. The acknowledgements are in the same recording, as
/// the answers that the hub handed to the kernel, so that there is no doubt what came first.
/// </summary>
public sealed partial class PowerCutTests(ITestOutputHelper output)
{
    private const int Clients = 4;
    private static readonly bool IsFull = Environment.GetEnvironmentVariable("HUB_TEST_FULL") is { Length: > 0 };
    private static readonly int Images = IsFull ? 200 : 20;
    private static readonly int Requests = IsFull ? 400 : 100;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    // Each picture: %PDF and some text.
    private static readonly byte[] Document = Encoding.ASCII.GetBytes("%PDF-1.7\n" + new string('d', 20_000));

    [FactIfTool("strace")]
    public async Task Cut_AnywhereInTraffic_NothingAcknowledgedIsLost()
    {
        await using var hub = new LoneHub(under: lone => Recording.Under(Path.Combine(lone.Beside, "trace")));
        await hub.Process.StartAsync();
        var told = await SendAsync(hub);
        await hub.Process.StopAsync();
        var recording = Recording.Read(Path.Combine(hub.Beside, "trace"));
        Assert.Equal(told.Order(StringComparer.Ordinal), recording.Moments.SelectMany(HubAnswers).Order(StringComparer.Ordinal));

        var seed = Random.Shared.Next();
        var (checkedAcks, started) = (0, 0);
        var disk = await CutAsync(recording, hub.Data, seed, HubAnswers, async (image, acknowledged, number) =>
        {
            checkedAcks += acknowledged.Count;
            if (!File.Exists(Path.Combine(image, "hub.db")))
            {
                Assert.Empty(acknowledged);
                return;
            }

            // The hub itself first: it must get along with the files just as they are.
            if (number % 5 == 0)
            {
                await AssertServesAsync(image, acknowledged);
                started++;
            }
            else
            {
                await AssertAuditIntactAsync(image);
            }

            new StoreImage(image).AssertHolds(acknowledged, Document);
        });

        Print($"power cut: {Images} images, seed {seed}, {disk.Writes} writes, {disk.Syncs} syncs, {told.Count} acknowledged; {checkedAcks} acknowledgements checked, hub started on {started} images: 0 lost, 0 damaged");
    }

    // The tool must be able to find something: a store that leaves it to the system when to write loses rows.
    [FactIfTool("strace", "python3")]
    public async Task Cut_StoreThatDoesNotSync_LosesWhatItAcknowledged()
    {
        var beside = Directory.CreateTempSubdirectory("hub-powercut-");
        try
        {
            var data = beside.CreateSubdirectory("data").FullName;
            var trace = Path.Combine(beside.FullName, "trace");
            string[] command = [.. Recording.Under(trace), "python3", Path.Combine(Repository.Root, "tests", "Hub.EndToEnd.Tests", "Machine", "PowerCut", "careless_store.py"), data];
            var (exitCode, said) = await RunningProgram.RunAsync(command[0], command[1..], Patience);
            Assert.True(exitCode == 0, said);

            var lost = 0;
            await CutAsync(Recording.Read(trace), data, seed: 1, CarelessAnswers, (image, acknowledged, _) =>
            {
                lost += StoreImage.CountRows(Path.Combine(image, "careless.db")) < acknowledged.Count ? 1 : 0;
                return Task.CompletedTask;
            });

            Print($"power cut, a store with synchronous=OFF for comparison: {lost} of {Images} images lost acknowledged rows");
            Assert.True(lost > 0, "No image lost anything: the tool does not see what it is for.");
        }
        finally
        {
            beside.Delete(recursive: true);
        }
    }

    private static async Task<IReadOnlyCollection<string>> SendAsync(LoneHub hub)
    {
        var told = new ConcurrentBag<string>();
        await Task.WhenAll(Enumerable.Range(0, Clients).Select(async client =>
        {
            for (var i = client; i < Requests; i += Clients)
            {
                var answer = await hub.SubmitAsync($"cut-{i}");
                Assert.True(answer.Status == 202, answer.Body);
                told.Add(answer.Json.GetProperty("journeyId").GetString()!);
                if (i % 10 == 0)
                {
                    told.Add(await StoreDocumentAsync(hub));
                }
            }
        }));
        return told;
    }

    private static async Task<string> StoreDocumentAsync(LoneHub hub)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, new Uri(hub.Process.Http, "/api/documents")) { Content = new ByteArrayContent(Document) };
        message.Headers.Authorization = new("ApiKey", HubProcess.AdministratorKey);
        using var answer = await hub.Http.SendAsync(message);
        var body = await answer.Content.ReadAsStringAsync();
        Assert.True((int)answer.StatusCode == 201, body);
        return System.Text.Json.JsonElement.Parse(body).GetProperty("id").GetString()!;
    }

    // Half of the cuts come right after an acknowledgement, when a broken promise would show; the others anywhere, also before the first.
    private static async Task<Disk> CutAsync(Recording recording, string root, int seed, Func<Moment, IEnumerable<string>> answersOf, Func<string, IReadOnlyList<string>, int, Task> check)
    {
        var random = new Random(seed);
        var answers = Enumerable.Range(0, recording.Moments.Count).Where(at => answersOf(recording.Moments[at]).Any()).ToArray();
        var cuts = Enumerable.Range(0, Images)
            .Select(number => number % 2 == 0 ? answers[random.Next(answers.Length)] : random.Next(recording.Moments.Count))
            .Order()
            .ToArray();
        var disk = new Disk(root);
        var acknowledged = new List<string>();
        var next = 0;
        for (var at = 0; at < recording.Moments.Count; at++)
        {
            disk.Play(recording.Moments[at]);
            acknowledged.AddRange(answersOf(recording.Moments[at]));
            for (; next < cuts.Length && cuts[next] == at; next++)
            {
                var image = Directory.CreateTempSubdirectory("hub-image-");
                var luck = new Luck(seed + next);
                disk.WriteAfterCut(luck, image.FullName);
                try
                {
                    await check(image.FullName, acknowledged, next);
                }
                catch (Exception error)
                {
                    throw new InvalidOperationException($"Image {next} of {Images} (seed {seed}; after call {at} of {recording.Moments.Count}; luck: {luck}; {acknowledged.Count} acknowledged; kept in {image.FullName}): {error.Message}", error);
                }

                image.Delete(recursive: true);
            }
        }

        return disk;
    }

    private static async Task AssertAuditIntactAsync(string image)
    {
        var (exitCode, said) = await RunningProgram.RunAsync(Repository.Hub, ["audit", "verify"], Patience, new Dictionary<string, string> { ["HUB__DATA"] = image });
        Assert.True(exitCode == 0, said);
    }

    private static async Task AssertServesAsync(string image, IReadOnlyList<string> acknowledged)
    {
        await using var hub = new LoneHub(data: image);
        await hub.Process.StartAsync();
        foreach (var id in acknowledged)
        {
            var answer = await hub.Client.GetAsync($"/api/journeys/{id}");
            if (answer.Status != 200)
            {
                answer = await hub.Client.GetAsync($"/api/documents/{id}");
            }

            Assert.True(answer.Status == 200, $"{id}: {answer.Status} {answer.Body}");
        }

        var taken = await hub.SubmitAsync("after-the-cut");
        Assert.True(taken.Status == 202, taken.Body);
        await hub.Process.StopAsync();
        await AssertAuditIntactAsync(image);
    }

    // The answer counts from the moment when the hub hands it to the kernel.
    private static IEnumerable<string> HubAnswers(Moment moment)
    {
        if (moment is not { IsEnd: false, Call.Name: "sendto" or "sendmsg" })
        {
            yield break;
        }

        var text = Encoding.Latin1.GetString(moment.Call.Bytes);
        if (text.StartsWith("HTTP/1.1 202", StringComparison.Ordinal) || text.StartsWith("HTTP/1.1 201", StringComparison.Ordinal))
        {
            yield return Identifier().Match(text) is { Success: true } found ? found.Groups["id"].Value : throw new InvalidOperationException("An answer came in pieces: its identifier is in another call.");
        }
    }

    private static IEnumerable<string> CarelessAnswers(Moment moment) => moment is { IsEnd: false, Call.Name: "write" } && Encoding.Latin1.GetString(moment.Call.Bytes) is var text && text.StartsWith("ack ", StringComparison.Ordinal)
        ? [text.Trim()]
        : [];

    private void Print(string line)
    {
        output.WriteLine(line);
        System.Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"[{nameof(PowerCutTests)}] {line}"));
    }

    [GeneratedRegex("\"(journeyId|id)\":\"(?<id>[0-9a-f]{32})\"", RegexOptions.NonBacktracking)]
    private static partial Regex Identifier();
}
