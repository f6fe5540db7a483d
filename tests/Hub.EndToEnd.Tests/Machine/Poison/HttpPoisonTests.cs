using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hub.EndToEnd.Tests.Infrastructure;

namespace Hub.EndToEnd.Tests.Machine.Poison;

/// <summary>Whatever comes in by HTTP, the hub answers it or refuses it with words: it never stumbles (5xx), never shows its inside.</summary>
public sealed class HttpPoisonTests
{
    private const int SideBySide = 4;

    // Larger files only test the same again, slowly.
    private const int MostBytes = 200_000;

    private static readonly string Submit = $"/api/requests/{HubClient.Canteen}";

    // Text that no reader can make sense of, and a reader that is not careful stumbles over later.
    private static readonly string[] Unreadable = ["\\ud800", "\\udc00x", "\\ud800\\ud800", "\\u0000", "\\uffff"];

    [FactIfData("json-test-suite", "naughty-strings")]
    public async Task Post_PublicSuitesOfBadInput_NeverStumbles()
    {
        await using var hub = new LoneHub();
        await hub.Process.StartAsync();
        Assert.Equal(202, (await hub.SubmitAsync("before")).Status);
        var example = await hub.Client.ExampleAsync(2);
        var messages = $"/api/journeys/{hub.Acknowledged[0]}/messages";
        var bodies = Directory.GetFiles(TestData.Folder("json-test-suite"), "*.json", SearchOption.AllDirectories)
            .Select(file => (Name: Path.GetFileName(file), Body: File.ReadAllBytes(file)))
            .Where(file => file.Body.Length < MostBytes)
            .ToArray();
        var naughty = JsonSerializer.Deserialize<string[]>(File.ReadAllBytes(Path.Combine(TestData.Folder("naughty-strings"), "blns.json")))!;
        var calls = new List<Call>();
        foreach (var (name, body) in bodies)
        {
            calls.Add(new(name, Submit, body));
            calls.Add(new(name, messages, body));
            calls.Add(new(name, Submit, body, MediaType: "application/cloudevents+json"));
            calls.Add(new(name, "/elsa/api/workflow-definitions/import", body));
            calls.Add(new(name, "/api/schemas/school.canteen-registration/validate", body));
            calls.Add(new(name, "/api/dead-letters/replay", body));
        }

        for (var i = 0; i < naughty.Length; i++)
        {
            calls.Add(new($"naughty {i} as a value", Submit, Encoding.UTF8.GetBytes(WithText(example, naughty[i]))));
            calls.Add(new($"naughty {i} as a name", messages, JsonSerializer.SerializeToUtf8Bytes(new { name = naughty[i], payload = new Dictionary<string, string> { [naughty[i]] = naughty[i] } })));
            calls.Add(new($"naughty {i} as a key", Submit, Encoding.UTF8.GetBytes(example), Header: ("Idempotency-Key", naughty[i])));
        }

        await AssertNeverStumblesAsync(hub, calls);
    }

    [Fact]
    public async Task Post_UnreadableTextAndWrongCloudEvents_RefusesWithItsPlace()
    {
        await using var hub = new LoneHub();
        await hub.Process.StartAsync();
        Assert.Equal(202, (await hub.SubmitAsync("before")).Status);
        var example = await hub.Client.ExampleAsync(2);
        var messages = $"/api/journeys/{hub.Acknowledged[0]}/messages";
        var calls = new List<Call>();
        foreach (var text in Unreadable)
        {
            calls.AddRange(EveryTextReplaced(example, text).Select(body => new Call($"{text} in a request", Submit, Encoding.UTF8.GetBytes(body))));
            calls.Add(new($"{text} as a message's name", messages, Encoding.UTF8.GetBytes($$$"""{"name":"{{{text}}}","payload":{}}""")));
            calls.Add(new($"{text} in a message", messages, Encoding.UTF8.GetBytes($$$"""{"name":"a","payload":{"{{{text}}}":"{{{text}}}"}}""")));
            calls.Add(new($"{text} as an event's id", Submit, Encoding.UTF8.GetBytes($$$"""{"specversion":"1.0","id":"{{{text}}}","source":"s","type":"t","data":{}}"""), MediaType: "application/cloudevents+json"));
            calls.Add(new($"{text} in an event", Submit, Encoding.UTF8.GetBytes($$"""{"specversion":"1.0","id":"i","source":"s","type":"t","data":{{example}},"x":"{{text}}"}"""), MediaType: "application/cloudevents+json"));
            calls.Add(new($"{text} in a definition", "/elsa/api/workflow-definitions/import", Encoding.UTF8.GetBytes($$"""{"name":"{{text}}","{{text}}":1}""")));
        }

        calls.Add(new("bytes that are no UTF-8", Submit, [.. "{\"schoolYear\":\""u8, 0xC3, 0x28, .. "\"}"u8]));
        foreach (var (name, body) in WrongCloudEvents(example))
        {
            calls.Add(new(name, Submit, Encoding.UTF8.GetBytes(body), MediaType: "application/cloudevents+json"));
        }

        var answers = await AssertNeverStumblesAsync(hub, calls);

        Assert.All(answers, pair => Assert.True(pair.Answer.Status is 400 or 415 or 422 || !pair.Call.Name.Contains("\\ud", StringComparison.Ordinal), $"{pair.Call.Name}: {pair.Answer.Status} {pair.Answer.Body}"));
        Assert.All(answers.Where(pair => pair.Call.Name.StartsWith("wrong event", StringComparison.Ordinal)), pair => Assert.True(pair.Answer.Status is 400 or 422, $"{pair.Call.Name}: {pair.Answer.Status}"));
    }

