using System.Collections.Frozen;
using Hub.Server.Tests.Exchange;
using Hub.Server.Web;
using Hub.Server.Web.Admission;

namespace Hub.Server.Tests.Web.Admission;

public sealed class CallRatesTests : IDisposable
{
    private readonly SteppingClock clock = new();

    public void Dispose() => clock.Dispose();

    [Fact]
    public void Count_WithoutSettings_NeverRefuses()
    {
        var rates = Rates(null, null);

        Assert.All(Enumerable.Range(0, 5000), _ => Assert.Null(rates.Count(Caller("k", "t"))));
    }

    [Fact]
    public void Count_KeyOverItsRate_WaitsUntilTheNextCallPasses()
    {
        var rates = Rates(perKey: 2, perTenant: null);
        Assert.All(Enumerable.Range(0, 20), _ => Assert.Null(rates.Count(Caller("k", "t"))));

        var (reason, wait) = rates.Count(Caller("k", "t"))!.Value; // the bucket of ten seconds' worth is empty

        Assert.Equal((AdmissionRefusal.KeyRate, TimeSpan.FromSeconds(0.5)), (reason, wait));
        Assert.Null(rates.Count(Caller("other", "t")));
        clock.Advance(wait);
        Assert.Null(rates.Count(Caller("k", "t")));
        Assert.NotNull(rates.Count(Caller("k", "t")));
    }

    [Fact]
    public void Count_KeysOfOneAuthority_ShareItsRate()
    {
        var rates = Rates(perKey: null, perTenant: 1);
        Assert.All(Enumerable.Range(0, 10), i => Assert.Null(rates.Count(Caller($"k{i}", "t"))));

        Assert.Equal(AdmissionRefusal.TenantRate, rates.Count(Caller("k99", "t"))!.Value.Reason); // ten calls used it up
        Assert.Null(rates.Count(Caller("k99", "another")));
    }

    [Fact]
    public void Count_LongPause_FillsTheBucketOnceOnly()
    {
        var rates = Rates(perKey: 1, perTenant: null);
        Assert.Null(rates.Count(Caller("k", "t")));
        clock.Advance(TimeSpan.FromDays(3));

        Assert.All(Enumerable.Range(0, 10), _ => Assert.Null(rates.Count(Caller("k", "t"))));
        Assert.NotNull(rates.Count(Caller("k", "t")));
    }

    private CallRates Rates(int? perKey, int? perTenant) => new(new HubOptions { Data = "", Ledgers = "", KeyRate = perKey, TenantRate = perTenant }, clock);

    private static Caller Caller(string key, string tenant) => new()
    {
        KeyId = key,
        DisplayName = key,
        Roles = FrozenSet<string>.Empty,
        Permissions = FrozenSet<string>.Empty,
        Tenant = new TenantId(tenant),
        AllTenants = false,
    };
}
