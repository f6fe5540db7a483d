using Hub.EndToEnd.Tests.Infrastructure;

namespace Hub.EndToEnd.Tests;

/// <summary>Logs, metrics, error bodies and timelines hold nothing that names a citizen.</summary>
[Collection(TownCollection.Name)]
public sealed class PersonalDataTests(Town town)
{
    [Fact]
    public async Task Serve_EverySampleSent_NothingWrittenNamesAPerson()
    {
        var seen = new List<(string Where, string Text)>();
        foreach (var sample in Samples.All.Where(sample => !sample.TryGetProperty("behaviour", out _)))
        {
            var name = sample.GetProperty("name").GetString()!;
            var body = sample.TryGetProperty("request", out var request) ? request.GetRawText() : sample.GetProperty("raw").GetString()!;
            var answer = await town.Client.SubmitAsync(body, "personal-" + name);
            seen.Add(($"answer to {name}", answer.Body));
            if (answer.Status == 202 && name != "piece-apportee-au-guichet")
            {
                var journey = await town.Client.UntilEndedAsync(answer.Json.GetProperty("journeyId").GetString()!);
                seen.Add(($"journey of {name}", journey.GetProperty("events").GetRawText()));
            }
        }

        using var http = new HttpClient();
        seen.Add(("metrics", await http.GetStringAsync(new Uri(town.Hub.Management, "/metrics"))));
        seen.Add(("dead letters", (await town.Client.GetAsync("/api/dead-letters")).Body));
        seen.Add(("the hub's log", town.Hub.Output));
        seen.Add(("the connectors' logs", town.OutsideOutput));

        var secrets = Samples.All.SelectMany(PersonalWords).Distinct().ToArray();
        Assert.NotEmpty(secrets);
        Assert.All(seen, place => Assert.All(secrets, secret =>
            Assert.False(place.Text.Contains(secret, StringComparison.OrdinalIgnoreCase), $"{place.Where} holds '{secret}'")));
    }

    // Short names such as Anh are parts of ordinary words: the grep takes what can only be a person.
    private static IEnumerable<string> PersonalWords(System.Text.Json.JsonElement sample)
    {
        if (!sample.TryGetProperty("request", out var request))
        {
            yield break;
        }

        var guardian = request.GetProperty("guardian");
        foreach (var member in new[] { "email", "phone" })
        {
            if (guardian.TryGetProperty(member, out var value) && value.GetString() is { Length: > 6 } text)
            {
                yield return text;
            }
        }

        foreach (var child in request.GetProperty("children").EnumerateArray())
        {
            if (DateOnly.TryParseExact(child.GetProperty("birthDate").GetString(), "yyyy-MM-dd", out _))
            {
                yield return child.GetProperty("birthDate").GetString()!;
            }

            foreach (var name in child.GetProperty("givenNames").EnumerateArray().Append(child.GetProperty("familyName")))
            {
                if (name.GetString() is { Length: > 5 } text)
                {
                    yield return text;
                }
            }
        }
    }
}
