using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Hub.Connector.V1;
using Hub.EndToEnd.Tests.Infrastructure;

namespace Hub.EndToEnd.Tests.Faults;

/// <summary>
/// A town whose processes are killed again and again. Its clients keep sending until they are answered, always with the same key;
/// what they were told and what the outside systems wrote down goes into a history, and <see cref="SettleAsync"/> judges it.
/// </summary>
public sealed class FaultTown : IAsyncLifetime
{
    /// <summary>A procedure that waits for the clock, calls a service outside and ends.</summary>
    public const string CallProcedure = "essai-pannes";

    /// <summary>A procedure whose one command ends among the dead letters, from where an operator replays it.</summary>
    public const string BuriedProcedure = "essai-mise-de-cote";

    /// <summary>A procedure that starts two workflows of its own and waits for them; each calls a service outside.</summary>
    public const string FamilyProcedure = "essai-famille";

    /// <summary>A procedure that is committed after each of its steps: it counts, and calls a service outside twice, the second time only if it counted right.</summary>
    public const string PausedProcedure = "essai-pauses";

    /// <summary>
    /// A procedure that stops on an incident while a connector owes it an answer, which ends among the dead letters, and before it asks
    /// for a message; with both there an officer takes it up again, and then it calls a service outside.
    /// </summary>
    public const string IncidentProcedure = "essai-incident";

    private const string Careless = "careless";
    private static readonly TimeSpan SettleTime = TimeSpan.FromMinutes(6);
    private readonly List<Task> underWay = [];
    private readonly Dictionary<string, string> acknowledged = [];
    private readonly HashSet<string> settled = [];
    private readonly HashSet<string> tampered = [];
    private readonly List<OutsideProcess> replaced = [];
    private readonly OutsideService service = new();
    private readonly Lock changing = new();
    private readonly CancellationTokenSource closing = new();
    private PlayedConnector? echo;
    private Task carelessly = Task.CompletedTask;
    private int requests;
    private int seed = 50_000;

    internal Town Town { get; } = new();

    internal History History { get; } = new($"town-{DateTime.UtcNow:HHmmss}-{Environment.ProcessId}");

    internal HubProcess Hub => Town.Hub;

    internal IReadOnlyList<OutsideService.Call> Calls => service.Calls;

    public async Task InitializeAsync()
    {
        await File.WriteAllTextAsync(Path.Combine(Town.Data, "workflows", "pannes.json"), FaultDefinitions.Calling(CallProcedure, "PUT", service.Address));
        await File.WriteAllTextAsync(Path.Combine(Town.Data, "workflows", "mise-de-cote.json"), FaultDefinitions.Asking(BuriedProcedure, Careless, "answer"));
        await File.WriteAllTextAsync(Path.Combine(Town.Data, "workflows", "enfant.json"), FaultDefinitions.Child(FamilyProcedure + "-enfant", service.Address));
        await File.WriteAllTextAsync(Path.Combine(Town.Data, "workflows", "famille.json"), FaultDefinitions.Family(FamilyProcedure, FamilyProcedure + "-enfant"));
        await File.WriteAllTextAsync(Path.Combine(Town.Data, "workflows", "pauses.json"), FaultDefinitions.Pausing(PausedProcedure, service.Address));
        await File.WriteAllTextAsync(Path.Combine(Town.Data, "workflows", "incident.json"), FaultDefinitions.Failing(IncidentProcedure, Careless, "answer", service.Address));
        await StartTownAsync();
        echo = new PlayedConnector(Hub.Grpc, await Town.EnrollAsync("echo"), "echo", Path.Combine(Repository.Interop, "echo-connector.yaml"));
        var careless = new PlayedConnector(Hub.Grpc, await Town.EnrollAsync(Careless), Careless, Path.Combine(Repository.Root, "tests", "Hub.EndToEnd.Tests", "Faults", "careless-connector.yaml"));
        carelessly = careless.ServeCarelesslyAsync(closing.Token);
    }

    public async Task DisposeAsync()
    {
        await closing.CancelAsync();
        await carelessly;
        closing.Dispose();
        foreach (var process in replaced)
        {
            await process.DisposeAsync();
        }

        await Town.DisposeAsync();
        service.Dispose();
        History.Dispose();
    }

    /// <summary>Requests of citizens that no other has. The hub must be up.</summary>
    internal Task<string[]> BodiesAsync(int count) => Task.WhenAll(Enumerable.Range(0, count).Select(_ => Town.Client.ExampleAsync(Interlocked.Increment(ref seed))));

    /// <summary>Sends until the hub answers, however often it dies meanwhile. Gives the journey.</summary>
    internal Task<string> SubmitAsync(string body, string procedure = HubClient.Canteen) =>
        KeepTrack(SendUntilTakenAsync(body, procedure, Interlocked.Increment(ref requests)));

