using Hub.EndToEnd.Tests.Infrastructure;

namespace Hub.EndToEnd.Tests;

/// <summary>A hub that dies in the middle of everything loses nothing and does nothing twice.</summary>
public sealed class CrashTests
{
    private const int Journeys = 20;

    [Fact]
    public async Task Kill_InTheMiddleOfTwentyJourneys_AllEndWithOneCaseAndOneDebitEach()
    {
        var town = new Town();
        try
        {
            await town.InitializeAsync();
            var bodies = await Task.WhenAll(Enumerable.Range(1, Journeys).Select(town.Client.ExampleAsync));

            // Half of them are under way when the hub dies; the senders of the rest get no answer and send again with their key.
            var sending = bodies.Select((body, index) => SubmitUntilTakenAsync(town, body, $"crash-{index}")).ToArray();
            await Task.WhenAny(Task.WhenAll(sending), Task.WhenAll(sending.Take(Journeys / 2)));
            await town.Hub.KillAsync();
            await town.Hub.StartAsync();
            await Task.WhenAny(sending[^1], Task.WhenAll(sending));
            await town.Hub.KillAsync();
            await town.Hub.StartAsync();

            foreach (var id in await Task.WhenAll(sending))
            {
                var journey = await town.Client.UntilEndedAsync(id);
                Assert.Equal("completed", journey.GetProperty("state").GetString());
                Assert.Equal(1, town.Ledgers.Count("citizen-relations", "case.opened", journey));
                Assert.Equal(1, town.Ledgers.Count("payfip", "payment.debited", journey));
            }

            // Nothing beside what the journeys know.
            Assert.Equal(Journeys, town.Ledgers.Read("citizen-relations", "case.opened").Count);
            Assert.Equal(Journeys, town.Ledgers.Read("payfip", "payment.debited").Count);
        }
        finally
        {
            await town.DisposeAsync();
        }
    }

    private static async Task<string> SubmitUntilTakenAsync(Town town, string body, string key)
    {
        var taken = await Deadline.UntilAsync(
            async () =>
            {
                try
                {
                    var answer = await town.Client.SubmitAsync(body, key);
                    return answer.Status == 202 ? answer : null;
                }
                catch (HttpRequestException)
                {
                    return null;
                }
            },
            TimeSpan.FromSeconds(90),
            $"202 for {key}");
        return taken.Json.GetProperty("journeyId").GetString()!;
    }
}
