using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Hub.Server.Demo;

/// <summary>Speaks to the hub over HTTP like any client of the citizens' online services or the counter.</summary>
internal sealed class HubClient(HttpClient http, Uri hub, string key)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public async Task<SubmitAnswer> SubmitAsync(string procedure, string body, string idempotencyKey, string channel, CancellationToken cancellationToken)
    {
        using var message = Message(HttpMethod.Post, $"/api/requests/{procedure}", channel);
        message.Headers.Add("Idempotency-Key", idempotencyKey);
        message.Content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await http.SendAsync(message, cancellationToken);
        var bytes = await answer.Content.ReadAsByteArrayAsync(cancellationToken);
        return new SubmitAnswer((int)answer.StatusCode, bytes.Length == 0 ? default : JsonElement.Parse(bytes));
    }

    public async Task<JourneyView> ReadJourneyAsync(string id, CancellationToken cancellationToken)
    {
        using var message = Message(HttpMethod.Get, $"/api/journeys/{id}", channel: null);
        using var answer = await http.SendAsync(message, cancellationToken);
        answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadFromJsonAsync<JourneyView>(Json, cancellationToken)
            ?? throw new InvalidOperationException($"Journey {id} was answered as null.");
    }

    public async Task<int> SendMessageAsync(string journeyOrCode, string name, JsonElement payload, string channel, CancellationToken cancellationToken)
    {
        using var message = Message(HttpMethod.Post, $"/api/journeys/{journeyOrCode}/messages", channel);
        message.Content = JsonContent.Create(new { name, payload }, options: Json);
        using var answer = await http.SendAsync(message, cancellationToken);
        return (int)answer.StatusCode;
    }

    private HttpRequestMessage Message(HttpMethod method, string path, string? channel)
    {
        var message = new HttpRequestMessage(method, new Uri(hub, path));
        message.Headers.Authorization = new AuthenticationHeaderValue("ApiKey", key);
        if (channel is not null)
        {
            message.Headers.Add("Hub-Channel", channel);
        }

        return message;
    }
}
