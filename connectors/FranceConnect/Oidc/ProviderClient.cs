using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Hub.Connectors.FranceConnect.Jose;

namespace Hub.Connectors.FranceConnect.Oidc;

/// <summary>Talks HTTP to the provider: bounded in time and size, and every failure is a <see cref="SourceUnavailableException"/>.</summary>
internal sealed class ProviderClient(HttpClient http)
{
    private const int Tries = 3;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    /// <summary>A client that follows no redirect (a provider's endpoints have none) and reads at most 1 MiB.</summary>
    public static HttpClient NewHttpClient(FranceConnectOptions options) =>
        new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
        {
            Timeout = options.Timeout,
            MaxResponseContentBufferSize = 1024 * 1024,
        };

    public async Task<JsonElement> GetJsonAsync(Uri address, string what, CancellationToken cancellationToken)
    {
        var text = await GetAsync(() => new HttpRequestMessage(HttpMethod.Get, address), what, cancellationToken);
        try
        {
            return StrictJson.ReadObject(Encoding.UTF8.GetBytes(text));
        }
        catch (ProofRefusedException notJson)
        {
            throw new SourceUnavailableException($"{what}: expected a JSON object.", notJson);
        }
    }

    /// <summary>Reading changes nothing at the provider, so it is tried three times.</summary>
    public async Task<string> GetAsync(Func<HttpRequestMessage> request, string what, CancellationToken cancellationToken)
    {
        for (var tried = 1; ; tried++)
        {
            try
            {
                var (status, body) = await SendAsync(request(), what, cancellationToken);
                if (status == HttpStatusCode.OK)
                {
                    return body;
                }

                throw new SourceUnavailableException($"{what}: expected status 200, got {(int)status}.");
            }
            catch (SourceUnavailableException) when (tried < Tries)
            {
                await Task.Delay(Pause * tried, cancellationToken);
            }
        }
    }

    /// <summary>Redeems a code. Never repeated here: a code works once, and a second use revokes what the first gave (RFC 6749 4.1.2).</summary>
    public async Task<JsonElement> RedeemAsync(Uri address, IEnumerable<KeyValuePair<string, string>> form, CancellationToken cancellationToken)
    {
        const string What = "token endpoint";
        var (status, body) = await SendAsync(
            new HttpRequestMessage(HttpMethod.Post, address) { Content = new FormUrlEncodedContent(form) }, What, cancellationToken);
        JsonElement answer;
        try
        {
            answer = StrictJson.ReadObject(Encoding.UTF8.GetBytes(body));
        }
        catch (ProofRefusedException notJson)
        {
            throw new SourceUnavailableException($"{What}: expected a JSON object, got status {(int)status}.", notJson);
        }

        if (status == HttpStatusCode.OK)
        {
            return answer;
        }

        var error = answer.TryGetProperty("error", out var code) && code.ValueKind == JsonValueKind.String ? code.GetString() : null;
        throw error == "invalid_grant"
            ? new CodeNotTakenException()
            : new SourceUnavailableException($"{What}: got status {(int)status}{(error == "invalid_client" ? ", invalid_client: check FranceConnect:ClientId and its secret" : "")}.");
    }

    private async Task<(HttpStatusCode Status, string Body)> SendAsync(HttpRequestMessage request, string what, CancellationToken cancellationToken)
    {
        try
        {
            using (request)
            {
                using var response = await http.SendAsync(request, cancellationToken);
                return (response.StatusCode, await response.Content.ReadAsStringAsync(cancellationToken));
            }
        }
        catch (Exception broken) when (broken is HttpRequestException or SocketException)
        {
            throw new SourceUnavailableException($"{what}: {(broken as HttpRequestException)?.HttpRequestError ?? HttpRequestError.ConnectionError}.", broken);
        }
        catch (TaskCanceledException late) when (!cancellationToken.IsCancellationRequested)
        {
            throw new SourceUnavailableException($"{what}: no answer within {http.Timeout.TotalSeconds:0.#} s.", late);
        }
    }
}
