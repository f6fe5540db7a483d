using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Hub.Connectors.FranceConnect.SignIns;

/// <summary>Hands a sign-in link to whatever reaches the citizen: a message gateway, or the stand-in's citizens.</summary>
internal sealed partial class LinkDelivery(FranceConnectOptions options, HttpClient http, ILogger<LinkDelivery> logger)
{
    /// <summary>True once the gateway has taken it, or when there is none and the journey delivers the link itself.</summary>
    public async Task<bool> TryDeliverAsync(string reference, string url, string? loginHint, JsonElement? deliverTo, CancellationToken cancellationToken)
    {
        if (options.LinkDelivery.Length == 0)
        {
            return true;
        }

        try
        {
            using var response = await http.PostAsJsonAsync(
                new Uri(options.LinkDelivery), new Message(url, loginHint, deliverTo, reference), JsonSerializerOptions.Web, cancellationToken);
            if (response.IsSuccessStatusCode)
            {
                return true;
            }

            Log.NotTaken(logger, reference, (int)response.StatusCode);
            return false;
        }
        catch (Exception broken) when (broken is HttpRequestException or SocketException || (broken is TaskCanceledException && !cancellationToken.IsCancellationRequested))
        {
            Log.NotReached(logger, reference, broken.GetType().Name);
            return false;
        }
    }

    private sealed record Message(
        string Url,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? LoginHint,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] JsonElement? DeliverTo,
        string Reference);

    private static partial class Log
    {
        [LoggerMessage(4101, LogLevel.Warning, "Sign-in {Reference}: the link delivery answered {Status}; the hub will ask again.")]
        public static partial void NotTaken(ILogger logger, string reference, int status);

        [LoggerMessage(4102, LogLevel.Warning, "Sign-in {Reference}: the link delivery cannot be reached ({Kind}); the hub will ask again.")]
        public static partial void NotReached(ILogger logger, string reference, string kind);
    }
}
