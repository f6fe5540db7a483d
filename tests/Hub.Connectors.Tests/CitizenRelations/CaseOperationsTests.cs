using Hub.Connectors.CitizenRelations.Cases;
using Hub.Connectors.CitizenRelations.StandIn;
using static Hub.Connectors.Tests.CitizenRelations.CitizenRelationsWorld;

namespace Hub.Connectors.Tests.CitizenRelations;

public class CaseOperationsTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task OpenAsync_SameKeyTwentyTimesInParallel_OpensOneCase()
    {
        await using var world = await StartAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => world.Operations.OpenAsync(NewCase(), Context("k1"), None)));

        var number = Assert.Single(answers.Select(answer => answer.View!.CaseNumber).Distinct());
        var line = Assert.Single(world.Ledger("case.opened"));
        Assert.Equal((number, "k1", "210601234"), (line.GetProperty("reference").GetString(), line.GetProperty("idempotencyKey").GetString(), line.GetProperty("tenant").GetString()));
    }

    [Fact]
    public async Task OpenAsync_SecondKeyForTheSameJourney_GivesTheJourneysCase()
    {
        await using var world = await StartAsync();
        var (first, _) = await world.Operations.OpenAsync(NewCase(), Context("k1"), None);

        var (second, _) = await world.Operations.OpenAsync(NewCase(), Context("k2"), None);

        Assert.Equal(first!.CaseNumber, second!.CaseNumber);
        Assert.Single(world.Ledger("case.opened"));
    }

    [Fact]
    public async Task OpenAsync_GivenReferenceOfAnotherCase_IsRefused()
    {
        await using var world = await StartAsync();
        await world.Operations.OpenAsync(NewCase(reference: "R1"), Context("k1"), None);

        var (view, failure) = await world.Operations.OpenAsync(NewCase(reference: "R1"), Context("k2", "journey-2"), None);

        Assert.Null(view);
        Assert.Equal(("referenceTaken", false), (failure!.Code, failure.Retryable));
    }

    [Fact]
    public async Task OpenAsync_AnswerLost_FindsTheCaseByItsReference()
    {
        await using var world = await StartAsync();
        world.Behaviours.Add(new Behaviour { Operation = "ouvrir", Times = 1, DropAnswer = true });

        var (view, failure) = await world.Operations.OpenAsync(NewCase(), Context("k1"), None);

        Assert.Null(failure);
        Assert.Equal(view!.CaseNumber, Assert.Single(world.Ledger("case.opened")).GetProperty("reference").GetString());
    }

    [Fact]
    public async Task OpenAsync_ConnectionResetBeforeTheWork_SaysThatItDoesNotKnowAndCanBeSentAgain()
    {
        await using var world = await StartAsync();
        world.Behaviours.Add(new Behaviour { Operation = "ouvrir", Times = 1, Reset = true });

        var (_, failure) = await world.Operations.OpenAsync(NewCase(), Context("k1"), None);
        var (view, _) = await world.Operations.OpenAsync(NewCase(), Context("k1", isRecovery: true), None);

        Assert.Equal((true, true), (failure!.OutcomeUnknown, failure.Retryable));
        Assert.NotNull(view);
        Assert.Single(world.Ledger("case.opened"));
    }

    [Fact]
    public async Task OpenAsync_RecoveryAfterTheEffect_DoesNotSendAgain()
    {
        await using var world = await StartAsync();
        var (first, _) = await world.Operations.OpenAsync(NewCase(), Context("k1"), None);
        world.Behaviours.Add(new Behaviour { Operation = "ouvrir", Status = 500 });

        var (again, _) = await world.Operations.OpenAsync(NewCase(), Context("k1", isRecovery: true), None);

        Assert.Equal(first!.CaseNumber, again!.CaseNumber);
    }

    [Theory]
    [InlineData(429, "throttled", true, false)]
    [InlineData(500, "unavailable", true, true)]
    [InlineData(502, "unavailable", true, true)]
    [InlineData(503, "unavailable", true, false)]
    [InlineData(504, "unavailable", true, true)]
    [InlineData(400, "invalid", false, false)]
    [InlineData(401, "unauthorized", false, false)]
    [InlineData(403, "unauthorized", false, false)]
    [InlineData(404, "unknownCase", false, false)]
    [InlineData(409, "notAllowed", false, false)]
    [InlineData(418, "unexpected", false, false)]
    [InlineData(422, "invalid", false, false)]
    public async Task UpdateAsync_EachStatus_IsTyped(int status, string code, bool retryable, bool unknown)
    {
        await using var world = await StartAsync();
        world.Behaviours.Add(new Behaviour { Status = status, RetryAfter = 4 });

        var (_, failure) = await world.Operations.UpdateAsync(new UpdateCase("GRC-2026-000001", null, null, null, null, null, null), Context("k1"), None);

        Assert.Equal((code, retryable, unknown), (failure!.Code, failure.Retryable, failure.OutcomeUnknown));
        Assert.Equal(retryable ? 4 : null, (int?)failure.RetryAfter?.TotalSeconds);
    }

    [Fact]
    public async Task OpenAsync_NoAnswerInTime_IsUnknown()
    {
        await using var world = await StartAsync();
        world.Behaviours.Add(new Behaviour { Hang = true });
        world.Options.Timeout = TimeSpan.FromMilliseconds(200);

        var (_, failure) = await world.Operations.OpenAsync(NewCase(), Context("k1"), None);

        Assert.Equal(("timeout", true, true), (failure!.Code, failure.Retryable, failure.OutcomeUnknown));
    }

    [Fact]
    public async Task OpenAsync_NobodyListens_WasNotDone()
    {
        await using var world = await StartAsync();
        await world.StopStandInAsync();

        var (_, failure) = await world.Operations.OpenAsync(NewCase(), Context("k1"), None);

        Assert.Equal(("unavailable", true, false), (failure!.Code, failure.Retryable, failure.OutcomeUnknown));
    }

    [Fact]
    public async Task OpenAsync_SomethingThatIsNotJson_IsUnknown()
    {
        await using var world = await StartAsync();
        world.Behaviours.Add(new Behaviour { Garble = true });

        var (_, failure) = await world.Operations.OpenAsync(NewCase(), Context("k1"), None);

        Assert.Equal(("unavailable", true), (failure!.Code, failure.OutcomeUnknown));
    }

    [Fact]
    public async Task OpenAsync_WrongKey_SaysWhichSettingToCheck()
    {
        await using var world = await StartAsync();
        world.Options.Key = "wrong";

        var (_, failure) = await world.Operations.OpenAsync(NewCase(), Context("k1"), None);

        Assert.Equal("unauthorized", failure!.Code);
        Assert.Contains("CITIZENRELATIONS__KEY", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OpenAsync_ApplicationRefusesFields_NamesThemWithoutTheirValues()
    {
        await using var world = await StartAsync();

        var (_, failure) = await world.Operations.OpenAsync(NewCase(reference: new string('x', 101)), Context("k1"), None);

        Assert.Equal("invalid", failure!.Code);
        Assert.Contains("referenceExterne", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("xxx", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("procedure")]
    [InlineData("applicant.familyName")]
    public async Task OpenAsync_FieldMissing_IsInvalidWithoutACall(string field)
    {
        await using var world = await StartAsync();
        var input = field is "procedure" ? NewCase() with { Procedure = null } : NewCase("");

        var (_, failure) = await world.Operations.OpenAsync(input, Context("k1"), None);

        Assert.Contains(field, failure!.Message, StringComparison.Ordinal);
        Assert.Empty(world.Ledger("case.opened"));
    }

    [Fact]
    public async Task OpenAsync_Person_ArrivesInTheApplicationsWords()
    {
        await using var world = await StartAsync();
        var (view, _) = await world.Operations.OpenAsync(NewCase(), Context("k1"), None);
        using var http = new HttpClient { BaseAddress = world.Options.Endpoint };
        http.DefaultRequestHeaders.Add("X-Cle-Api", world.Options.Key);

        var demande = System.Text.Json.JsonDocument.Parse(await http.GetStringAsync(new Uri("/api/v1/demandes/" + view!.CaseNumber, UriKind.Relative))).RootElement;

        var usager = demande.GetProperty("usager");
        Assert.Equal("guichet", demande.GetProperty("canal").GetString());
        Assert.Equal("d'Été-Müller", usager.GetProperty("nomNaissance").GetString());
        Assert.Equal("1992-11-00", usager.GetProperty("dateNaissance").GetString());
        Assert.Equal("F", usager.GetProperty("sexe").GetString());
        Assert.Equal("2A115", usager.GetProperty("lieuNaissance").GetString());
        Assert.Equal("3 rue du Port", usager.GetProperty("adresse").GetProperty("voie").GetString());
        Assert.Equal("2018-05-04", demande.GetProperty("enfants")[0].GetProperty("dateNaissance").GetString());
        Assert.Equal("lundi", demande.GetProperty("donnees").GetProperty("jours")[0].GetString());
    }

    [Fact]
    public async Task UpdateAsync_PaidThenClosed_FollowsTheCase()
    {
        await using var world = await StartAsync();
        var (opened, _) = await world.Operations.OpenAsync(NewCase(), Context("k1"), None);
        var paid = new UpdateCase(opened!.CaseNumber, "accepted", null, "Payé", null, new CasePayment("PAY1", 1250, "paid", DateTimeOffset.UnixEpoch), null);

        var (accepted, _) = await world.Operations.UpdateAsync(paid, Context("k2"), None);
        var (repeated, _) = await world.Operations.UpdateAsync(paid, Context("k2"), None);
        var (closed, _) = await world.Operations.CloseAsync(new CloseCase(opened.CaseNumber, null), Context("k3"), None);
        var (_, refused) = await world.Operations.UpdateAsync(paid, Context("k4"), None);
        var (read, _) = await world.Operations.ReadAsync(new ReadCase(null, "journey-1"), Context(""), None);

        Assert.Equal(("accepted", "accepted", "closed", "notAllowed"), (accepted!.Status, repeated!.Status, closed!.Status, refused!.Code));
        Assert.Equal(closed, read);
        Assert.Equal(2, world.Ledger("case.updated").Count);
    }

    [Fact]
    public async Task UpdateAsync_SameKeyForSomethingElse_IsRefused()
    {
        await using var world = await StartAsync();
        var (opened, _) = await world.Operations.OpenAsync(NewCase(), Context("k1"), None);
        var update = new UpdateCase(opened!.CaseNumber, "underReview", null, null, null, null, null);
        await world.Operations.UpdateAsync(update, Context("k2"), None);

        var (_, failure) = await world.Operations.UpdateAsync(update with { Status = "refused" }, Context("k2"), None);

        Assert.Equal("keyReused", failure!.Code);
    }

    [Fact]
    public async Task FindDuplicatesAsync_SameChildOtherSpelling_IsFoundAndOtherTenantIsNot()
    {
        await using var world = await StartAsync();
        var (opened, _) = await world.Operations.OpenAsync(NewCase(), Context("k1"), None);
        var child = new Person("D ETE MULLER", null, ["LEO"], new BirthDate("2018-05-04", "day"), null, null, null, null, null, null);

        var (found, _) = await world.Operations.FindDuplicatesAsync(new FindDuplicates("inscription-periscolaire", null, child), Context(""), None);
        var (elsewhere, _) = await world.Operations.FindDuplicatesAsync(new FindDuplicates(null, null, child), Context("") with { Tenant = "219999999" }, None);
        var (twin, _) = await world.Operations.FindDuplicatesAsync(new FindDuplicates(null, null, child with { GivenNames = ["Mia"] }), Context(""), None);

        Assert.Equal((opened!.CaseNumber, 100), (found!.Candidates[0].CaseNumber, found.Candidates[0].Score));
        Assert.Empty(elsewhere!.Candidates);
        Assert.Equal(70, Assert.Single(twin!.Candidates).Score);
    }

    [Fact]
    public async Task StandIn_Restarted_KeepsCasesKeysAndLedger()
    {
        await using var world = await StartAsync();
        var (opened, _) = await world.Operations.OpenAsync(NewCase(), Context("k1"), None);
        await world.StopStandInAsync();
        world.CutLastLedgerLine();

        await world.StartStandInAsync();
        var (again, _) = await world.Operations.OpenAsync(NewCase(), Context("k1"), None);

        Assert.Equal(opened!.CaseNumber, again!.CaseNumber);
        Assert.Single(world.Ledger("case.opened"));
        Assert.Null(await world.Client.CheckAsync(None));
    }
}
