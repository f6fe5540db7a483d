using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Hub.Workflows;
using Hub.Workflows.Http;

namespace Hub.Server.Workflows;

/// <summary>Makes the HTTP calls of workflows, within limits of time and size, to allowed addresses only.</summary>
internal sealed class HttpCaller : IHttpCaller, IDisposable
{
    private const long MaxResponseBytes = 8 * 1024 * 1024;

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(100);

    // A file may be large and its sender slow.
    private static readonly TimeSpan FileDeadline = TimeSpan.FromMinutes(10);

    private readonly HttpMessageInvoker client;

    public HttpCaller(EgressGuard guard) => client = new HttpMessageInvoker(new SocketsHttpHandler
    {
        // A redirect could lead inside; a workflow that wants to follow one sees the status and decides.
        AllowAutoRedirect = false,
        UseProxy = false,
        UseCookies = false,
        ConnectCallback = guard.ConnectAsync,
        ConnectTimeout = TimeSpan.FromSeconds(15),
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),

        // The trace goes on from the message that a call came of, which after a commit nothing here runs under.
        ActivityHeadersPropagator = null,
    });

    public ValueTask<HttpCallResult> CallAsync(HttpCall call, CancellationToken cancellationToken) => CallAsync(call, null, Activity.Current?.Id, cancellationToken);

    /// <param name="idempotencyKey">Sent as <c>Idempotency-Key</c> unless the workflow gave one.</param>
    /// <param name="traceParent">Sent as <c>traceparent</c> (W3C Trace Context) unless the workflow gave one; null sends none.</param>
    public async ValueTask<HttpCallResult> CallAsync(HttpCall call, string? idempotencyKey, string? traceParent, CancellationToken cancellationToken)
    {
        using var request = ToRequest(call, idempotencyKey, traceParent);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Deadline);
        try
        {
            using var response = await client.SendAsync(request, patience.Token);
            await response.Content.LoadIntoBufferAsync(MaxResponseBytes, patience.Token);
            return await ToResultAsync(response, patience.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return NoAnswer(HttpCallOutcome.Timeout, call, request);
        }
        catch (HttpRequestException error) when ((error as EgressRefusedException ?? error.InnerException as EgressRefusedException) is { } refused)
        {
            // What the guard says while connecting comes wrapped. It is no failure of the network: whoever drew the workflow has to know.
            throw refused;
        }
        catch (Exception error) when (IsLost(error))
        {
            return NoAnswer(HttpCallOutcome.FailedToConnect, call, request);
        }
    }

    /// <summary>Makes a call and keeps the answer's body as a file while it comes. The result's body is its claim check.</summary>
    /// <exception cref="FileTooLargeException">The body has more bytes than a workflow's file may have.</exception>
    public async ValueTask<HttpCallResult> DownloadAsync(KeptFiles files, TenantId tenant, HttpCall call, string? idempotencyKey, string? traceParent, CancellationToken cancellationToken)
    {
        using var request = ToRequest(call, idempotencyKey, traceParent);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(FileDeadline);
        try
        {
            using var response = await client.SendAsync(request, patience.Token);
            var headers = HeadersOf(response);
            await using var body = await response.Content.ReadAsStreamAsync(patience.Token);
            var described = response.Content.Headers;
            var name = described.ContentDisposition?.FileNameStar ?? described.ContentDisposition?.FileName?.Trim('"') ?? Uri.UnescapeDataString(request.RequestUri!.Segments[^1]); // the request was made with an address
            var claim = await files.KeepAsync(tenant, body, name, described.ContentType?.ToString(), null, response.Headers.ETag?.Tag, KeptFiles.MostBytes, patience.Token);
            if (claim.Length > 0)
            {
                return new HttpCallResult(HttpCallOutcome.Answered, (int)response.StatusCode, headers, claim.ToJson());
            }

            files.Drop(tenant, claim);
            return new HttpCallResult(HttpCallOutcome.Answered, (int)response.StatusCode, headers, default);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return NoAnswer(HttpCallOutcome.Timeout, call, request);
        }
        catch (HttpRequestException error) when ((error as EgressRefusedException ?? error.InnerException as EgressRefusedException) is { } refused)
        {
            throw refused;
        }
        catch (Exception error) when (IsLost(error))
        {
            return NoAnswer(HttpCallOutcome.FailedToConnect, call, request);
        }
    }

    public void Dispose() => client.Dispose();

    // The platform tells of a connection that is reset while it is being taken up in the words of the socket.
    private static bool IsLost(Exception error) => error is HttpRequestException or HttpIOException or SocketException;

    private static HttpCallResult NoAnswer(HttpCallOutcome outcome, HttpCall call, HttpRequestMessage request) =>
        new(outcome, 0, [], default, IsUnknown: call.MayChange && request.Content is WatchedContent { HasBegunToLeave: true });

    private static HttpRequestMessage ToRequest(HttpCall call, string? idempotencyKey, string? traceParent)
    {
        var url = call.Address;
        if (url?.Scheme is not ("http" or "https") || url.UserInfo.Length > 0)
        {
            throw new EgressRefusedException(url?.Host ?? "(not an http or https address)");
        }

        var request = new HttpRequestMessage(HttpMethod.Parse(call.Method), url);
        if (call.Content.IsSet() || call.MayChange)
        {
            request.Content = ToContent(call.Content, call.ContentType);
        }

        if (call.Authorization is { Length: > 0 } authorization)
        {
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        }

        foreach (var (name, value) in call.Headers)
        {
            if (!request.Headers.TryAddWithoutValidation(name, value))
            {
                request.Content?.Headers.TryAddWithoutValidation(name, value);
            }
        }

        AddUnlessGiven(request, "Idempotency-Key", idempotencyKey);
        AddUnlessGiven(request, "traceparent", traceParent);
        return request;
    }

    private static void AddUnlessGiven(HttpRequestMessage request, string name, string? value)
    {
        if (value is not null && !request.Headers.Contains(name))
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }
    }

    private static HttpContent ToContent(JsonElement content, string? contentType)
    {
        if (!content.IsSet())
        {
            return new WatchedContent([]);
        }

        var isText = content.ValueKind == JsonValueKind.String;
        var body = new WatchedContent(isText ? Encoding.UTF8.GetBytes(content.GetString()!) : JsonSerializer.SerializeToUtf8Bytes(content));
        body.Headers.ContentType = MediaTypeHeaderValue.TryParse(contentType, out var given) ? given : new MediaTypeHeaderValue(isText ? "text/plain" : "application/json", "utf-8");
        return body;
    }

    private static async Task<HttpCallResult> ToResultAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var bytes = await response.Content.ReadAsByteArrayAsync(cancellationToken);
        return new HttpCallResult(HttpCallOutcome.Answered, (int)response.StatusCode, HeadersOf(response), ParseBody(bytes, response.Content.Headers.ContentType?.MediaType));
    }

    private static List<KeyValuePair<string, string>> HeadersOf(HttpResponseMessage response)
    {
        var all = new List<KeyValuePair<string, string>>();
        Add(response.Headers);
        Add(response.Content.Headers);
        return all;

        void Add(HttpHeaders headers)
        {
            foreach (var (name, values) in headers)
            {
                foreach (var value in values)
                {
                    all.Add(KeyValuePair.Create(name, value));
                }
            }
        }
    }

    private static JsonElement ParseBody(byte[] bytes, string? mediaType)
    {
        if (bytes.Length == 0)
        {
            return default;
        }

        if (mediaType is "application/json" or "text/json" || mediaType?.EndsWith("+json", StringComparison.Ordinal) == true)
        {
            try
            {
                return StrictJson.Parse(bytes, JsonValues.MaxDepth, allowDuplicates: true);
            }
            catch (JsonException)
            {
                // It says JSON and is not: the workflow gets the text and may judge for itself.
            }
        }

        return JsonValues.From(Encoding.UTF8.GetString(bytes));
    }
}
