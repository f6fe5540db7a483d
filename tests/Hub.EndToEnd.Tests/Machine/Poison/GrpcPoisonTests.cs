using System.Text.Json;
using Hub.EndToEnd.Tests.Infrastructure;

namespace Hub.EndToEnd.Tests.Machine.Poison;

/// <summary>
/// A connector that sends nonsense: each wrong event is refused and kept as a dead letter with its reason, the next good one is taken, and
/// only what breaks the protocol itself ends the session.
/// </summary>
public sealed class GrpcPoisonTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    [FactIfPython]
    public async Task Attach_WrongEvents_AreDeadLettersAndTheNextGoodOneIsTaken()
    {
        await using var hub = new LoneHub(new Dictionary<string, string> { ["HUB__WORKFLOWS"] = Path.Combine(Repository.Root, "tests", "Hub.EndToEnd.Tests", "Machine", "Definitions") });
        await hub.Process.StartAsync();
        var started = await hub.Client.PostAsync("/api/requests/essai-attente", await hub.Client.ExampleAsync(1), ("Idempotency-Key", "poisoned"));
        var journey = started.Json.GetProperty("journeyId").GetString()!;

        var result = await PlayAsync(hub, journey);

        var poison = result.GetProperty("poison").EnumerateObject().ToArray();
        Assert.All(poison, wrong => Assert.True(wrong.Value[0].GetString() == "event_refused", $"{wrong.Name}: {wrong.Value}"));
        Assert.All(result.GetProperty("good").EnumerateArray(), good => Assert.Equal("event_accepted", good[0].GetString()));
        Assert.Equal("/amount", result.GetProperty("poison").GetProperty("invalid")[1].GetString());
        Assert.NotEqual("OK", result.GetProperty("truncated").GetString());
        Assert.Equal("RESOURCE_EXHAUSTED", result.GetProperty("10 MiB").GetString());

        // Nothing is discarded silently: one dead letter for each, with its reason, its place and all its bytes.
        var letters = (await hub.Client.GetAsync("/api/dead-letters?system=poison&limit=200")).Json.GetProperty("items").EnumerateArray().ToArray();
        Assert.Equal(poison.Length, letters.Length);
        Assert.Equal(result.GetProperty("sizes").EnumerateObject().Select(size => size.Value.GetInt32()).Order(), letters.Select(letter => letter.GetProperty("size").GetInt32()).Order());
        Assert.All(letters, letter =>
        {
            Assert.NotEmpty(letter.GetProperty("code").GetString()!);
            Assert.NotEmpty(letter.GetProperty("reason").GetProperty("fr").GetString()!);
            Assert.NotEmpty(letter.GetProperty("reason").GetProperty("en").GetString()!);
        });
        Assert.Contains(letters, letter => letter.GetProperty("code").GetString() == "invalid-payload" && letter.GetProperty("pointer").GetString() == "/amount");

        // Every good event is in the journey's timeline, once.
        var types = HubClient.EventTypes(await hub.Client.JourneyAsync(journey));
        Assert.Equal(result.GetProperty("good").GetArrayLength(), types.Count(type => type == "connector.event-received"));

        // Replaying what is still wrong leaves it where it is.
        var replayed = await hub.Client.PostAsync("/api/dead-letters/replay", """{"all":true}""");
        Assert.True(replayed.Status < 300, replayed.Body);
        AssertSubmissions(result.GetProperty("submit"));
        await hub.AssertNothingLostAsync();
    }

    private static void AssertSubmissions(JsonElement submitted)
    {
        Assert.Equal("OK", submitted.GetProperty("good").GetString());
        Assert.Equal("NOT_FOUND", submitted.GetProperty("empty").GetString());
        Assert.Equal("RESOURCE_EXHAUSTED", submitted.GetProperty("10 MiB").GetString());
        foreach (var name in new[] { "not JSON", "invalid", "half a surrogate pair", "no payload", "no authority", "unknown channel", "endless key" })
        {
            Assert.True(submitted.GetProperty(name).GetString() == "INVALID_ARGUMENT", $"{name}: {submitted.GetProperty(name)}");
        }

        Assert.Contains(submitted.GetProperty("truncated").GetString(), new[] { "INTERNAL", "INVALID_ARGUMENT" });
    }

    private static async Task<JsonElement> PlayAsync(LoneHub hub, string journey)
    {
        var (exitCode, enrolled) = await hub.Process.RunVerbAsync("connector", "enroll", "poison", "--json");
        Assert.True(exitCode == 0, enrolled);
        var key = JsonElement.Parse(enrolled).GetProperty("key").GetString()!;
        await Deadline.UntilAsync(async () => (await hub.Client.With(key).GetAsync("/api/schemas")).Status == 401 ? null : key, Patience, "the connector's key accepted");
        var request = Path.Combine(hub.Beside, "request.json");
        await File.WriteAllTextAsync(request, await hub.Client.ExampleAsync(3));
        var folder = Path.Combine(Repository.Root, "tests", "Hub.EndToEnd.Tests", "Machine", "Poison");
        var (ended, output) = await RunningProgram.RunAsync(
            FactIfPythonAttribute.Interpreter,
            [Path.Combine(folder, "poison.py"), hub.Process.Grpc.Authority, key, HubProcess.AdministratorKey, Path.Combine(folder, "poison-connector.yaml"), journey, request],
            Patience,
            new Dictionary<string, string> { ["PYTHONPATH"] = FactIfPythonAttribute.GeneratedCode.Value });
        Assert.True(ended == 0, output);
        return JsonElement.Parse(output.Trim().Split('\n')[^1]);
    }
}
