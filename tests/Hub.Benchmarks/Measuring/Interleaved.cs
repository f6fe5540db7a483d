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

    /// <summary>
    /// As above for works of several rows: the sides change after each row, so that the two figures of a row lie a moment apart.
    /// </summary>
    /// <param name="warmUps">Rounds of every row that are not counted: compilers that watch what runs need several.</param>
    /// <returns>Pair by pair, the rows of each side.</returns>
    public static async Task<IReadOnlyList<(T[] Ours, T[] Theirs)>> RunRowsAsync<T>(int pairs, int rows, int warmUps, Func<int, Task<T>> ours, Func<int, Task<T>> theirs)
    {
        var results = new List<(T[], T[])>(pairs);
        for (var pair = -warmUps; pair < pairs; pair++)
        {
            var (mine, other) = (new T[rows], new T[rows]);
            for (var row = 0; row < rows; row++)
            {
                if ((pair + row) % 2 == 0)
                {
                    mine[row] = await ours(row);
                    other[row] = await theirs(row);
                }
                else
                {
                    other[row] = await theirs(row);
                    mine[row] = await ours(row);
                }
            }

            if (pair >= 0)
            {
                results.Add((mine, other));
            }
        }

        return results;
    }

    /// <summary>One figure of each result, still in pairs.</summary>
    public static IReadOnlyList<(double Ours, double Theirs)> Select<T>(this IReadOnlyList<(T Ours, T Theirs)> pairs, Func<T, double> figure) =>
        [.. pairs.Select(pair => (figure(pair.Ours), figure(pair.Theirs)))];
}
