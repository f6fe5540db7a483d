using Xunit.Abstractions;

namespace Hub.EndToEnd.Tests.Faults;

/// <summary>The hub killed at every boundary between two steps: nothing acknowledged is lost, nothing is done twice.</summary>
/// <remarks>
/// <c>./test.sh</c> kills once at each point; <c>--full</c> twenty times, at hits chosen by a seed that is printed and that
/// <c>HUB_CRASH_SEED</c> repeats. All kills happen on one town, at the first test that asks for their results.
/// </remarks>
[Collection(FaultTownCollection.Name)]
public sealed class CrashMatrixTests(FaultTown town, ITestOutputHelper output)
{
    private const int FullRounds = 20;
    private const int WaveSize = 7;
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

    private Task<IReadOnlyList<CrashResult>> RunAsync() => running ??= RunAllAsync();

    private async Task<IReadOnlyList<CrashResult>> RunAllAsync()
    {
        matrix = new CrashMatrix(town);
        var results = new List<CrashResult>(await matrix.RunAsync(FailPointList.All, WaveSize, random: null));
        if (Environment.GetEnvironmentVariable("HUB_TEST_FULL") == "1")
        {
            var seed = int.TryParse(Environment.GetEnvironmentVariable("HUB_CRASH_SEED"), out var given) ? given : Environment.TickCount;
            System.Console.WriteLine($"Crash matrix: HUB_CRASH_SEED={seed}");
            var random = new Random(seed);
            for (var round = 1; round < FullRounds; round++)
            {
                var points = FailPointList.All.ToArray();
                random.Shuffle(points);
                results.AddRange(await matrix.RunAsync(points, WaveSize, random));
            }
        }

        System.Console.WriteLine($"Crash matrix: {results.Count(result => result.IsReached)} of {results.Count} kills met their point; last: {matrix.Lines[^1]}; history: {town.History.Path}");
        return results;
    }
}
