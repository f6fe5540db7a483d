using System.Text.Json.Nodes;
using Hub.EndToEnd.Tests.Infrastructure;

namespace Hub.EndToEnd.Tests;

/// <summary>Bad input gets the status and the words that the interface promises, and the next good request works.</summary>
[Collection(TownCollection.Name)]
public sealed class RefusalTests(Town town)
{
    [Fact]
    public async Task Submit_NotJson_400()
    {
        var answer = await town.Client.SubmitAsync("{\"schoolYear\": ", "refusal-not-json");

        AssertProblem(answer, 400, "not-json");
    }

    [Theory]
    [InlineData("responsable-incomplet")]
    [InlineData("annee-scolaire-inconnue")]
    [InlineData("quatre-erreurs")]
    public async Task Submit_InvalidPayload_422NamesEveryPlaceInBothLanguages(string name)
    {
        var sample = Samples.Read(name);

        var answer = await town.Client.SubmitAsync(sample.GetProperty("request").GetRawText(), "refusal-" + name);

        AssertProblem(answer, 422, "invalid-payload");
        var errors = answer.Json.GetProperty("errors").EnumerateArray().ToArray();
        var pointers = errors.Select(error => error.GetProperty("instanceLocation").GetString()).ToHashSet();
        Assert.All(sample.GetProperty("expect").GetProperty("pointers").EnumerateArray(), pointer => Assert.Contains(pointer.GetString(), pointers));
        Assert.All(errors, error =>
        {
            Assert.NotEmpty(error.GetProperty("error").GetProperty("fr").GetString()!);
            Assert.NotEmpty(error.GetProperty("error").GetProperty("en").GetString()!);
        });
    }

    [Fact]
    public async Task Submit_InvalidThenCorrectedWithTheSameKey_IsTaken()
    {
        var invalid = await town.Client.SubmitAsync("{}", "refusal-corrected");
        var corrected = await town.Client.SubmitAsync(await town.Client.ExampleAsync(201), "refusal-corrected");

        Assert.Equal(422, invalid.Status);
        Assert.Equal(202, corrected.Status);
    }

    [Fact]
    public async Task Submit_UnknownProcedure_404()
    {
        var answer = await town.Client.PostAsync("/api/requests/demarche-inconnue", "{}");

        AssertProblem(answer, 404, "unknown-procedure");
    }

    [Fact]
    public async Task Submit_TooLarge_413()
    {
        var answer = await town.Client.SubmitAsync("{\"filler\": \"" + new string('x', 40 * 1024 * 1024) + "\"}", "refusal-large");

        Assert.Equal(413, answer.Status);
    }

    [Fact]
    public async Task Submit_NotJsonMediaType_415()
    {
        var answer = await town.Client.PostAsync($"/api/requests/{HubClient.Canteen}", "a=b", ("Content-Type", "text/csv"));

        Assert.True(answer.Status is 415 or 400, $"{answer.Status}: {answer.Body}");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("hubk_wrong_0000000000000000000000000000000000000000000")]
    public async Task Submit_MissingOrWrongKey_401(string? key)
    {
        var answer = await town.Client.With(key).SubmitAsync("{}", "refusal-key");

        AssertProblem(answer, 401);
    }

    [Fact]
    public async Task Submit_DirectorsKey_403NamesThePermission()
    {
        var director = town.Client.With(await town.CreateKeyAsync("director"));

        var answer = await director.SubmitAsync(await town.Client.ExampleAsync(202), "refusal-role");

        AssertProblem(answer, 403);
        Assert.Contains("requests:submit", answer.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Journey_OfAnotherTenant_IsNotThere()
    {
        const string otherTown = "219900016";
        var id = await town.Client.StartAsync(await town.Client.ExampleAsync(203), "refusal-tenant");
        var neighbour = town.Client.With(await town.CreateKeyAsync("integrator", otherTown));

        var read = await neighbour.GetAsync($"/api/journeys/{id}");
        var message = await neighbour.PostAsync($"/api/journeys/{id}/messages", """{"name":"piece-apportee","payload":{}}""");
        var list = await neighbour.GetAsync("/api/journeys");

        Assert.Equal(404, read.Status);
        Assert.Equal(404, message.Status);
        Assert.Empty(list.Json.GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task Submit_SameKeyOtherBody_409()
    {
        var body = await town.Client.ExampleAsync(204);
        await town.Client.StartAsync(body, "refusal-conflict");
        var other = JsonNode.Parse(body)!;
        other["startDate"] = "2026-10-01";

        var answer = await town.Client.SubmitAsync(other.ToJsonString(), "refusal-conflict");

        AssertProblem(answer, 409, "idempotency-key-reused");
    }

    [Fact]
    public async Task Problem_AcceptLanguage_ChoosesFrenchOrEnglish()
    {
        var french = await town.Client.GetAsync("/api/journeys/inconnu", ("Accept-Language", "fr"));
        var english = await town.Client.GetAsync("/api/journeys/inconnu", ("Accept-Language", "en"));

        Assert.Equal(404, french.Status);
        Assert.NotEqual(french.Json.GetProperty("title").GetString(), english.Json.GetProperty("title").GetString());
    }

    [Fact]
    public void Start_DefinitionsThatCannotBeLoaded_AreNamedAndTheHubServes()
    {
        Assert.Contains("without-root.json", town.Hub.Output, StringComparison.Ordinal);
        Assert.Contains("duplicate-ids.json", town.Hub.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_SecondPublicationOfAProcedure_TheFirstKeepsIt()
    {
        var answer = await town.Client.GetAsync($"/api/procedures/{HubClient.Canteen}");

        Assert.Equal(200, answer.Status);
        Assert.Contains("second-claim.json", town.Hub.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("Essai", answer.Json.GetProperty("title").GetProperty("fr").GetString()!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Submit_AfterEveryRefusal_TheNextGoodRequestCompletes()
    {
        await town.Client.SubmitAsync("[", "refusal-before-good");

        var id = await town.Client.StartAsync(await town.Client.ExampleAsync(205), "refusal-good");
        var journey = await town.Client.UntilEndedAsync(id);

        Assert.Equal("completed", journey.GetProperty("state").GetString());
    }

    private static void AssertProblem(Answer answer, int status, string? code = null)
    {
        Assert.True(answer.Status == status, $"{answer.Status}: {answer.Body}");
        Assert.Equal("application/problem+json", answer.MediaType);
        var problem = answer.Json;
        Assert.NotEmpty(problem.GetProperty("title").GetString()!);
        Assert.DoesNotContain("   at ", answer.Body, StringComparison.Ordinal);
        if (code is not null)
        {
            Assert.EndsWith(code, problem.GetProperty("type").GetString(), StringComparison.Ordinal);
        }
    }
}
