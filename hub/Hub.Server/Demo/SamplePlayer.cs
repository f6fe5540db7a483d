using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;

namespace Hub.Server.Demo;

/// <summary>
/// Plays samples against a hub: sends each request, plays the officers, follows each journey to its end. Samples run together,
/// except that one may wait for another's end and those that direct the payment stand-in go one by one.
/// </summary>
internal sealed class SamplePlayer(HubClient hub, HttpClient http, IReadOnlyDictionary<string, Uri> standIns, Ledgers ledgers, string procedure, string runId)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(150);

    public async Task<IReadOnlyList<SampleResult>> PlayAsync(IReadOnlyList<Sample> samples, Action<SampleResult> ended, CancellationToken cancellationToken)
    {
        var results = samples.ToDictionary(sample => sample.Name, _ => new TaskCompletionSource<SampleResult>(TaskCreationOptions.RunContinuationsAsynchronously));
        foreach (var sample in samples.Where(sample => sample.After is { } after && !results.ContainsKey(after)))
        {
            throw new DemoException(new(
                $"L'exemple {sample.Name} attend {sample.After}, qui n'existe pas.",
                $"The sample {sample.Name} waits for {sample.After}, which does not exist."));
        }

        // First those that disturb nobody; a rule told to the payment stand-in would otherwise hit another's payment.
        var together = samples.Where(sample => !sample.GoesAlone).Select(PlayAndTellAsync).ToArray();
        await Task.WhenAll(together);
        foreach (var alone in samples.Where(sample => sample.GoesAlone))
        {
            await PlayAndTellAsync(alone);
        }

        return [.. samples.Select(sample => results[sample.Name].Task.Result)];

        async Task PlayAndTellAsync(Sample sample)
        {
            if (sample.After is { } after)
            {
                await results[after].Task.WaitAsync(cancellationToken);
            }

            var result = await PlayAsync(sample, cancellationToken);
            lock (results)
            {
                ended(result);
            }

            results[sample.Name].SetResult(result);
        }
    }

    private async Task<SampleResult> PlayAsync(Sample sample, CancellationToken cancellationToken)
    {
        foreach (var told in sample.Behaviour)
        {
            using var answered = await http.PostAsJsonAsync(new Uri(standIns[told.StandIn], "/stand-in/behaviour"), told.Rule, cancellationToken);
            answered.EnsureSuccessStatusCode();
        }

        var body = sample.Raw ?? sample.Request?.GetRawText() ?? "";
        var key = string.Create(CultureInfo.InvariantCulture, $"{runId}-{sample.Name}");
        var answers = await Task.WhenAll(Enumerable.Range(0, sample.Times)
            .Select(_ => hub.SubmitAsync(procedure, body, key, sample.Channel, cancellationToken)));
        var mistakes = new List<string>();
        if (answers.Any(answer => answer.JourneyId != answers[0].JourneyId))
        {
            mistakes.Add("la même clé d'idempotence a donné deux parcours");
        }

        var journey = answers[0].JourneyId is { } id ? await FollowAsync(sample, id, mistakes, cancellationToken) : null;
        return SampleResult.Judge(sample, answers[0], journey, ledgers, mistakes);
    }

    private async Task<JourneyView> FollowAsync(Sample sample, string id, List<string> mistakes, CancellationToken cancellationToken)
    {
        var sent = new bool[sample.Messages.Count];
        while (true)
        {
            var journey = await hub.ReadJourneyAsync(id, cancellationToken);
            if (journey.HasEnded)
            {
                return journey;
            }

            for (var index = 0; index < sent.Length; index++)
            {
                var message = sample.Messages[index];
                if (!sent[index] && journey.Events.Any(happened => happened.Type == message.After))
                {
                    sent[index] = true;
                    await SayAsync(journey, message, mistakes, cancellationToken);
                }
            }

            await Task.Delay(LookEvery, cancellationToken);
        }
    }

    // An officer types the code that the citizen reads out; other channels know the journey by its id.
    private async Task SayAsync(JourneyView journey, SampleMessage message, List<string> mistakes, CancellationToken cancellationToken)
    {
        var address = message.Channel is "counter" or "phone" ? journey.HandOverCode ?? journey.Id : journey.Id;
        var status = await hub.SendMessageAsync(address, message.Name, message.Payload, message.Channel, cancellationToken);
        if (status != 202)
        {
            mistakes.Add($"message {message.Name} : HTTP {status}, attendu 202");
        }
    }
}
