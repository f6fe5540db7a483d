using System.Globalization;
using System.Text.Json;

namespace Hub.Workflows.Http;

/// <summary>How often and after which pauses an HTTP call that failed for a moment is made again (contract §7, resilience).</summary>
/// <param name="Id">What <c>resilienceStrategy.strategyId</c> names.</param>
/// <param name="DisplayName">What the designer shows.</param>
public sealed record RetryStrategy(string Id, LocalizedText DisplayName)
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromDays(1);

    /// <summary>How often the call is made again at most. Default 3.</summary>
    public int MaxRetryAttempts { get; init; } = 3;

    /// <summary>The first pause. Default one second.</summary>
    public TimeSpan Delay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How pauses grow: <c>Exponential</c> (doubled each time, the default), <c>Linear</c> or <c>Constant</c>.</summary>
    public string BackoffType { get; init; } = "Exponential";

    /// <summary>Whether each pause is changed by up to a quarter, so that many callers do not come back together.</summary>
    public bool UseJitter { get; init; }

    /// <summary>The strategies that the hub knows. A pause is a timer of the instance: it may be long, and it outlives a restart.</summary>
    public static IReadOnlyList<RetryStrategy> Known { get; } =
    [
        new("http-quick", ("Quick: 3 times within seconds", "Rapide : 3 fois en quelques secondes")),
        new("http-patient", ("Patient: 8 times within 20 minutes", "Patiente : 8 fois en 20 minutes")) { MaxRetryAttempts = 8, Delay = TimeSpan.FromSeconds(5), UseJitter = true },
        new("http-daily", ("Tenacious: every hour for a day", "Tenace : toutes les heures pendant un jour")) { MaxRetryAttempts = 24, Delay = TimeSpan.FromHours(1), BackoffType = "Constant", UseJitter = true },
    ];

    /// <summary>A known strategy, or null.</summary>
    public static RetryStrategy? Find(string? id) => Known.FirstOrDefault(strategy => strategy.Id == id);

    /// <summary>The strategy that an expression gave: the id of a known one, or an object with the members of one; null for anything else.</summary>
    public static RetryStrategy? From(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            return Find(value.AsText());
        }

        var plain = new RetryStrategy("", ("", ""));
        return plain with
        {
            MaxRetryAttempts = int.TryParse(value.Member("maxRetryAttempts").AsText(), NumberStyles.None, CultureInfo.InvariantCulture, out var attempts) ? Math.Min(attempts, 1000) : plain.MaxRetryAttempts,
            Delay = TimeSpan.TryParse(value.Member("delay").AsText(), CultureInfo.InvariantCulture, out var delay) && delay >= TimeSpan.Zero ? delay : plain.Delay,
            BackoffType = value.Member("backoffType").AsText() ?? plain.BackoffType,
            UseJitter = string.Equals(value.Member("useJitter").AsText(), "true", StringComparison.OrdinalIgnoreCase),
        };
    }

    /// <summary>Whether an answer's status tells of a trouble that may pass.</summary>
    public static bool IsTransient(int statusCode) => statusCode is 408 or 409 or 429 or 500 or 502 or 503 or 504;

    /// <summary>The pause before an attempt.</summary>
    /// <param name="attempt">Which one, from 1.</param>
    /// <param name="chance">From 0 to 1: where in the jitter this pause lies.</param>
    public TimeSpan PauseBefore(int attempt, double chance)
    {
        var factor = BackoffType switch
        {
            "Constant" => 1,
            "Linear" => attempt,
            _ => Math.Pow(2, Math.Min(attempt - 1, 40)),
        };
        var seconds = Delay.TotalSeconds * factor * (UseJitter ? 0.75 + (chance / 2) : 1);
        return seconds < LongestPause.TotalSeconds ? TimeSpan.FromSeconds(seconds) : LongestPause;
    }
}
