namespace Hub.Server.Exchange.Outbox;

/// <summary>How long to wait before the next attempt.</summary>
internal static class BackOff
{
    /// <summary>
    /// Doubles from the policy's first wait up to its longest, of which a random half is taken off, so that a thousand commands
    /// that failed together do not come back together. Never shorter than what the receiver asked for.
    /// </summary>
    /// <param name="attempts">Attempts made so far; at least 1.</param>
    public static TimeSpan After(int attempts, DeliveryPolicy policy, TimeSpan? asked)
    {
        var doubled = policy.BackOff.TotalMilliseconds * Math.Pow(2, Math.Min(attempts - 1, 30));
        var full = Math.Min(doubled, policy.MaxBackOff.TotalMilliseconds);
        var wait = TimeSpan.FromMilliseconds((full / 2) + (Random.Shared.NextDouble() * full / 2));
        return asked > wait ? asked.Value : wait;
    }
}
