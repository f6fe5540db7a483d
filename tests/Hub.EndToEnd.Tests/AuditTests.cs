using Hub.EndToEnd.Tests.Infrastructure;

namespace Hub.EndToEnd.Tests;

/// <summary>What people did is kept in a chain that shows any change.</summary>
[Collection(TownCollection.Name)]
public sealed class AuditTests(Town town)
{
    [Fact]
    public async Task Verify_AfterRealUse_AcceptsTheChain()
    {
        await town.CreateKeyAsync("designer");

        var (exitCode, output) = await town.Hub.RunVerbAsync("audit", "verify");

        Assert.True(exitCode == 0, output);
    }
}
