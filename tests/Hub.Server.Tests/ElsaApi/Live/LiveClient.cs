using System.Net;
using System.Net.Http.Headers;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Hub.Server.ElsaApi.Live;

namespace Hub.Server.Tests.ElsaApi.Live;

/// <summary>
/// A client of SignalR's JSON protocol, written out: negotiates over HTTP, opens the web socket, shakes hands, then sends and
/// receives records that end with the character 30. Tests see each byte that a browser would.
/// </summary>
internal sealed class LiveClient : IAsyncDisposable
{
    private const char End = '\u001e';

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private readonly ClientWebSocket socket = new();
    private readonly Queue<JsonElement> received = new();
    private readonly StringBuilder rest = new();
    private readonly byte[] buffer = new byte[16 * 1024];
    private int invocations;

    /// <summary>Connects as whoever the key is; the key itself never travels in the address.</summary>
    public static async Task<LiveClient> ConnectAsync(ElsaHub hub, string key)
    {
        using var client = hub.Anybody();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("ApiKey", key);
        var (status, token) = await NegotiateAsync(client);
        Assert.Equal(HttpStatusCode.OK, status);
        return await OpenAsync(hub, $"id={token}", ("Authorization", $"ApiKey {key}"));
    }

    /// <summary>What the hub answers to a wish to connect, and the token of the connection.</summary>
    public static async Task<(HttpStatusCode Status, string? Token)> NegotiateAsync(HttpClient client, string query = "")
    {
        using var response = await client.PostAsync($"{LiveServices.Address}/negotiate?negotiateVersion=1{query}", null);
        if (response.StatusCode != HttpStatusCode.OK)
        {
            return (response.StatusCode, null);
        }

        var answer = JsonElement.Parse(await response.Content.ReadAsStringAsync());
        Assert.Contains("WebSockets", answer.GetProperty("availableTransports").EnumerateArray().Select(transport => transport.GetProperty("transport").GetString()));
        return (response.StatusCode, answer.GetProperty("connectionToken").GetString());
    }

    /// <exception cref="WebSocketException">The hub refuses; the message names its status.</exception>
    public static async Task<LiveClient> OpenAsync(ElsaHub hub, string query, params (string Name, string Value)[] headers)
    {
        using var deadline = new CancellationTokenSource(Deadline);
        var client = new LiveClient();
        foreach (var (name, value) in headers)
        {
            client.socket.Options.SetRequestHeader(name, value);
        }

        try
        {
            await client.socket.ConnectAsync(new UriBuilder(hub.Address) { Scheme = "ws", Path = LiveServices.Address, Query = query }.Uri, deadline.Token);
        }
        catch (WebSocketException)
        {
            await client.DisposeAsync();
            throw;
        }

        await client.SendAsync("""{"protocol":"json","version":1}""");
        Assert.Equal("{}", (await client.NextAsync("the answer to the handshake")).GetRawText());
        return client;
    }

    /// <summary>Asks for an instance as the designer does, without wanting an answer.</summary>
    public Task ObserveAsync(string instanceId) =>
        SendAsync($$"""{"type":1,"target":"ObserveInstanceAsync","arguments":["{{instanceId}}"]}""");

    /// <summary>Asks for an instance and waits for the answer; returns its error, or null.</summary>
    public async Task<string?> AskAsync(string instanceId)
    {
        var id = (++invocations).ToString(System.Globalization.CultureInfo.InvariantCulture);
        await SendAsync($$"""{"type":1,"invocationId":"{{id}}","target":"ObserveInstanceAsync","arguments":["{{instanceId}}"]}""");
        while (true)
        {
            var message = await NextAsync("the answer to ObserveInstanceAsync");
            if (message.GetProperty("type").GetInt32() == 3 && message.GetProperty("invocationId").GetString() == id)
            {
                return message.TryGetProperty("error", out var error) ? error.GetString() : null;
            }
        }
    }

    /// <summary>The next call that the hub makes: its name and its one argument.</summary>
    public async Task<(string Target, JsonElement Argument)> CallAsync()
    {
        while (true)
        {
            var message = await NextAsync("a call of the hub");
            if (message.GetProperty("type").GetInt32() == 1)
            {
                return (message.GetProperty("target").GetString()!, Assert.Single(message.GetProperty("arguments").EnumerateArray())); // a call has a name
            }
        }
    }

    /// <summary>The statistics of the next whole update; none when it brings none.</summary>
    public async Task<IReadOnlyList<JsonElement>> UpdateAsync(string instanceId)
    {
        IReadOnlyList<JsonElement> stats = [];
        var (target, argument) = await CallAsync();
        if (target == "ActivityExecutionLogUpdatedAsync")
        {
            stats = [.. argument.GetProperty("stats").EnumerateArray()];
            (target, argument) = await CallAsync();
        }

        Assert.Equal(("WorkflowExecutionLogUpdatedAsync", "{}"), (target, argument.GetRawText()));
        (target, argument) = await CallAsync();
        Assert.Equal(("WorkflowInstanceUpdatedAsync", $$"""{"workflowInstanceId":"{{instanceId}}"}"""), (target, argument.GetRawText()));
        return stats;
    }

    /// <summary>Reads until the hub ends the connection; returns what it says as the reason, or null.</summary>
    public async Task<string?> ClosedAsync()
    {
        string? reason = null;
        try
        {
            while (true)
            {
                var message = await NextAsync("the end of the connection");
                reason = message.GetProperty("type").GetInt32() == 7 && message.TryGetProperty("error", out var error) ? error.GetString() : reason;
            }
        }
        catch (Exception error) when (error is WebSocketException or EndOfStreamException)
        {
            return reason;
        }
    }

    public ValueTask DisposeAsync()
    {
        socket.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task SendAsync(string record)
    {
        using var deadline = new CancellationTokenSource(Deadline);
        await socket.SendAsync(Encoding.UTF8.GetBytes(record + End), WebSocketMessageType.Text, endOfMessage: true, deadline.Token);
    }

    private async Task<JsonElement> NextAsync(string what)
    {
        using var deadline = new CancellationTokenSource(Deadline);
        JsonElement next;
        while (!received.TryDequeue(out next))
        {
            try
            {
                var part = await socket.ReceiveAsync(buffer.AsMemory(), deadline.Token);
                if (part.MessageType == WebSocketMessageType.Close)
                {
                    await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, deadline.Token);
                    throw new EndOfStreamException($"The hub ended the connection; awaited was {what}.");
                }

                rest.Append(Encoding.UTF8.GetString(buffer, 0, part.Count)); // no message of these tests is longer than the buffer
            }
            catch (OperationCanceledException)
            {
                Assert.Fail($"Waited {Deadline.TotalSeconds} s in vain for {what}.");
            }

            var records = rest.ToString().Split(End);
            foreach (var record in records[..^1])
            {
                received.Enqueue(JsonElement.Parse(record));
            }

            rest.Clear().Append(records[^1]);
        }

        return next;
    }
}
