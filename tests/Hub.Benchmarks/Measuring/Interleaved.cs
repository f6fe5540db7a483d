namespace Hub.Benchmarks.Measuring;

/// <summary>Two sides in turn, A B B A A B …, after a warm-up of each: what the machine does meanwhile meets both alike.</summary>
internal static class Interleaved
{
    public static async Task<IReadOnlyList<(T Ours, T Theirs)>> RunAsync<T>(int pairs, Func<Task<T>> ours, Func<Task<T>> theirs)
    {
        await ours();
        await theirs();
        var results = new List<(T, T)>(pairs);
        for (var pair = 0; pair < pairs; pair++)
        {
            if (pair % 2 == 0)
            {
                var first = await ours();
                results.Add((first, await theirs()));
            }
            else
            {
                var first = await theirs();
                results.Add((await ours(), first));
            }
        }

        return results;
    }

    /// <summary>One figure of each result, still in pairs.</summary>
    public static IReadOnlyList<(double Ours, double Theirs)> Select<T>(this IReadOnlyList<(T Ours, T Theirs)> pairs, Func<T, double> figure) =>
        [.. pairs.Select(pair => (figure(pair.Ours), figure(pair.Theirs)))];
}
