namespace Hub.Server.Web.Admission;

/// <summary>
/// Quotas that the operator sets: calls a second of one key and of one local authority. A bucket holds ten seconds' worth, so
/// that a batch sent at once passes. Without settings nothing is counted.
/// </summary>
public sealed class CallRates(HubOptions options, TimeProvider clock)
{
    private const int BurstSeconds = 10;

    // A key for every authority can name as many as there are; full buckets are forgotten, because a new one is full too.
    private const int MostBuckets = 10_000;

    private readonly Buckets byKey = new(options.KeyRate, clock);
    private readonly Buckets byTenant = new(options.TenantRate, clock);

    /// <summary>Counts one call. Null while both quotas hold; otherwise which one is used up and how long until the next call passes.</summary>
    public (AdmissionRefusal Reason, TimeSpan Wait)? Count(Caller caller) =>
        byKey.Take(caller.KeyId) is { } keyWait ? (AdmissionRefusal.KeyRate, keyWait)
        : byTenant.Take(caller.Tenant.Value) is { } tenantWait ? (AdmissionRefusal.TenantRate, tenantWait)
        : null;

    private sealed class Buckets(int? rate, TimeProvider clock)
    {
        private readonly Dictionary<string, Bucket> buckets = new(StringComparer.Ordinal);

        public TimeSpan? Take(string name)
        {
            if (rate is not { } perSecond)
            {
                return null;
            }

            double most = perSecond * BurstSeconds;
            lock (buckets)
            {
                var now = clock.GetTimestamp();
                if (!buckets.TryGetValue(name, out var bucket))
                {
                    Forget(most, perSecond);
                    buckets.Add(name, bucket = new Bucket { Tokens = most, At = now });
                }

                bucket.Tokens = Math.Min(most, bucket.Tokens + (clock.GetElapsedTime(bucket.At, now).TotalSeconds * perSecond));
                bucket.At = now;
                if (bucket.Tokens < 1)
                {
                    return TimeSpan.FromSeconds((1 - bucket.Tokens) / perSecond);
                }

                bucket.Tokens--;
                return null;
            }
        }

        private void Forget(double most, int perSecond)
        {
            if (buckets.Count < MostBuckets)
            {
                return;
            }

            foreach (var (name, bucket) in buckets)
            {
                if (bucket.Tokens + (clock.GetElapsedTime(bucket.At).TotalSeconds * perSecond) >= most)
                {
                    buckets.Remove(name);
                }
            }

            if (buckets.Count >= MostBuckets)
            {
                buckets.Clear();
            }
        }
    }

    private sealed class Bucket
    {
        public double Tokens { get; set; }

        public long At { get; set; }
    }
}
