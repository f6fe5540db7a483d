using System.Diagnostics;

namespace Hub.EndToEnd.Tests.Infrastructure;

/// <summary>Looks at something outside this process until it is as awaited.</summary>
internal static class Deadline
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(50);

    /// <param name="look">Gives what was awaited, or null while it is not there.</param>
    /// <exception cref="TimeoutException">Names what was awaited.</exception>
    public static async Task<T> UntilAsync<T>(Func<Task<T?>> look, TimeSpan limit, string awaited)
        where T : class
    {
        var clock = Stopwatch.StartNew();
        using var ticks = new PeriodicTimer(LookEvery);
        while (true)
        {
            if (await look() is { } found)
            {
                return found;
            }

            if (clock.Elapsed > limit)
            {
                throw new TimeoutException($"Not seen within {limit.TotalSeconds:0} s: {awaited}");
            }

            await ticks.WaitForNextTickAsync();
        }
    }
}
