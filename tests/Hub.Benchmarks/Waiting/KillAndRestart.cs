using System.Net.Http.Headers;
using System.Text;
using Hub.Benchmarks.Measuring;
using Hub.Benchmarks.Sides;
using Hub.Benchmarks.Store;
using Hub.Server.Storage.Sqlite;

namespace Hub.Benchmarks.Waiting;

/// <summary>
/// The hub is killed in the midst of events for a sample of those that wait, started again, and asked again by whoever got no answer
/// – and by those that got one: in the end each of the sample has gone on exactly once.
/// </summary>
internal static class KillAndRestart
{
    private const int Rounds = 3;
    private const int Senders = 16;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public static async Task MeasureAsync(WaitingScene scene, CancellationToken cancellationToken)
    {
        var run = scene.Run;
        run.Say("kill -9 and restart…");
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(60) };
        http.DefaultRequestHeaders.Authorization = AuthenticationHeaderValue.Parse($"ApiKey {HubSide.AdministratorKey}");
        var share = scene.Sample / Rounds;
        var starts = new List<double>();
        var unanswered = 0;
        for (var round = 0; round < Rounds; round++)
        {
            var numbers = Enumerable.Range(scene.Count + (round * share), share).ToArray();
            unanswered += await SendUntilKilledAsync(scene, http, numbers, cancellationToken);
            await using var hub = await scene.StartHubAsync(scene.Full, cancellationToken);
            starts.Add(hub.StartTime.TotalSeconds);
            await SendAllAsync(numbers, number => SendAsync(hub, http, number, cancellationToken), cancellationToken);
            await UntilAsync(() => Ended(scene) >= (round + 1) * share, Machine.Text($"{share} workflows to end after the restart"), cancellationToken);
        }

        var (lost, doubled) = Count(scene, share * Rounds);
        run.Report.Measure("from the start after kill -9 until ready", "s", starts);
        run.Report.Measure("events in the midst of which it was killed: unanswered", "events", unanswered);
        run.Report.AtMost("goal 16, kill -9 until ready again", starts.Max(), "s", must: 10, aim: 2);
        run.Report.Note(Machine.Text($"goal 16, {share * Rounds} events sent, some twice, three kills: {lost} lost, {doubled} doubled: {(lost + doubled == 0 ? "reached" : "MISSED")}"));
    }

    /// <returns>How many had no answer.</returns>
    private static async Task<int> SendUntilKilledAsync(WaitingScene scene, HttpClient http, IReadOnlyList<int> numbers, CancellationToken cancellationToken)
    {
        var answered = 0;
        var half = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Task senders;
        await using (var hub = await scene.StartHubAsync(scene.Full, cancellationToken))
        {
            senders = SendAllAsync(
                numbers,
                async number =>
                {
                    try
                    {
                        await SendAsync(hub, http, number, cancellationToken);
                    }
                    catch (HttpRequestException) when (half.Task.IsCompleted)
                    {
                        return; // it has been killed
                    }

                    if (Interlocked.Increment(ref answered) == numbers.Count / 2)
                    {
                        half.SetResult();
                    }
                },
                cancellationToken);
            await Task.WhenAny(half.Task, senders);
        }

        await senders;
        return numbers.Count - answered;
    }

    private static Task SendAllAsync(IEnumerable<int> numbers, Func<int, Task> send, CancellationToken cancellationToken) =>
        Parallel.ForEachAsync(numbers, new ParallelOptions { MaxDegreeOfParallelism = Senders, CancellationToken = cancellationToken }, async (number, _) => await send(number));

    // Answered when the event is durable; who waits for it receives it afterwards. The key makes it the same event when it is sent again.
    private static async Task SendAsync(HubSide hub, HttpClient http, int number, CancellationToken cancellationToken)
    {
        var key = WaitingStore.KeyOf(number);
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(hub.Http, $"/elsa/api/events/{WaitingStore.OnceEvent}/trigger"))
        {
            Content = new StringContent($$"""{"correlationId":"{{key}}"}""", Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("Idempotency-Key", key);
        using var answer = await http.SendAsync(request, cancellationToken);
        answer.EnsureSuccessStatusCode();
    }

    private static long Ended(WaitingScene scene) => WaitingScene.Ask(
        scene.Full,
        $"SELECT COUNT(*) FROM instances WHERE tenant = '{HubInside.Tenant.Value}' AND definition_id = '{WaitingStore.Once}' AND sub_status = 'Finished'",
        row => row.GetInt64(0));

    // An instance that was started and went on once has two bursts.
    private static (int Lost, int Doubled) Count(WaitingScene scene, int sent)
    {
        using var database = SqliteDatabase.OpenReadOnly(scene.Full);
        var bursts = database.Read(session => session.Query(
            $"""
            SELECT (SELECT COUNT(*) FROM bursts WHERE instance_id = instances.id) FROM instances
            WHERE tenant = '{HubInside.Tenant.Value}' AND definition_id = '{WaitingStore.Once}' AND sub_status = 'Finished'
            """,
            row => row.GetInt32(0)));
        return (sent - bursts.Count(count => count >= 2), bursts.Count(count => count > 2));
    }

    private static async Task UntilAsync(Func<bool> isTrue, string what, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(Patience);
        while (!isTrue())
        {
            if (deadline.IsCancellationRequested)
            {
                throw new BenchmarkRefusedException(Machine.Text($"waited {Patience.TotalMinutes:0} minutes in vain for {what}."));
            }

            await Task.Delay(100, cancellationToken);
        }
    }
}
