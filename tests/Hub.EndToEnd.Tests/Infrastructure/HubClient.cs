using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace Hub.EndToEnd.Tests.Infrastructure;

/// <summary>Calls the hub over HTTP with one key.</summary>
internal sealed class HubClient(HttpClient http, Uri hub, string? key)
{
    public const string Canteen = "inscription-periscolaire";
    public static readonly TimeSpan JourneyTime = TimeSpan.FromSeconds(180); // machines that test are busy

    public HubClient With(string? otherKey) => new(http, hub, otherKey);

    public Task<Answer> GetAsync(string path, params (string Name, string Value)[] headers) => SendAsync(HttpMethod.Get, path, null, headers);

    public Task<Answer> PostAsync(string path, string body, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Post, path, new StringContent(body, Encoding.UTF8, "application/json"), headers);

    public Task<Answer> SubmitAsync(string body, string idempotencyKey, params (string Name, string Value)[] headers) =>
        PostAsync($"/api/requests/{Canteen}", body, [("Idempotency-Key", idempotencyKey), .. headers]);

    /// <summary>The canteen request of another citizen for each seed.</summary>
    public async Task<string> ExampleAsync(int seed)
    {
        var answer = await GetAsync($"/api/procedures/{Canteen}?seed={seed}");
        Assert.Equal(200, answer.Status);
        return answer.Json.GetProperty("example").GetRawText();
    }

    /// <summary>Submits a request that must be taken; gives its journey.</summary>
    public async Task<string> StartAsync(string body, string idempotencyKey, params (string Name, string Value)[] headers)
    {
        var answer = await SubmitAsync(body, idempotencyKey, headers);
        Assert.True(answer.Status == 202, $"{answer.Status}: {answer.Body}");
        return answer.Json.GetProperty("journeyId").GetString()!;
    }

    public async Task<JsonElement> JourneyAsync(string id)
    {
        var answer = await GetAsync($"/api/journeys/{id}");
        Assert.True(answer.Status == 200, $"{answer.Status}: {answer.Body}");
        return answer.Json;
    }

    public async Task<JsonElement> UntilEndedAsync(string id)
    {
        var last = "";
        var found = await Deadline.UntilAsync(
            async () =>
            {
                var journey = await JourneyAsync(id);
                last = journey.GetRawText();
                return journey.GetProperty("state").GetString() is "running" or "waiting" ? null : new Box(journey);
            },
            JourneyTime,
            $"the end of journey {id}; last seen: {last}");
        return found.Journey;
    }

    public async Task<JsonElement> UntilEventAsync(string id, string type)
    {
        var found = await Deadline.UntilAsync(
            async () =>
            {
                var journey = await JourneyAsync(id);
                return EventTypes(journey).Contains(type) ? new Box(journey) : null;
            },
            JourneyTime,
            $"the event {type} of journey {id}");
        return found.Journey;
    }

    public static IReadOnlyList<string> EventTypes(JsonElement journey) =>
        [.. journey.GetProperty("events").EnumerateArray().Select(happened => happened.GetProperty("type").GetString()!)];

    private async Task<Answer> SendAsync(HttpMethod method, string path, HttpContent? content, (string Name, string Value)[] headers)
    {
        using var message = new HttpRequestMessage(method, new Uri(hub, path)) { Content = content };
        // A body that will be refused for its size is asked about before it is sent, as curl does: otherwise the refusal races with the sending.
        message.Headers.ExpectContinue = content?.Headers.ContentLength > 1_000_000;
        if (key is not null)
        {
            message.Headers.Authorization = new AuthenticationHeaderValue("ApiKey", key);
        }

        foreach (var (name, value) in headers)
        {
            message.Headers.TryAddWithoutValidation(name, value);
        }

        try
        {
            using var answer = await http.SendAsync(message);
            return await Answer.ReadAsync(answer);
        }
        catch (SocketException reset)
        {
            // So the platform tells of a connection that was reset while it was being taken up: nothing was sent.
            throw new HttpRequestException(HttpRequestError.ConnectionError, reset.Message, reset);
        }
    }

    private sealed record Box(JsonElement Journey);
}

/// <summary>An HTTP answer, read whole.</summary>
internal sealed record Answer(int Status, string Body, string? MediaType, string? Location, TimeSpan? RetryAfter)
{
    public static async Task<Answer> ReadAsync(HttpResponseMessage answer) => new(
        (int)answer.StatusCode,
        await answer.Content.ReadAsStringAsync(),
        answer.Content.Headers.ContentType?.MediaType,
        answer.Headers.Location?.ToString(),
        answer.Headers.RetryAfter?.Delta);

    public JsonElement Json => JsonElement.Parse(Body);
}
