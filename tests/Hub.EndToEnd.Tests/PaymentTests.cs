using Hub.EndToEnd.Tests.Infrastructure;

namespace Hub.EndToEnd.Tests;

/// <summary>However the payment platform and the citizen behave, one intent is debited once at most.</summary>
[Collection(TownCollection.Name)]
public sealed class PaymentTests(Town town)
{
    [Theory]
    [InlineData("""{"citizen":"payTwice","notify":"tenTimes","times":1}""", 301, "completed", 1)]
    [InlineData("""{"notify":"earlyThenOnce","times":1}""", 302, "completed", 1)]
    [InlineData("""{"notify":"never","times":1}""", 303, "completed", 1)]
    [InlineData("""{"refuse":true,"times":1}""", 304, "completed", 1)]
    [InlineData("""{"refuse":true,"times":2}""", 305, "refused", 0)]
    [InlineData("""{"citizen":"abandon","times":1}""", 306, "abandoned", 0)]
    public async Task Submit_PlatformTold_EndsOnceAsItMust(string rule, int seed, string state, int debits)
    {
        await town.TellAsync("payfip", System.Text.Json.JsonElement.Parse(rule));
        var id = await town.Client.StartAsync(await town.Client.ExampleAsync(seed), $"payment-{seed}");

        var journey = await town.Client.UntilEndedAsync(id);

        Assert.Equal(state, journey.GetProperty("state").GetString());
        Assert.Equal(debits, town.Ledgers.Count("payfip", "payment.debited", journey));
    }
}