    /// <summary>Starts a journey that fails at once, brings the message and the answer that it needs, and then takes it up again, however often the hub dies meanwhile.</summary>
    internal Task RunIntoIncidentAsync(string body) => KeepTrack(MendUntilDoneAsync(body, Interlocked.Increment(ref requests)));

    /// <summary>Publishes a further version of a small definition, however often the hub dies meanwhile.</summary>
    internal Task PublishAsync(string definition) => KeepTrack(PublishUntilDoneAsync(definition));

    /// <summary>Sends an event that belongs to nothing; it must end among the dead letters.</summary>
    internal Task SendStrayEventAsync() => KeepTrack(SendStrayEventUntilToldAsync());

    /// <summary>From here on this journey is one that must not be completed: somebody changed what was paid.</summary>
    internal void Tampered(string journey)
    {
        tampered.Add(journey);
        History.Tell("payfip", "tamper", new { journey });
    }

    internal void Killed(string process, string how) => History.Tell("nemesis", "kill", new { process, how });

    /// <summary>One of the connectors or stand-ins, to be killed and started again.</summary>
    internal OutsideProcess Outside(string program)
    {
        var found = replaced.Find(process => process.Program == program);
        if (found is null)
        {
            found = OutsideProcess.FindChild(Town.OutsideStarter, program);
            replaced.Add(found);
        }

        return found;
    }

    /// <summary>Waits until everything that was sent is answered and ended, reads all ledgers, and judges the whole history. The hub must be up.</summary>
    internal async Task<HistoryChecker> SettleAsync()
    {
        Task[] waited;
        lock (changing)
        {
            waited = [.. underWay];
            underWay.Clear();
        }

        await Task.WhenAll(waited).WaitAsync(SettleTime);
        await Task.WhenAll(acknowledged.Where(pair => !settled.Contains(pair.Key)).ToArray().Select(pair => ReadJourneyAsync(pair.Key, pair.Value)));
        await ReadLedgersAsync();
        var (exitCode, output) = await Hub.RunVerbAsync("audit", "verify");
        History.Ok("auditor", "audit-verify", new { exitCode, output });
        return HistoryChecker.Check(History.Path);
    }

    // The demo takes its usual ports where they are free. A process that is started again must find its own still free, whatever
    // else runs on this machine, so these towns live elsewhere.
    private async Task StartTownAsync()
    {
        var usual = new[] { 5091, 5092, 5093, 5191, 5192, 5193 }.Select(port => new TcpListener(IPAddress.Loopback, port)).ToArray();
        foreach (var listener in usual)
        {
            try
            {
                listener.Start();
            }
            catch (SocketException)
            {
                // Somebody has it already.
            }
        }

        try
        {
            await Town.InitializeAsync();
        }
        finally
        {
            foreach (var listener in usual)
            {
                listener.Dispose();
            }
        }
    }

    private T KeepTrack<T>(T task)
        where T : Task
    {
        lock (changing)
        {
            underWay.Add(task);
        }

        return task;
    }

    private async Task<string> SendUntilTakenAsync(string body, string procedure, int number)
    {
        var (process, key) = ($"client-{number}", $"faults-{number}");
        var taken = await RepeatAsync(
            process,
            "submit",
            new { key },
            async () => await Town.Client.PostAsync($"/api/requests/{procedure}", body, ("Idempotency-Key", key)) is { Status: 202 } answer ? answer : null);
        var journey = taken.Json.GetProperty("journeyId").GetString()!; // in every 202
        History.Ok(process, "submit", new { key, procedure, journey });
        lock (changing)
        {
            acknowledged[journey] = procedure;
        }

        return journey;
    }

    private async Task MendUntilDoneAsync(string body, int number)
    {
        var journey = await SendUntilTakenAsync(body, IncidentProcedure, number);
        await RepeatAsync(
            $"client-{number}",
            "message",
            new { journey },
            async () => await Town.Client.PostAsync($"/api/journeys/{journey}/messages", """{"name":"suite","payload":{}}""", ("Idempotency-Key", $"suite-{number}")) is { Status: 202 } taken ? taken : null);
        History.Ok($"client-{number}", "message", new { journey });
        await RepeatAsync("officer", "retry", new { journey }, async () =>
        {
            var seen = await Town.Client.GetAsync($"/api/journeys/{journey}");
            if (seen.Status == 200 && !seen.Json.GetProperty("state").ValueEquals("faulted"))
            {
                return seen;
            }

            // What it was answered meanwhile must be there after the retry: so that comes first.
            if (seen.Status == 200 && HubClient.EventTypes(seen.Json).Contains("connector.reply-received"))
            {
                await MendAsync(journey);
            }
            else
            {
                await ReplayCarelessAsync();
            }

            return null;
        });
        History.Ok("officer", "retry", new { journey });
    }

