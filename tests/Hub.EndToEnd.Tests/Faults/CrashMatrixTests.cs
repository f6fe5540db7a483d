using System.Globalization;
using Xunit.Abstractions;

namespace Hub.EndToEnd.Tests.Faults;

/// <summary>The hub killed at every boundary between two steps: nothing acknowledged is lost, nothing is done twice.</summary>
/// <remarks>
/// <c>./test.sh</c> kills once at each point; <c>--full</c> twenty times (<c>HUB_CRASH_ROUNDS</c>, so that several machines or
/// processes can share them), at hits chosen by a seed that is printed and that <c>HUB_CRASH_SEED</c> repeats. All kills happen on
/// one town, at the first test that asks for their results.
/// </remarks>
[Collection(FaultTownCollection.Name)]
public sealed class CrashMatrixTests(FaultTown town, ITestOutputHelper output)
{
    private const int FullRounds = 20;
    private const int WaveSize = 7;

    // Of half of the starts: what a machine does that others use as well is in the slowest one, what recovery costs is in all.
    private static readonly TimeSpan MostRecoveryTime = TimeSpan.FromSeconds(30);
    private static Task<IReadOnlyList<CrashResult>>? running;
    private static CrashMatrix? matrix;

    public static TheoryData<string> Points => [.. FailPointList.All];

    [Theory]
    [MemberData(nameof(Points))]
    public async Task Kill_AtThePoint_KeepsEveryPromise(string point)
    {
        var results = (await RunAsync()).Where(result => result.Point == point).ToArray();

        Assert.NotEmpty(results);
        Assert.Empty(results.SelectMany(result => result.Violations));
    }

    [Fact]
    public async Task Kill_EveryListedPoint_IsReached()
    {
        var reached = (await RunAsync()).Where(result => result.IsReached).Select(result => result.Point).Distinct().ToArray();

        foreach (var line in matrix!.Lines) // made by RunAsync
        {
            output.WriteLine(line);
        }

        Assert.Equal([], FailPointList.All.Except(reached));
        Assert.True(FailPointList.All.Count >= 40, "The list of fail points was not found.");
    }

    // The promise is five seconds for so little data on a machine of its own; the machines that test are shared and busy. That every
    // acknowledged journey went on after each recovery is what the matrix judges anyway.
    [Fact]
    public async Task Kill_AnyPoint_TheNextStartIsReadySoon()
    {
        await RunAsync();

        var recoveries = matrix!.Recoveries; // made by RunAsync
        output.WriteLine(Told(recoveries));
        Assert.InRange(ByTime(recoveries)[recoveries.Count / 2].UntilReady, TimeSpan.Zero, MostRecoveryTime);
    }

    private static string Told(IReadOnlyList<Recovery> recoveries)
    {
        var byTime = ByTime(recoveries);
        var (median, slowest) = (byTime[byTime.Length / 2].UntilReady.TotalSeconds, byTime[^1]);
        return string.Create(CultureInfo.InvariantCulture, $"{byTime.Length} recoveries: half were ready after {median:0.0} s, the slowest {slowest.UntilReady.TotalSeconds:0.0} s after the start that followed {slowest.After}");
    }

    // The last start of each wave is among them.
    private static Recovery[] ByTime(IReadOnlyList<Recovery> recoveries) => [.. recoveries.OrderBy(recovery => recovery.UntilReady)];

    private Task<IReadOnlyList<CrashResult>> RunAsync() => running ??= RunAllAsync();

    private async Task<IReadOnlyList<CrashResult>> RunAllAsync()
    {
        matrix = new CrashMatrix(town);
        var results = new List<CrashResult>(await matrix.RunAsync(FailPointList.All, WaveSize, random: null));
        if (Environment.GetEnvironmentVariable("HUB_TEST_FULL") == "1")
        {
            var seed = int.TryParse(Environment.GetEnvironmentVariable("HUB_CRASH_SEED"), out var given) ? given : Environment.TickCount;
            System.Console.WriteLine($"[{nameof(CrashMatrixTests)}] HUB_CRASH_SEED={seed}");
            var random = new Random(seed);
            var rounds = int.TryParse(Environment.GetEnvironmentVariable("HUB_CRASH_ROUNDS"), out var asked) ? asked : FullRounds;
            for (var round = 1; round < rounds; round++)
            {
                var points = FailPointList.All.ToArray();
                random.Shuffle(points);
                results.AddRange(await matrix.RunAsync(points, WaveSize, random));
            }
        }

        System.Console.WriteLine($"[{nameof(CrashMatrixTests)}] {results.Count(result => result.IsReached)} of {results.Count} kills met their point; {Told(matrix.Recoveries)}; last: {matrix.Lines[^1]}; history: {town.History.Path}");
        return results;
    }
}
