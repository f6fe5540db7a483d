using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Hub.EndToEnd.Tests.Infrastructure;

namespace Hub.EndToEnd.Tests;

/// <summary>The story that the product exists for: one request crosses identity, case and payment, and its journey tells it in order.</summary>
[Collection(TownCollection.Name)]
public sealed class CitizenRequestPathTests(Town town)
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Fact]
    public async Task Submit_PaidRequest_JourneyTellsTheStepsOfTheReadmeInOrder()
    {
        var expected = ReadmeSteps();
        var id = await town.Client.StartAsync(await town.Client.ExampleAsync(101), "path-paid");

        var journey = await town.Client.UntilEndedAsync(id);

        Assert.Equal("completed", journey.GetProperty("state").GetString());

        // A connector's event can overtake the reply to the command that caused it: it is kept, and acted on in its turn. Its arrival
        // is the one line that may stand elsewhere.
        var events = HubClient.EventTypes(journey);
        Assert.Equal(expected.Where(IsInOrder), events.Where(IsInOrder));
        Assert.Equal(expected.Order(), events.Order());

        static bool IsInOrder(string type) => type != "connector.event-received";
    }

    [Fact]
    public async Task Submit_PaidRequest_LedgersHoldOneEffectEachUnderTheJourneysKeys()
    {
        var id = await town.Client.StartAsync(await town.Client.ExampleAsync(102), "path-ledgers");

        var journey = await town.Client.UntilEndedAsync(id);

        Assert.Equal(1, town.Ledgers.Count("citizen-relations", "case.opened", journey));
        Assert.Equal(1, town.Ledgers.Count("payfip", "payment.requested", journey));
        Assert.Equal(1, town.Ledgers.Count("payfip", "payment.debited", journey));
        Assert.False(string.IsNullOrEmpty(journey.GetProperty("keys").GetProperty("identity").GetString()));
    }

    [Fact]
    public async Task Submit_EachEvent_HasBothLanguagesAndATimeThatNeverGoesBack()
    {
        var id = await town.Client.StartAsync(await town.Client.ExampleAsync(103), "path-events");

        var journey = await town.Client.UntilEndedAsync(id);

        var events = journey.GetProperty("events").EnumerateArray().ToArray();
        Assert.All(events, happened =>
        {
            Assert.NotEmpty(happened.GetProperty("summary").GetProperty("fr").GetString()!);
            Assert.NotEmpty(happened.GetProperty("summary").GetProperty("en").GetString()!);
        });
        var times = events.Select(happened => happened.GetProperty("at").GetDateTimeOffset()).ToArray();
        Assert.Equal(times.Order(), times);
    }

    [Fact]
    public async Task Submit_SameKeyTwice_SameAnswerAndOneJourney()
    {
        var body = await town.Client.ExampleAsync(104);

        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => town.Client.SubmitAsync(body, "path-same-key")));

        Assert.All(answers, answer => Assert.Equal(202, answer.Status));
        Assert.Single(answers.Select(answer => answer.Body).Distinct());
        Assert.All(answers, answer => Assert.Equal("/api/journeys/" + answer.Json.GetProperty("journeyId").GetString(), answer.Location));
        var journey = await town.Client.UntilEndedAsync(answers[0].Json.GetProperty("journeyId").GetString()!);
        Assert.Equal(1, town.Ledgers.Count("payfip", "payment.debited", journey));
    }

    [Fact]
    public async Task Journeys_SearchByCaseKey_FindsTheJourney()
    {
        var id = await town.Client.StartAsync(await town.Client.ExampleAsync(105), "path-search");
        var journey = await town.Client.UntilEndedAsync(id);
        var caseKey = journey.GetProperty("keys").GetProperty("case").GetString()!;

        var found = await town.Client.GetAsync($"/api/journeys?key={Uri.EscapeDataString(caseKey)}");

        Assert.Equal(200, found.Status);
        Assert.Contains(found.Json.GetProperty("items").EnumerateArray(), item => item.GetProperty("id").GetString() == id);
    }

    [Fact]
    public async Task Journey_OfAProcedureThatTheLawGivesTwoMonths_NamesItsLastDayWhereverItIsShown()
    {
        var (body, _) = Samples.MissingDocument(seed: 119);
        var id = await town.Client.StartAsync(body, "path-deadline");
        var lastDay = (await town.Client.UntilEventAsync(id, "message.awaited")).GetProperty("dueOn").GetString()!;

        var offer = await town.Client.GetAsync($"/api/procedures/{HubClient.Canteen}");
        var before = await town.Client.GetAsync($"/api/journeys?dueBy={DateOnly.Parse(lastDay, CultureInfo.InvariantCulture).AddDays(-1):yyyy-MM-dd}");
        var on = await town.Client.GetAsync($"/api/journeys?dueBy={lastDay}&limit=200");
        var wrong = await town.Client.GetAsync("/api/journeys?dueBy=demain");
        var quality = await town.Client.GetAsync("/api/quality");

        var today = DateTimeOffset.UtcNow;
        Assert.InRange(DateOnly.Parse(lastDay, CultureInfo.InvariantCulture), DateOnly.FromDateTime(today.AddDays(-1).Date).AddMonths(2), DateOnly.FromDateTime(today.AddDays(1).Date).AddMonths(2));
        Assert.Equal("""[{"kind":"answer","within":"P2M","text":{"fr":"Réponse dans un délai de 2 mois","en":"Answer within 2 months"}}]""", JsonSerializer.Serialize(offer.Json.GetProperty("deadlines"), Readable));
        Assert.DoesNotContain(before.Json.GetProperty("items").EnumerateArray(), item => item.GetProperty("id").GetString() == id);
        Assert.False(on.Json.GetProperty("items").EnumerateArray().Single(item => item.GetProperty("id").GetString() == id).GetProperty("isLate").GetBoolean());
        Assert.Equal((400, "application/problem+json"), (wrong.Status, wrong.MediaType));
        Assert.Contains("dueBy", wrong.Json.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.True(quality.Json.GetProperty("items").EnumerateArray().Single(item => item.GetProperty("procedure").ValueEquals(HubClient.Canteen)).GetProperty("answers").GetProperty("open").GetInt64() >= 1);
    }

    [Fact]
    public async Task Message_MissingDocumentByHandOverCode_ResumesTheJourneyFromTheCounter()
    {
        var (body, payload) = Samples.MissingDocument(seed: 106);
        var id = await town.Client.StartAsync(body, "path-document");
        var waiting = await town.Client.UntilEventAsync(id, "message.awaited");
        var code = waiting.GetProperty("handOverCode").GetString()!;

        var answer = await town.Client.PostAsync($"/api/journeys/{code}/messages", payload, ("Hub-Channel", "counter"));
        var journey = await town.Client.UntilEndedAsync(id);

        Assert.Equal(202, answer.Status);
        Assert.Equal("completed", journey.GetProperty("state").GetString());
        Assert.Contains(journey.GetProperty("events").EnumerateArray(), happened =>
            happened.GetProperty("type").ValueEquals("message.received") && happened.GetProperty("channel").ValueEquals("counter"));
    }

    [Fact]
    public async Task Message_BeforeTheWorkflowWaits_IsKept()
    {
        var (body, payload) = Samples.MissingDocument(seed: 107);
        var id = await town.Client.StartAsync(body, "path-early");

        var answer = await town.Client.PostAsync($"/api/journeys/{id}/messages", payload, ("Hub-Channel", "email"));
        var journey = await town.Client.UntilEndedAsync(id);

        Assert.Equal(202, answer.Status);
        Assert.Equal("completed", journey.GetProperty("state").GetString());
    }

    [Fact]
    public async Task Message_WrongContent_IsRefusedWithItsPlaceAndTheRightOneIsTaken()
    {
        var (body, payload) = Samples.MissingDocument(seed: 108);
        var id = await town.Client.StartAsync(body, "path-wrong-document");
        await town.Client.UntilEventAsync(id, "message.awaited");

        var refused = await town.Client.PostAsync($"/api/journeys/{id}/messages", """{"name":"piece-apportee","payload":{"kind":"nonsense"}}""", ("Hub-Channel", "counter"));
        var taken = await town.Client.PostAsync($"/api/journeys/{id}/messages", payload, ("Hub-Channel", "counter"));
        var journey = await town.Client.UntilEndedAsync(id);

        Assert.Equal(422, refused.Status);
        Assert.Contains("/kind", refused.Body, StringComparison.Ordinal);
        Assert.Equal(202, taken.Status);
        Assert.Equal("completed", journey.GetProperty("state").GetString());
    }

    // The README shows the path as a table between two marks; the third column is the event's type in code style.
    private static string[] ReadmeSteps()
    {
        var lines = File.ReadAllLines(Path.Combine(Repository.Root, "README.md"));
        return [.. lines
            .SkipWhile(line => line != "<!-- path of one request -->")
            .TakeWhile(line => line != "<!-- end of path -->")
            .Where(line => line.StartsWith('|') && line.Contains('`', StringComparison.Ordinal))
            .Select(line => line.Split('|')[2].Trim().Trim('`'))];
    }
}