    private async Task MendAsync(string journey)
    {
        var failed = await Town.Client.PostAsync("/elsa/api/workflow-instances", $$"""{"page":0,"pageSize":50,"definitionIds":["{{IncidentProcedure}}"],"subStatuses":["Faulted"]}""");
        if (failed.Status == 200)
        {
            var ids = string.Join(',', failed.Json.GetProperty("items").EnumerateArray()
                .Where(instance => instance.GetProperty("correlationId").ValueEquals(journey))
                .Select(instance => instance.GetProperty("id").GetRawText()));
            await Town.Client.PostAsync("/elsa/api/alterations/run", $$"""{"workflowInstanceIds":[{{ids}}],"alterations":[{"type":"ModifyVariable","variableId":"count","value":1},{"type":"RetryActivities"}]}""");
        }
    }

    private Task<Answer> ReplayCarelessAsync() => Town.Client.PostAsync("/api/dead-letters/replay", $$"""{"system":"{{Careless}}"}""");

    private async Task PublishUntilDoneAsync(string definition)
    {
        var id = JsonElement.Parse(definition).GetProperty("definitionId").GetString();
        await RepeatAsync("designer", "publish", new { id }, async () =>
        {
            var imported = await Town.Client.PostAsync("/elsa/api/workflow-definitions/import", definition);
            return imported.Status is 200 or 201 && await Town.Client.PostAsync($"/elsa/api/workflow-definitions/{id}/publish", "{}") is { Status: 200 } published ? published : null;
        });
        History.Ok("designer", "publish", new { id });
    }

    private async Task SendStrayEventUntilToldAsync()
    {
        var id = $"stray-{Interlocked.Increment(ref requests)}";
        History.Invoke("echo", "event", new { @event = id });
        var isAccepted = await echo!.SendUntilToldAsync(new Event // made by InitializeAsync
        {
            Id = id,
            Type = "said",
            Payload = Google.Protobuf.ByteString.CopyFromUtf8("{}"),
            Context = new Context { JourneyId = "no-such-journey" },
        });
        History.Ok("echo", isAccepted ? "event-accepted" : "event-refused", new { @event = id });
    }

    // An answer that got lost is nobody's knowledge: it may have happened or not. Only the same key makes trying again safe.
    private async Task<Answer> RepeatAsync(string process, string f, object value, Func<Task<Answer?>> call)
    {
        using var ticks = new PeriodicTimer(TimeSpan.FromMilliseconds(150));
        using var limit = new CancellationTokenSource(SettleTime);
        while (true)
        {
            try
            {
                if (await call() is { } answer)
                {
                    return answer;
                }

                History.Tell(process, f, value);
            }
            catch (HttpRequestException refused) when (refused.HttpRequestError == HttpRequestError.ConnectionError)
            {
                // Nothing was sent.
            }
            catch (Exception lost) when (lost is HttpRequestException or TaskCanceledException or IOException)
            {
                History.Tell(process, f, value);
            }

            await ticks.WaitForNextTickAsync(limit.Token);
        }
    }

    private async Task ReadJourneyAsync(string id, string procedure)
    {
        JsonElement journey = default;
        try
        {
            await Deadline.UntilAsync(
                async () =>
                {
                    journey = await Town.Client.JourneyAsync(id);
                    if (procedure == BuriedProcedure && HubClient.EventTypes(journey)[^1] == "connector.dead-lettered")
                    {
                        await ReplayCarelessAsync();
                    }

                    var isOver = journey.GetProperty("state").GetString() is not ("running" or "waiting") || (tampered.Contains(id) && HubClient.EventTypes(journey).Contains("payment.failed"));
                    return isOver ? this : null;
                },
                SettleTime,
                $"the end of journey {id}");
        }
        catch (TimeoutException)
        {
            // The checker says that it is stuck.
        }

        var references = journey.GetProperty("keys").GetProperty("references").EnumerateArray().Select(reference => reference.GetProperty("value").GetString());
        History.Ok("auditor", "read-journey", new { id, state = journey.GetProperty("state").GetString(), lastEvent = HubClient.EventTypes(journey)[^1], references });
        lock (changing)
        {
            settled.Add(id);
        }
    }

    private async Task ReadLedgersAsync()
    {
        foreach (var system in new[] { "citizen-relations", "payfip" })
        {
            var file = Path.Combine(Town.Data, "ledgers", system + ".jsonl");
            History.Ok("auditor", "read-ledger", new { system, lines = File.Exists(file) ? File.ReadAllLines(file).Where(line => line.Length > 0).Select(line => JsonElement.Parse(line)).ToArray() : [] });
        }

        History.Ok("auditor", "read-ledger", new { system = "service", lines = service.Calls });
        var letters = await Town.Client.GetAsync("/api/dead-letters?limit=200&system=echo");
        History.Ok("auditor", "read-dead-letters", new { inbound = letters.Json.GetProperty("items").GetArrayLength() });
    }
}

[CollectionDefinition(Name)]
public sealed class FaultTownCollection : ICollectionFixture<FaultTown>
{
    public const string Name = "one town under faults";
}