    private static async Task<IReadOnlyCollection<(Call Call, Answer Answer)>> AssertNeverStumblesAsync(LoneHub hub, IReadOnlyList<Call> calls)
    {
        var answers = new ConcurrentBag<(Call Call, Answer Answer)>();
        await Parallel.ForEachAsync(calls, new ParallelOptions { MaxDegreeOfParallelism = SideBySide }, async (call, cancellationToken) =>
        {
            using var message = new HttpRequestMessage(HttpMethod.Post, new Uri(hub.Process.Http, call.Path)) { Content = new ByteArrayContent(call.Body) };
            message.Headers.Authorization = new("ApiKey", HubProcess.AdministratorKey);
            message.Content.Headers.ContentType = new(call.MediaType);
            if (call.Header is var (name, value) && (value.Any(letter => letter is '\r' or '\n' or '\0' or > '\x7e') || !message.Headers.TryAddWithoutValidation(name, value)))
            {
                return; // no client can send it
            }

            using var answer = await hub.Http.SendAsync(message, cancellationToken);
            answers.Add((call, await Answer.ReadAsync(answer)));
        });

        System.Console.WriteLine($"[{nameof(HttpPoisonTests)}] {answers.Count} bad inputs: {string.Join(", ", answers.CountBy(pair => pair.Answer.Status).OrderBy(pair => pair.Key).Select(pair => $"{pair.Value} x {pair.Key}"))}");
        Assert.DoesNotContain(answers, pair => pair.Answer.Status >= 500);
        Assert.DoesNotContain(answers, pair => pair.Answer.Body.Contains("   at ", StringComparison.Ordinal) || pair.Answer.Body.Contains("Exception", StringComparison.Ordinal));
        Assert.All(answers.Where(pair => pair.Call.Path.StartsWith("/api/", StringComparison.Ordinal) && pair.Answer.Status >= 400), pair => Assert.Equal("application/problem+json", pair.Answer.MediaType));
        Assert.Equal(202, (await hub.SubmitAsync("the-next-good-one")).Status);
        await hub.AssertNothingLostAsync();
        return answers;
    }

    private static IEnumerable<(string Name, string Body)> WrongCloudEvents(string example) =>
    [
        ("wrong event: no specversion", $$"""{"id":"1","source":"s","type":"t","data":{{example}}}"""),
        ("wrong event: specversion 0.3", $$"""{"specversion":"0.3","id":"1","source":"s","type":"t","data":{{example}}}"""),
        ("wrong event: no id", $$"""{"specversion":"1.0","source":"s","type":"t","data":{{example}}}"""),
        ("wrong event: empty id", $$"""{"specversion":"1.0","id":"","source":"s","type":"t","data":{{example}}}"""),
        ("wrong event: id is a number", $$"""{"specversion":"1.0","id":7,"source":"s","type":"t","data":{{example}}}"""),
        ("wrong event: no source", $$"""{"specversion":"1.0","id":"1","type":"t","data":{{example}}}"""),
        ("wrong event: no type", $$"""{"specversion":"1.0","id":"1","source":"s","data":{{example}}}"""),
        ("wrong event: no data", """{"specversion":"1.0","id":"1","source":"s","type":"t"}"""),
        ("wrong event: data is null", """{"specversion":"1.0","id":"1","source":"s","type":"t","data":null}"""),
        ("wrong event: data_base64 is none", """{"specversion":"1.0","id":"1","source":"s","type":"t","data_base64":"@@"}"""),
        ("wrong event: data_base64 is a number", """{"specversion":"1.0","id":"1","source":"s","type":"t","data_base64":1}"""),
        ("wrong event: data_base64 of no JSON", """{"specversion":"1.0","id":"1","source":"s","type":"t","data_base64":"/////w=="}"""),
        ("wrong event: a list", """[{"specversion":"1.0","id":"1","source":"s","type":"t","data":{}}]"""),
    ];

    private static string WithText(string example, string text)
    {
        var changed = JsonNode.Parse(example)!;
        changed["guardian"]!["familyName"] = text;
        return changed.ToJsonString();
    }

    // One body for each text of the example, with the escape put in front of it.
    private static IEnumerable<string> EveryTextReplaced(string example, string escape)
    {
        for (var at = example.IndexOf(":\"", StringComparison.Ordinal); at >= 0; at = example.IndexOf(":\"", at + 1, StringComparison.Ordinal))
        {
            yield return example.Insert(at + 2, escape);
        }
    }

    private sealed record Call(string Name, string Path, byte[] Body, string MediaType = "application/json", (string Name, string Value)? Header = null);
}
