using System.Diagnostics;
using Hub.EndToEnd.Tests.Infrastructure;

namespace Hub.EndToEnd.Tests.Faults;

/// <summary>
/// Kills the hub at one fail point after the other. A wave of points shares its recovery: the next start, which meets what the last
/// death left, is the one that dies at the next point; after the wave the hub lives, everything ends, and the history is judged.
/// </summary>
internal sealed class CrashMatrix(FaultTown town)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(150);

    // These are met many times in one journey: not at the first thing that a start does, but in the middle of the work.
    private static readonly string[] Frequent = ["persist.", "inbox.", "journal.", "bookmark.", "outbox.", "dispatch.", "reply.", "validate.", "deliver.", "pause."];
    private readonly List<string> lines = [];
    private readonly List<Recovery> recoveries = [];

    /// <summary>One line a kill, for people.</summary>
    public IReadOnlyList<string> Lines => lines;

    /// <summary>How long each start after a kill took until the hub was ready; those that the next kill came before are not in it.</summary>
    public IReadOnlyList<Recovery> Recoveries => recoveries;

    /// <param name="random">Chooses the hits; null for the same ones every time.</param>
    public async Task<IReadOnlyList<CrashResult>> RunAsync(IReadOnlyList<string> points, int waveSize, Random? random)
    {
        var results = new List<CrashResult>();
        var known = 0;
        foreach (var wave in points.Chunk(waveSize))
        {
            var bodies = new Queue<string>(await town.BodiesAsync(wave.Length * 5));
            await town.Hub.KillAsync();
            var reached = new List<(string Point, int Hit, bool IsReached)>();
            var last = "an ordinary kill";
            foreach (var point in wave)
            {
                var hit = HitFor(point, random);
                reached.Add((point, hit, await KillAtAsync(point, hit, bodies, last)));
                last = $"{point}@{hit}";
            }

            town.Hub.Launch();
            await NoteRecoveryAsync(last, isMeantToLive: true);
            var checker = await town.SettleAsync();
            var news = checker.Violations.Skip(known).ToArray();
            known = checker.Violations.Count;
            results.AddRange(reached.Select(one => new CrashResult(one.Point, one.Hit, one.IsReached, news)));
            lines.Add($"{string.Join(", ", reached.Select(one => $"{one.Point}@{one.Hit}{(one.IsReached ? "" : " NOT REACHED")}"))}: {checker.Summary}");
        }

        return results;
    }

    private async Task NoteRecoveryAsync(string after, bool isMeantToLive)
    {
        var clock = Stopwatch.StartNew();
        if (isMeantToLive)
        {
            await town.Hub.UntilReadyAsync();
        }
        else if (!await town.Hub.IsReadyBeforeItDiesAsync())
        {
            return;
        }

        recoveries.Add(new Recovery(after, clock.Elapsed));
    }

    private async Task<bool> KillAtAsync(string point, int hit, Queue<string> bodies, string last)
    {
        if (point.StartsWith("postpone.", StringComparison.Ordinal))
        {
            await town.Town.TellAsync("citizen-relations", new { operation = "ouvrir", failNext = 1, status = 503 });
        }

        town.Hub.Launch($"{point}=exit@{hit}");
        var recovery = NoteRecoveryAsync(last, isMeantToLive: false);
        _ = town.SubmitAsync(bodies.Dequeue());
        _ = town.SubmitAsync(bodies.Dequeue());
        _ = town.SubmitAsync(bodies.Dequeue(), FaultTown.CallProcedure);
        _ = town.RunIntoIncidentAsync(bodies.Dequeue());
        if (point.StartsWith("publish.", StringComparison.Ordinal))
        {
            _ = town.PublishAsync(FaultDefinitions.Waiting("essai-publication", "completed"));
        }

        if (point.StartsWith("child-", StringComparison.Ordinal))
        {
            _ = town.SubmitAsync(bodies.Dequeue(), FaultTown.FamilyProcedure);
        }

        if (point.StartsWith("pause.", StringComparison.Ordinal))
        {
            _ = town.SubmitAsync(bodies.Dequeue(), FaultTown.PausedProcedure);
        }

        if (point.StartsWith("bury.", StringComparison.Ordinal))
        {
            _ = town.SubmitAsync(bodies.Dequeue(), FaultTown.BuriedProcedure);
        }

        if (point.StartsWith("refusal.", StringComparison.Ordinal))
        {
            _ = town.SendStrayEventAsync();
        }

        var isReached = await town.Hub.HasDiedWithinAsync(Patience);
        await recovery;
        if (isReached)
        {
            town.Killed("hub", $"{point}@{hit}");
        }
        else
        {
            await town.Hub.KillAsync();
        }

        return isReached;
    }

    private static int HitFor(string point, Random? random) => Frequent.Any(start => point.StartsWith(start, StringComparison.Ordinal))
        ? random?.Next(1, 11) ?? 3
        : 1;
}

/// <summary>What came of one kill.</summary>
/// <param name="Violations">The promises that its wave broke.</param>
internal sealed record CrashResult(string Point, int Hit, bool IsReached, IReadOnlyList<string> Violations);

/// <summary>A start after a kill.</summary>
/// <param name="After">Where the hub was killed before.</param>
/// <param name="UntilReady">From the start of the process until it said that it is ready.</param>
internal sealed record Recovery(string After, TimeSpan UntilReady);
