using System.Text.Json;
using Hub.EndToEnd.Tests.Infrastructure;

namespace Hub.EndToEnd.Tests.Faults;

/// <summary>Notifications of payments as they come in reality: ten times at once, too early, too late, for nobody, with another amount.</summary>
[Collection(FaultTownCollection.Name)]
public sealed class WebhookTests(FaultTown town) : IDisposable
{
    private readonly HttpClient http = new() { Timeout = TimeSpan.FromSeconds(60) };

    [Fact]
    public async Task Notify_TenAtOnceBeforeAndAfterThePayment_IsOneChangeOfState()
    {
        await town.Town.TellAsync("payfip", new { delayMs = 3000, notify = "tenTimes", times = 1 });
        var id = await town.SubmitAsync((await town.BodiesAsync(1))[0]);
        var waiting = await town.Town.Client.UntilEventAsync(id, "payment.awaited");

        // Nothing has been paid: whoever says so is not believed.
        await NotifyTenTimesAsync(OperationOf(waiting));
        var told = await town.Town.Client.JourneyAsync(id);
        await town.Town.Client.UntilEndedAsync(id);
        await NotifyTenTimesAsync(OperationOf(waiting));
        var checker = await town.SettleAsync();

        Assert.DoesNotContain("payment.paid", HubClient.EventTypes(told));
        var journey = await town.Town.Client.JourneyAsync(id);
        Assert.Equal("completed", journey.GetProperty("state").GetString());
        Assert.Single(HubClient.EventTypes(journey), type => type == "payment.paid");
        Assert.Equal(1, town.Town.Ledgers.Count("payfip", "payment.debited", journey));
        Assert.Empty(checker.Violations);
    }

    [Theory]
    [InlineData("early")]
    [InlineData("earlyThenOnce")]
    public async Task Notify_BeforeTheHubWaits_TheSourceIsAskedAndThePaymentCountsOnce(string notify)
    {
        await town.Town.TellAsync("payfip", new { delayMs = 0, notify, times = 1 });
        var id = await town.SubmitAsync((await town.BodiesAsync(1))[0]);

        var journey = await town.Town.Client.UntilEndedAsync(id);
        var checker = await town.SettleAsync();

        Assert.Equal("completed", journey.GetProperty("state").GetString());
        Assert.Single(HubClient.EventTypes(journey), type => type == "payment.paid");
        Assert.Empty(checker.Violations);
    }

    [Fact]
    public async Task Notify_OfTheRefusedOperationAfterTheNextOneIsPaid_ChangesNothing()
    {
        await town.Town.TellAsync("payfip", new { refuse = true, times = 1 });
        var id = await town.SubmitAsync((await town.BodiesAsync(1))[0]);
        var journey = await town.Town.Client.UntilEndedAsync(id);
        var operations = OperationsOf(journey);

        foreach (var operation in operations)
        {
            await NotifyTenTimesAsync(operation);
        }

        var checker = await town.SettleAsync();
        var after = await town.Town.Client.JourneyAsync(id);
        Assert.Equal(2, operations.Length);
        Assert.Equal("completed", after.GetProperty("state").GetString());
        Assert.Equal(HubClient.EventTypes(journey), HubClient.EventTypes(after));
        Assert.Equal(1, town.Town.Ledgers.Count("payfip", "payment.debited", after));
        Assert.Empty(checker.Violations);
    }

    [Fact]
    public async Task Notify_OfAnOperationThatNobodyKnows_ChangesNothing()
    {
        var before = town.Town.Ledgers.Read("payfip", "payment.debited").Count;

        var statuses = await NotifyTenTimesAsync(Guid.NewGuid().ToString());
        var checker = await town.SettleAsync();

        Assert.All(statuses, status => Assert.True(status is 200 or 503, $"The notification was answered with {status}."));
        Assert.Equal(before, town.Town.Ledgers.Read("payfip", "payment.debited").Count);
        Assert.Empty(checker.Violations);
    }

    [Fact]
    public async Task Notify_OfAnotherAmountThanAskedFor_IsAnIncidentAndNeverPaid()
    {
        await town.Town.TellAsync("payfip", new { amountCents = 101, notify = "tenTimes", times = 1 });
        var id = await town.SubmitAsync((await town.BodiesAsync(1))[0]);
        town.Tampered(id);

        var journey = await town.Town.Client.UntilEventAsync(id, "payment.failed");
        await NotifyTenTimesAsync(OperationOf(journey));
        var checker = await town.SettleAsync();

        var after = await town.Town.Client.JourneyAsync(id);
        Assert.NotEqual("completed", after.GetProperty("state").GetString());
        Assert.DoesNotContain("payment.paid", HubClient.EventTypes(after));
        Assert.Single(HubClient.EventTypes(after), type => type == "payment.failed");
        Assert.Empty(checker.Violations);
    }

    public void Dispose() => http.Dispose();

    private async Task<int[]> NotifyTenTimesAsync(string operation)
    {
        var address = new Uri(new Uri(town.Outside("Hub.Connectors.PayFip").Setting("PAYFIP__PUBLICURL")), "/notify");
        return await Task.WhenAll(Enumerable.Range(0, 10).Select(async _ =>
        {
            using var form = new FormUrlEncodedContent([KeyValuePair.Create("idop", operation)]);
            using var answer = await http.PostAsync(address, form);
            return (int)answer.StatusCode;
        }));
    }

    private static string OperationOf(JsonElement journey) => OperationsOf(journey)[^1];

    private static string[] OperationsOf(JsonElement journey) =>
        [.. journey.GetProperty("keys").GetProperty("references").EnumerateArray().Where(reference => reference.GetProperty("kind").ValueEquals("idOp")).Select(reference => reference.GetProperty("value").GetString()!)];
}
