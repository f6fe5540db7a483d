namespace Hub.Workflows.Comparison;

/// <summary>Compares two texts line by line: the longest sequence of lines that both have stays, the rest is gone or new.</summary>
internal static class TextLines
{
    private const int Context = 2;

    // A table of that many cells takes 16 MB; texts that differ by more are shown as replaced.
    private const int MostCells = 4_000_000;

    public static IReadOnlyList<LineChange> Compare(string before, string after)
    {
        var (old, now) = (Split(before), Split(after));
        var start = 0;
        while (start < old.Length && start < now.Length && old[start] == now[start])
        {
            start++;
        }

        var end = 0;
        while (end < old.Length - start && end < now.Length - start && old[^(end + 1)] == now[^(end + 1)])
        {
            end++;
        }

        var all = new List<LineChange>();
        for (var i = 0; i < start; i++)
        {
            all.Add(Same(i, i, old[i]));
        }

        Middle(old, now, start, old.Length - end, now.Length - end, all);
        for (var i = end; i > 0; i--)
        {
            all.Add(Same(old.Length - i, now.Length - i, old[^i]));
        }

        return NearChanges(all);
    }

    private static void Middle(string[] old, string[] now, int start, int oldEnd, int nowEnd, List<LineChange> all)
    {
        var (rows, columns) = (oldEnd - start, nowEnd - start);
        var common = (long)rows * columns > MostCells ? null : CommonLengths(old, now, start, rows, columns);
        var (gone, added) = (new List<LineChange>(), new List<LineChange>());
        var (i, j) = (0, 0);
        while (i < rows || j < columns)
        {
            if (common is not null && i < rows && j < columns && old[start + i] == now[start + j])
            {
                Flush();
                all.Add(Same(start + i, start + j, old[start + i]));
                (i, j) = (i + 1, j + 1);
            }
            else if (j == columns || (i < rows && GoesFirst(common, old[start + i], now[start + j], i, j)))
            {
                gone.Add(new LineChange(ChangeKind.Removed, start + i + 1, null, old[start + i]));
                i++;
            }
            else
            {
                added.Add(new LineChange(ChangeKind.Added, null, start + j + 1, now[start + j]));
                j++;
            }
        }

        Flush();

        void Flush()
        {
            all.AddRange(gone);
            all.AddRange(added);
            gone.Clear();
            added.Clear();
        }
    }

    // Whether the earlier text's line is passed over before the later one's. Of two ways that keep equally much, the lines themselves decide:
    // read backwards, the comparison keeps the same ones.
    private static bool GoesFirst(int[,]? common, string old, string now, int i, int j)
    {
        var difference = common is null ? 0 : common[i + 1, j] - common[i, j + 1];
        return difference > 0 || (difference == 0 && string.CompareOrdinal(old, now) < 0);
    }

    private static int[,] CommonLengths(string[] old, string[] now, int start, int rows, int columns)
    {
        var lengths = new int[rows + 1, columns + 1];
        for (var i = rows - 1; i >= 0; i--)
        {
            for (var j = columns - 1; j >= 0; j--)
            {
                lengths[i, j] = old[start + i] == now[start + j] ? lengths[i + 1, j + 1] + 1 : Math.Max(lengths[i + 1, j], lengths[i, j + 1]);
            }
        }

        return lengths;
    }

    private static List<LineChange> NearChanges(List<LineChange> all)
    {
        var isNear = new bool[all.Count];
        for (var i = 0; i < all.Count; i++)
        {
            for (var near = Math.Max(0, i - Context); all[i].Kind is not null && near <= Math.Min(all.Count - 1, i + Context); near++)
            {
                isNear[near] = true;
            }
        }

        return [.. all.Where((_, i) => isNear[i])];
    }

    private static LineChange Same(int old, int now, string text) => new(null, old + 1, now + 1, text);

    private static string[] Split(string text) => text.ReplaceLineEndings("\n").Split('\n');
}
