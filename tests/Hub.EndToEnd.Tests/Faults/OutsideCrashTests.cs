namespace Hub.EndToEnd.Tests.Faults;

/// <summary>A connector, or the outside system behind it, dies between doing and answering: asked again with the same key, it does nothing twice.</summary>
[Collection(FaultTownCollection.Name)]
public sealed class OutsideCrashTests(FaultTown town)
{
    private const string Connector = "HUB_CONNECTOR_FAILPOINTS";
    private const string StandIn = "STANDIN_FAILPOINTS";

    [Theory]
    [InlineData("Hub.Connectors.CitizenRelations", Connector, "connector.after-claim-before-effect")]
    [InlineData("Hub.Connectors.CitizenRelations", Connector, "connector.after-effect-before-journal")]
    [InlineData("Hub.Connectors.CitizenRelations", Connector, "connector.after-journal-before-answer")]
    [InlineData("Hub.Connectors.PayFip", Connector, "connector.after-claim-before-effect")]
    [InlineData("Hub.Connectors.PayFip", Connector, "connector.after-effect-before-journal")]
    [InlineData("Hub.Connectors.PayFip", Connector, "connector.after-journal-before-answer")]
    [InlineData("Hub.Connectors.CitizenRelations.StandIn", StandIn, "stand-in.after-ledger-before-answer")]
    [InlineData("Hub.Connectors.PayFip.StandIn", StandIn, "stand-in.after-ledger-before-answer")]
    [InlineData("Hub.Connectors.PayFip.StandIn", StandIn, "stand-in.after-ledger-before-answer=exit@2")]
    [InlineData("Hub.Connectors.FranceConnect", Connector, "connector.after-effect-before-journal")]
    [InlineData("Hub.Connectors.FranceConnect.StandIn", StandIn, "stand-in.after-ledger-before-answer")]
    public async Task Kill_BetweenDoingAndAnswering_LeavesOneEffect(string program, string variable, string point)
    {
        var bodies = await town.BodiesAsync(2);
        var process = town.Outside(program);
        await process.KillAsync();
        process.Start((variable, point.Contains('=', StringComparison.Ordinal) ? point : point + "=exit@1"));

        var journeys = await Task.WhenAll(bodies.Select(body => town.SubmitAsync(body)));
        await process.UntilDeadAsync();
        town.Killed(program, point);
        process.Start();
        var checker = await town.SettleAsync();

        Assert.Empty(checker.Violations);
        foreach (var id in journeys)
        {
            var journey = await town.Town.Client.JourneyAsync(id);
            Assert.Equal("completed", journey.GetProperty("state").GetString());
            Assert.Equal(1, town.Town.Ledgers.Count("france-connect", "identity.read", journey));
            Assert.Equal(1, town.Town.Ledgers.Count("citizen-relations", "case.opened", journey));
            Assert.Equal(1, town.Town.Ledgers.Count("payfip", "payment.debited", journey));
        }
    }
}
